"""What the engine found, in a team's words: one table from broken rules to sentences, one from charges to phrases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handlekraft.visits.planning.problem import POINTS_A_MINUTE
from handlekraft.visits.planning.rows import Rows
from handlekraft.web.templatetags.danish import minutes as duration
from handlekraft.web.templatetags.danish import span
from handlekraft_engine.visits.plan import Charge, Hard, Priced, Soft, Violation


@dataclass(frozen=True)
class Broken:
    """One broken rule with the names that its sentence needs."""

    citizen: str
    carer: str
    minutes: str
    other: str
    allowed: str
    competences: str
    is_elsewhen: bool


ANOTHER_TIME = 30
"""Minutes outside a shift from which on one is simply not at work."""

SENTENCES: dict[Hard, Callable[[Broken], str]] = {
    Hard.STRUCTURE: lambda b: _("Besøget hos %(citizen)s er ikke sat rigtigt ind i planen.") % b.__dict__,
    Hard.SAME_CARER: lambda b: _("Der skal to forskellige medarbejdere til hos %(citizen)s.") % b.__dict__,
    Hard.COMPETENCE: lambda b: _("%(carer)s mangler %(competences)s til besøget hos %(citizen)s.") % b.__dict__,
    Hard.FORBIDDEN: lambda b: (
        _("Kompetencen til besøget hos %(citizen)s gælder ikke den dag for %(carer)s.") % b.__dict__
    ),
    Hard.LOCK: lambda b: _("Besøget hos %(citizen)s er låst.") % b.__dict__,
    Hard.FROZEN: lambda b: _("Besøget hos %(citizen)s er begyndt eller givet og kan ikke flyttes.") % b.__dict__,
    Hard.WINDOW: lambda b: _("%(citizen)s har aftalt besøg %(allowed)s. Det er %(minutes)s uden for.") % b.__dict__,
    Hard.PAST: lambda b: _("Tidspunktet hos %(citizen)s er passeret.") % b.__dict__,
    Hard.SHIFT: lambda b: _shift(b),
    Hard.TRAVEL: lambda b: (
        _("%(carer)s når ikke frem til %(citizen)s: der mangler %(minutes)s efter %(other)s.") % b.__dict__
    ),
    Hard.BLOCK: lambda b: (
        _("%(carer)s har møde, kursus eller opladning: besøget hos %(citizen)s tager %(minutes)s af det.") % b.__dict__
    ),
    Hard.BREAK: lambda b: _("%(carer)s mangler %(minutes)s til sin pause ved besøget hos %(citizen)s.") % b.__dict__,
    Hard.TOGETHER: lambda b: _("Medarbejderne ved de to besøg hos %(citizen)s passer ikke sammen.") % b.__dict__,
    Hard.OVERLAP: lambda b: _("%(citizen)s har to besøg på én gang.") % b.__dict__,
    Hard.CAPACITY: lambda b: _("%(carer)s kan ikke have mere med på vagten.") % b.__dict__,
    Hard.TOUR: lambda b: _("Turen for %(carer)s bliver %(minutes)s for lang.") % b.__dict__,
    Hard.ONE_CARER: lambda b: _("Alle besøg hos %(citizen)s skal gives af den samme medarbejder.") % b.__dict__,
    Hard.HALVED: lambda b: _("To besøg hos %(citizen)s hører sammen. Det andet er ikke dækket.") % b.__dict__,
    Hard.LINK: lambda b: _("Afstanden mellem besøgene hos %(citizen)s passer ikke: %(minutes)s forkert.") % b.__dict__,
}


def _shift(b: Broken) -> str:
    if b.is_elsewhen:
        return _("%(carer)s er ikke på arbejde på det tidspunkt.") % b.__dict__
    return (
        _("%(carer)s har ikke vagt til besøget hos %(citizen)s: der mangler %(minutes)s, når vejen er talt med.")
        % b.__dict__
    )


def sentence(rows: Rows, fault: Violation) -> str:
    """The broken rule as a sentence."""
    visit = rows.visit[int(fault.visit)]
    other = rows.visit.get(int(fault.other)) if fault.other.isdigit() and fault.rule is not Hard.COMPETENCE else None
    broken = Broken(
        citizen=visit.citizen.first_name,
        carer=rows.employees[int(fault.carer)].first_name if fault.carer else "",
        minutes=duration(fault.minutes) if fault.minutes else "",
        other=other.citizen.first_name if other else _("det forrige"),
        allowed=span(visit.earliest_at, visit.latest_at),
        competences=_competences(rows, fault),
        # So far outside the shift that no way or delay explains it.
        is_elsewhen=fault.minutes == 0 or fault.minutes > visit.minutes + ANOTHER_TIME,
    )
    return SENTENCES[fault.rule](broken)


def _competences(rows: Rows, fault: Violation) -> str:
    names = {competence.pk: competence.name for visit in rows.visits for competence in visit.competences.all()}
    missing = fault.other.split(", ") if fault.rule is Hard.COMPETENCE else []
    return ", ".join(sorted(names[int(one)] for one in missing))


PHRASES: dict[Soft, Callable[[int], str]] = {
    Soft.TRAVEL: lambda n: _("%(minutes)s transport") % {"minutes": duration(n)},
    Soft.WAITING: lambda n: _("%(minutes)s ventetid") % {"minutes": duration(n)},
    Soft.EARLY: lambda n: _("%(minutes)s før ønsket tid") % {"minutes": duration(n)},
    Soft.LATE: lambda n: _("%(minutes)s efter ønsket tid") % {"minutes": duration(n)},
    Soft.OVERTIME: lambda n: _("%(minutes)s over tid") % {"minutes": duration(n)},
    Soft.FACE: lambda n: ngettext("%(n)s ansigt i ugen", "%(n)s ansigter i ugen", n) % {"n": n},
    Soft.NEW_FACE: lambda n: ngettext("%(n)s nyt ansigt", "%(n)s nye ansigter", n) % {"n": n},
    Soft.NOT_PREFERRED: lambda n: ngettext("%(n)s besøg uden den faste", "%(n)s besøg uden den faste", n) % {"n": n},
    Soft.UNWANTED: lambda n: ngettext("%(n)s fravalgt medarbejder", "%(n)s fravalgte medarbejdere", n) % {"n": n},
    Soft.UNCOVERED: lambda n: ngettext("%(n)s besøg ikke dækket", "%(n)s besøg ikke dækket", n) % {"n": n},
    Soft.CHANGED_CARER: lambda n: (
        ngettext("%(n)s besøg med en anden end meldt ud", "%(n)s besøg med en anden end meldt ud", n) % {"n": n}
    ),
    Soft.MOVED: lambda n: _("%(minutes)s væk fra den udmeldte tid") % {"minutes": duration(n)},
    Soft.RETOLD: lambda n: (
        ngettext("%(n)s besøg på en anden tid end meldt ud", "%(n)s besøg på en anden tid end meldt ud", n) % {"n": n}
    ),
    Soft.LATEST: lambda n: _("%(minutes)s som den største forsinkelse") % {"minutes": duration(n)},
    Soft.LONGEST_IDLE: lambda n: _("%(minutes)s som den længste ledige tid") % {"minutes": duration(n)},
    Soft.SECOND_FACE: lambda n: (
        ngettext("%(n)s ekstra ansigt på en halv dag", "%(n)s ekstra ansigter på en halv dag", n) % {"n": n}
    ),
    Soft.UNSTEADY: lambda n: _("%(minutes)s forskel i faste tider") % {"minutes": duration(n)},
    Soft.USED_SHIFT: lambda n: ngettext("%(n)s vagt taget i brug", "%(n)s vagter taget i brug", n) % {"n": n},
    Soft.MISSED_BREAK: lambda n: ngettext("%(n)s pause ikke holdt", "%(n)s pauser ikke holdt", n) % {"n": n},
    Soft.BEYOND_SHARE: lambda n: _("%(minutes)s ud over en ligelig fordeling") % {"minutes": duration(n)},
}


@dataclass(frozen=True)
class Difference:
    """One thing that a change costs (`costs`) or saves."""

    words: str
    costs: bool


def differences(priced: Priced) -> list[Difference]:
    """What a change costs and saves, dearest first, in words with a sign."""
    charges = sorted((one for one in priced.charges if one.quantity), key=lambda one: -abs(one.points))
    return [Difference(f"{'+' if one.quantity > 0 else '−'} {phrase(one)}", one.quantity > 0) for one in charges]


def phrase(charge: Charge) -> str:
    """The charge without its sign."""
    return PHRASES[charge.rule](abs(charge.quantity))


def as_minutes(points: int) -> int:
    """A price in minutes on the way, the unit a team can weigh."""
    return round(points / POINTS_A_MINUTE)


def in_one_line(priced: Priced) -> str:
    """The change in one line for a small place, or that it costs nothing."""
    found = differences(priced)
    return ", ".join(one.words for one in found[:3]) if found else _("Koster ikke noget ekstra.")
