"""How few faces a citizen meets: counted from visits done, never from plans."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from handlekraft.citizens.models import Citizen
from handlekraft.visits.models import Visit

DAYS = 28
# With fewer meetings the index says more about chance than about continuity.
FEWEST_FOR_INDEX = 5

type Carers = tuple[int | None, int | None]


@dataclass(frozen=True)
class Continuity:
    """Different faces in the home, the share of visits by the primary contact, and the index of Bice and Boxerman."""

    different: int
    share_primary: float | None
    coc: float | None
    visits: int


def continuity(citizen: Citizen, until: date, days: int = DAYS) -> Continuity:
    """The figures of one citizen for the `days` days that end with `until`."""
    visits = done_visits([citizen], until, days)[citizen.pk]
    met = Counter(carer for carers in visits for carer in carers if carer)
    primary = citizen.primary_contact_id
    by_primary = sum(primary in carers for carers in visits) if primary else 0
    return Continuity(
        different=len(met),
        share_primary=by_primary / len(visits) if primary and visits else None,
        coc=bice_boxerman(met.values()),
        visits=len(visits),
    )


def faces_seen(citizens: Iterable[Citizen], until: date, days: int = DAYS) -> dict[int, int]:
    """How many different faces each citizen met, by key; one question to the database for all."""
    rows = list(citizens)
    visits = done_visits(rows, until, days)
    return {row.pk: len({carer for carers in visits[row.pk] for carer in carers if carer}) for row in rows}


@dataclass(frozen=True)
class TeamContinuity:
    """What a team's citizens meet on average, and how often it is the one they know best."""

    faces: float
    visits: int
    share_primary: float | None


def team_continuity(citizens: Iterable[Citizen], until: date, days: int = DAYS) -> TeamContinuity | None:
    """The figures of all who were visited in the `days` days that end with `until`; one question for all."""
    rows = list(citizens)
    found = done_visits(rows, until, days)
    visited = [row for row in rows if found[row.pk]]
    if not visited:
        return None
    met = [len({carer for carers in found[row.pk] for carer in carers if carer}) for row in visited]
    claims = [row.primary_contact_id in carers for row in visited if row.primary_contact_id for carers in found[row.pk]]
    return TeamContinuity(
        faces=sum(met) / len(met),
        visits=sum(len(found[row.pk]) for row in visited),
        share_primary=sum(claims) / len(claims) if claims else None,
    )


def done_visits(citizens: list[Citizen], until: date, days: int) -> defaultdict[int, list[Carers]]:
    """Who gave each visit of the period, by citizen. For citizens the asker already sees."""
    done = Visit.objects.done().filter(citizen__in=citizens, day__gt=until - timedelta(days=days), day__lte=until)
    found: defaultdict[int, list[Carers]] = defaultdict(list)
    for citizen_id, *carers in done.order_by().values_list("citizen_id", "carer_id", "second_carer_id"):
        found[citizen_id].append((carers[0], carers[1]))
    return found


def bice_boxerman(meetings: Iterable[int]) -> float | None:
    """1 when all meetings were with the same person, 0 when no two were. `meetings`: how many with each person."""
    counts = list(meetings)
    total = sum(counts)
    if total < FEWEST_FOR_INDEX:
        return None
    return (sum(count * count for count in counts) - total) / (total * (total - 1))
