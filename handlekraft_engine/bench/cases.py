"""What every engine of the bench is asked, in one form: jobs, those who do them, how far it is, what things cost.

All times are whole units of the instance's own clock (minutes, tenths, thousandths), so that sums are exact.
Prices are whole points per unit. An engine that cannot express a part says so in the note of its row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

type Table = tuple[tuple[int, ...], ...]
"""Units from place to place, ``[from][to]``."""


@dataclass(frozen=True)
class Job:
    """One service by one vehicle.

    ``windows``: (earliest, latest) start, in order; with ``late`` a start after the last one's end costs instead.
    ``who``: indexes of the vehicles that may do it (``None`` = all); ``liked``: those that cost nothing extra.
    ``skip``: points for leaving it out (``None`` = it must be done). ``load``: share of a vehicle's capacity.
    ``citizen``: whose job it is.
    """

    id: str
    place: int
    minutes: int
    windows: tuple[tuple[int, int], ...]
    late: bool = False
    who: tuple[int, ...] | None = None
    liked: tuple[int, ...] | None = None
    skip: int | None = None
    load: int = 0
    citizen: str = ""

    def may(self, vehicle: int) -> bool:
        """The vehicle may do it."""
        return self.who is None or vehicle in self.who

    def likes(self, vehicle: int) -> bool:
        """The vehicle costs nothing extra."""
        return self.liked is None or vehicle in self.liked


@dataclass(frozen=True)
class Pair:
    """``low <= start(second) - start(first) <= high`` between two jobs (indexes) of two different vehicles.

    ``high`` ``None`` = no upper bound; ``low`` ``None`` = no bound at all, only different vehicles. Both jobs are done
    or neither.
    """

    first: int
    second: int
    low: int | None = 0
    high: int | None = 0


@dataclass(frozen=True)
class Vehicle:
    """One who does jobs: from leaving ``start`` (not before ``earliest``) to reaching ``end`` (by ``latest``).

    ``overtime``: units after ``latest`` that are allowed at a price. ``capacity``: most load. ``longest``: most units
    from leaving to reaching. ``pause``: (earliest, latest start, units) of a break. ``fixed``: points for being used.
    """

    id: str
    mode: int
    start: int
    end: int
    earliest: int
    latest: int
    overtime: int = 0
    capacity: int | None = None
    longest: int | None = None
    pause: tuple[int, int, int] | None = None
    fixed: int = 0


@dataclass(frozen=True)
class Cost:
    """Points per unit: travel by mode, lateness, the greatest lateness, waiting, overtime; per job not liked.

    ``idle``: per unit of the greatest idle time of a vehicle, unused ones included: the time from ``earliest`` to
    ``latest`` without travel, jobs and break. ``pause``: per break that is not taken; 0 = it must be.
    """

    travel: tuple[int, ...] = (1,)
    late: int = 0
    latest: int = 0
    waiting: int = 0
    overtime: int = 0
    disliked: int = 0
    idle: int = 0
    pause: int = 0


@dataclass(frozen=True)
class Case:
    """An instance as all engines see it. ``tables``: one per mode. ``grain``: units to which our engine may round.

    ``same``: groups of jobs (indexes) that one carer must do, where carers are vehicles of equal id before the colon.
    """

    name: str
    jobs: tuple[Job, ...]
    vehicles: tuple[Vehicle, ...]
    tables: tuple[Table, ...]
    pairs: tuple[Pair, ...] = ()
    cost: Cost = field(default_factory=Cost)
    grain: int = 1
    same: tuple[tuple[int, ...], ...] = ()

    @property
    def horizon(self) -> int:
        """A time after which nothing happens."""
        ends = [vehicle.latest + vehicle.overtime for vehicle in self.vehicles]
        return max(ends, default=0)


@dataclass(frozen=True)
class Route:
    """What one vehicle does: (job, start) in order."""

    vehicle: int
    stops: tuple[tuple[int, int], ...]


type Answer = tuple[Route, ...]


@dataclass(frozen=True)
class Found:
    """An answer and the seconds after which it was there."""

    seconds: float
    answer: Answer


LINKED = "linked or double visits"
LATE = "lateness at a price"
GREATEST = "the greatest lateness"
SEVERAL = "several windows of one visit"
BREAKS = "breaks"
LONGEST = "a longest tour"
DAYS = "one carer over several days"
WAITING = "waiting at a price"
OVERTIME = "overtime at a price"
IDLE = "the greatest idle time"
MISSED = "breaks missed at a price"


def asks(case: Case) -> tuple[str, ...]:
    """The parts of a case that not every engine has words for."""
    wants = (
        (LINKED, bool(case.pairs)),
        (LATE, any(job.late for job in case.jobs)),
        (GREATEST, case.cost.latest > 0),
        (SEVERAL, any(len(job.windows) > 1 for job in case.jobs)),
        (BREAKS, any(vehicle.pause for vehicle in case.vehicles)),
        (LONGEST, any(vehicle.longest is not None for vehicle in case.vehicles)),
        (DAYS, bool(case.same)),
        (WAITING, case.cost.waiting > 0),
        (OVERTIME, case.cost.overtime > 0),
        (IDLE, case.cost.idle > 0),
        (MISSED, case.cost.pause > 0),
    )
    return tuple(what for what, asked in wants if asked)


def to_json(case: Case) -> str:
    """The case as JSON text, for an engine in a process of its own."""
    return json.dumps(asdict(case))


def from_json(text: str) -> Case:
    """The case of a JSON text."""
    raw: dict[str, Any] = json.loads(text)
    kinds: Mapping[str, type] = {"jobs": Job, "vehicles": Vehicle, "pairs": Pair}
    parts = {name: tuple(kind(**_frozen(one)) for one in raw[name]) for name, kind in kinds.items()}
    cost = Cost(**_frozen(raw["cost"]))
    tables, same = _tuples(raw["tables"]), _tuples(raw["same"])
    return Case(raw["name"], tables=tables, same=same, cost=cost, grain=raw["grain"], **parts)


def answer_of(raw: Sequence[Sequence[Any]]) -> Answer:
    """The answer that an engine's process wrote as ``[[vehicle, [[job, start], ...]], ...]``."""
    return tuple(Route(vehicle, _tuples(stops)) for vehicle, stops in raw)


def raw_of(answer: Answer) -> list[list[Any]]:
    """The answer in the form that ``answer_of`` reads."""
    return [[route.vehicle, [list(stop) for stop in route.stops]] for route in answer]


def _frozen(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _tuples(value) for name, value in raw.items()}


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
