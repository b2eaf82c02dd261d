"""Who knows whom in the sample municipality: a small group of colleagues around each citizen, work spread evenly."""

from __future__ import annotations

from random import Random

from handlekraft.demo.agreements import Agreement
from handlekraft.demo.staff import Colleague, Crew

# Therapists come for what they have learned; the others for everything.
THERAPISTS_DO = {"training", "outing"}
NURSING = "Smertepumpe"
AS_PRIMARY = 3
"""A primary contact has more to do for the citizen than the other known faces."""


def choose_faces(crew: Crew, agreements: list[Agreement], chance: Random, primary: str = "") -> list[Colleague]:
    """The group, primary contact first: for every help somebody from each half of the fortnight, where there is one."""
    chosen = [one for one in crew.colleagues if one.user.name == primary]
    for agreement in agreements:
        fitting = [one for one in crew.colleagues if can_give(one, agreement)]
        for half in (0, 1):
            at_work = [one for one in fitting if half in halves(one)]
            free = [one for one in at_work if one not in chosen]
            free.sort(key=lambda one: (_is_kept_for_more(one, agreement), crew.load[one.user.pk], chance.random()))
            chosen += free[: max(agreement.carers - (len(at_work) - len(free)), 0)]
    crew.load.update(one.user.pk for one in chosen)
    crew.load[chosen[0].user.pk] += AS_PRIMARY
    return chosen


def _is_kept_for_more(colleague: Colleague, agreement: Agreement) -> bool:
    """Nurses are few: they get to know those who need what only few can give."""
    return NURSING in colleague.competences and not agreement.competences


def can_give(colleague: Colleague, agreement: Agreement) -> bool:
    """Whether the colleague may give the help and works at that time of day."""
    if colleague.part == "kontor":
        present = agreement.part == "dag" and agreement.kind in THERAPISTS_DO
    else:
        present = colleague.part == agreement.part
    return present and agreement.competences <= colleague.competences


def halves(colleague: Colleague) -> tuple[int, ...]:
    """Which weekends of the fortnight the line works: lines come in two halves, and office hours in both."""
    if colleague.part == "kontor":
        return (0, 1)
    number, last = int(colleague.line.split()[1]), {"dag": 6, "aften": 4}[colleague.part]
    return (int(number > last // 2),)
