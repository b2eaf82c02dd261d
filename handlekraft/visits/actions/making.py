"""Visits are made from agreed help, paused while the citizen is away, and ended with the help."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from handlekraft.access.frame import action
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.people.models import Team
from handlekraft.rosters.week import Week
from handlekraft.visits.change import hold_week, see_to_sight
from handlekraft.visits.making import Kind, Step, due
from handlekraft.visits.models import Visit


@action("visits made", needs=Permission.PLAN_VISITS)
def make_visits(by: Actor, team: Team, *, week: Week, from_on: date | None = None) -> int:
    """Bring the week's visits in line with what is agreed, from today or another day on. Returns how many changed."""
    hold_week(team, week)
    steps = due(team, week, from_on)
    _make([step for step in steps if step.kind is Kind.MAKE])
    changing = [step for step in steps if step.kind is not Kind.MAKE]
    carers_before = [step.visit.carer_ids for step in changing]
    _change(changing)
    _free_the_double_booked([step.visit for step in steps if step.kind is Kind.RESUME])
    for step, carers in zip(changing, carers_before, strict=True):
        if "status" in step.values or step.visit.carer_ids != carers:
            see_to_sight(by, step.visit, carers, step.visit.day)
    return len(steps)


def _make(steps: list[Step]) -> None:
    made = Visit.objects.bulk_create(step.visit for step in steps)
    link = Visit.competences.through
    link.objects.bulk_create(
        link(visit_id=visit.pk, competence_id=competence)
        for visit, step in zip(made, steps, strict=True)
        for competence in step.competences or ()
    )


def _change(steps: list[Step]) -> None:
    for step in steps:
        for name, value in step.values.items():
            setattr(step.visit, name, value)
        if step.competences is not None:
            step.visit.competences.set(step.competences)
    alike: dict[frozenset[str], list[Visit]] = defaultdict(list)
    for step in (one for one in steps if one.values):
        alike[step.columns].append(step.visit)
    for names, visits in alike.items():
        Visit.objects.bulk_update(visits, sorted(names), batch_size=200)


def _free_the_double_booked(resumed: list[Visit]) -> None:
    """Whoever was to come may have got something else meanwhile: then the visit waits for somebody new."""
    for visit in resumed:
        if visit.starts_at is None or visit.ends_at is None:
            continue
        taken = Visit.objects.to_give().on_day(visit.day).exclude(pk=visit.pk).filter(starts_at__lt=visit.ends_at)
        others = [one for one in taken if one.ends_at and one.ends_at > visit.starts_at]
        if {carer for one in others for carer in one.carer_ids} & set(visit.carer_ids):
            visit.carer = visit.second_carer = None
            visit.save(update_fields=["carer", "second_carer"])
