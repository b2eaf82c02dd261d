"""Our engine in the bench: a case becomes a problem of visits, the plan becomes routes again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from handlekraft_engine.bench.cases import Answer, Case, Found, Job, Pair, Route, Table, Vehicle
from handlekraft_engine.bench.timing import earliest
from handlekraft_engine.visits.plan import Placed, Plan
from handlekraft_engine.visits.problem import (
    Break,
    Carer,
    Citizen,
    Link,
    Need,
    Place,
    Prices,
    Problem,
    Shift,
    Travel,
    Window,
)
from handlekraft_engine.visits.solve import Progress, Seconds, solve, warm

EARLY = 10**6
"""Points per minute before a window that is put off instead of missed: lateness runs from the last one that opened."""

ORIGIN = "2026-11-23T00:00:00+00:00"


@dataclass(frozen=True)
class Translated:
    """A case in the engine's words, and the way back.

    Jobs of a pair that start at once at one place, in the same windows, become one visit with two tasks. Units
    are divided by the case's grain: what takes time is rounded up, windows inwards, so that a legal plan stays legal.
    """

    case: Case

    @cached_property
    def twins(self) -> dict[int, int]:
        """Second job by first job, where both are one visit."""
        jobs = self.case.jobs
        return {
            pair.first: pair.second
            for pair in self.case.pairs
            if (pair.low, pair.high) == (0, 0) and _alike(jobs[pair.first], jobs[pair.second])
        }

    @cached_property
    def visits(self) -> tuple[tuple[int, ...], ...]:
        """The jobs of each visit: one, or two at once."""
        seconds = set(self.twins.values())
        return tuple(
            (job, self.twins[job]) if job in self.twins else (job,)
            for job in range(len(self.case.jobs))
            if job not in seconds
        )

    @cached_property
    def carers(self) -> dict[str, list[int]]:
        """Vehicles by carer, in the order of time: what stands before the colon of a vehicle's id names the carer."""
        carers: dict[str, list[int]] = {}
        for index in sorted(range(len(self.case.vehicles)), key=lambda i: self.case.vehicles[i].earliest):
            carers.setdefault(self.case.vehicles[index].id.split(":")[0], []).append(index)
        return carers

    @cached_property
    def skills(self) -> dict[tuple[int, ...], str]:
        """A name for every group of vehicles that a job is bound to."""
        groups = sorted({job.who for job in self.case.jobs if job.who is not None})
        return {group: f"group {number}" for number, group in enumerate(groups)}

    @cached_property
    def skips(self) -> tuple[int, ...]:
        """Price of leaving out by priority, cheapest first; what must be done comes last and costs more than all."""
        prices = sorted({0 if job in self.free else self.case.jobs[job].skip or 0 for job in self._optional})
        longest = max((cell for table in self.case.tables for row in table for cell in row), default=1)
        cost = self.case.cost
        late = (cost.late + cost.latest + cost.waiting + cost.overtime + cost.idle) * self.case.horizon
        return (*prices, 20 * longest * max(cost.travel) + 10 * max(prices, default=0) + late + 10)

    @cached_property
    def steady(self) -> set[str]:
        """Citizens whose every job is in one group of ``Case.same``."""
        jobs = self.case.jobs
        groups = [{jobs[job].citizen for job in group} for group in self.case.same]
        return {name for group in groups if len(group) == 1 for name in group}

    @cached_property
    def _optional(self) -> list[int]:
        return [index for index, job in enumerate(self.case.jobs) if job.skip is not None]

    @cached_property
    def free(self) -> set[int]:
        """Jobs that cost nothing to leave out: the second ones of pairs that are whole or not at all."""
        apart = (pair for pair in self.case.pairs if self.twins.get(pair.first) != pair.second)
        return {pair.second for pair in apart if self.case.jobs[pair.second].skip is not None}

    @cached_property
    def problem(self) -> Problem:
        """The case as the engine's problem. What its types have no field for is left out: see ``lacks``."""
        size = len(self.case.tables[0])
        return Problem(
            origin=ORIGIN,
            places=(Place(0.0, 0.0),) * size,
            travel=tuple(Travel(f"mode {i}", self._coarse(table)) for i, table in enumerate(self.case.tables)),
            carers=tuple(self._carer(name, shifts) for name, shifts in self.carers.items()),
            citizens=tuple(
                Citizen(name, one_carer=name in self.steady) for name in sorted({job.citizen for job in self.case.jobs})
            ),
            visits=tuple(self._need(jobs) for jobs in self.visits),
            links=tuple(self._links()),
            prices=self._prices(),
        )

    def _up(self, units: int) -> int:
        return -(-units // self.case.grain)

    def _coarse(self, table: Table) -> Table:
        return table if self.case.grain == 1 else tuple(tuple(map(self._up, row)) for row in table)

    def _prices(self) -> Prices:
        cost, grain = self.case.cost, self.case.grain
        travel = tuple((f"mode {i}", points * grain) for i, points in enumerate(cost.travel))
        given = {
            "travel": travel,
            "waiting": cost.waiting * grain,
            "late": cost.late * grain,
            "early": EARLY,
            "face": 0,
        }
        given |= {"overtime": cost.overtime * grain, "not_preferred": cost.disliked, "uncovered": self.skips}
        given |= {
            "longest_idle": cost.idle * grain,
            "latest": cost.latest * grain,
            "new_face": 0,
            "unwanted": 0,
            "changed_carer": 0,
            "moved": 0,
        }
        return Prices(**_known(Prices, given))

    def _carer(self, name: str, vehicles: list[int]) -> Carer:
        skills = frozenset(skill for group, skill in self.skills.items() if vehicles[0] in group)
        shifts = tuple(self._shift(self.case.vehicles[index]) for index in vehicles)
        return Carer(name, f"mode {self.case.vehicles[vehicles[0]].mode}", skills, shifts)

    def _shift(self, one: Vehicle) -> Shift:
        starts, ends = self._up(one.earliest), one.latest // self.case.grain
        given = {"starts": starts, "ends": ends, "breaks": self._breaks(one, starts, ends), "capacity": one.capacity}
        given |= {"start_place": one.start, "end_place": one.end, "max_overtime": one.overtime // self.case.grain}
        given |= {
            "max_minutes": None if one.longest is None else one.longest // self.case.grain,
            "price_if_used": one.fixed,
        }
        return Shift(**_known(Shift, given))

    def _breaks(self, one: Vehicle, starts: int, ends: int) -> tuple[Break, ...]:
        """The break, clipped to the shift; none where the shift has no room for it."""
        if one.pause is None:
            return ()
        minutes = self._up(one.pause[2])
        low, high = max(self._up(one.pause[0]), starts), min(one.pause[1] // self.case.grain, ends - minutes)
        given = {"earliest": low, "latest": high, "minutes": minutes, "price": self.case.cost.pause or None}
        return (Break(**_known(Break, given)),) if low <= high else ()

    def _need(self, jobs: tuple[int, ...]) -> Need:
        first = self.case.jobs[jobs[0]]
        tasks = [frozenset(self.skills[who] for who in (self.case.jobs[job].who,) if who is not None) for job in jobs]
        liked = {name for name, vehicles in self.carers.items() if first.likes(vehicles[0])}
        windows = list(_apart((self._up(low), high // self.case.grain) for low, high in first.windows))
        wishes = windows if first.late else [None]
        if first.late:
            windows = [Window(windows[0].earliest, self.case.horizon // self.case.grain)]
        given = {
            "id": first.id,
            "citizen": first.citizen,
            "place": first.place,
            "minutes": max(self._up(first.minutes), 1),
        }
        given |= {"windows": tuple(windows), "wished": wishes[0], "tasks": tuple(tasks), "load": first.load}
        given |= {"task_minutes": tuple(max(self._up(self.case.jobs[job].minutes), 1) for job in jobs)}
        given |= {
            "preferred": frozenset() if first.liked is None else frozenset(liked),
            "priority": self._priority(jobs[0]),
            "also_wished": tuple(wishes[1:]),
        }
        return Need(**_known(Need, given))

    def _priority(self, job: int) -> int:
        skip = 0 if job in self.free else self.case.jobs[job].skip
        return len(self.skips) - 1 if skip is None else self.skips.index(skip)

    def _links(self) -> Iterator[Link]:
        for pair in self.case.pairs:
            told = pair.low is not None or "carers" in _names(Link)
            if told and self.twins.get(pair.first) != pair.second:
                least = None if pair.low is None else self._up(pair.low)
                most = None if pair.high is None else max(pair.high // self.case.grain, least or 0)
                first, second = self.case.jobs[pair.first].id, self.case.jobs[pair.second].id
                given = {
                    "first": first,
                    "second": second,
                    "min_gap": least,
                    "max_gap": most,
                    "carers": "different",
                    "together": self.case.jobs[pair.first].skip is not None,
                }
                yield Link(**_known(Link, given))

        for group in self.case.same if "carers" in _names(Link) else ():
            ids = [self.case.jobs[job].id for job in group]
            for one, two in pairwise(ids):
                yield Link(**_known(Link, {"first": one, "second": two, "min_gap": None, "carers": "same"}))

    def answer(self, plan: Plan) -> Answer:
        """The plan as routes in the case's units, each job at the engine's start."""
        stops: dict[int, list[tuple[int, int]]] = {}
        for placed in plan.placed:
            for job, carer in zip(self._jobs[placed.visit], placed.carers, strict=True):
                stops.setdefault(self._vehicle(carer, placed), []).append((job, placed.start * self.case.grain))
        return tuple(Route(vehicle, tuple(sorted(jobs, key=lambda stop: stop[1]))) for vehicle, jobs in stops.items())

    @cached_property
    def _jobs(self) -> dict[str, tuple[int, ...]]:
        return {self.case.jobs[jobs[0]].id: jobs for jobs in self.visits}

    def _vehicle(self, carer: str, placed: Placed) -> int:
        return self.carers[carer][self.problem.carer[carer].shift_at(placed.start)]


def _apart(windows: Iterable[tuple[int, int]]) -> Iterator[Window]:
    """The windows in order, those that meet as one."""
    apart: list[tuple[int, int]] = []
    for low, high in sorted(windows):
        if apart and low <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(apart[-1][1], high)
        else:
            apart.append((low, high))
    return (Window(low, high) for low, high in apart)


def _alike(one: Job, two: Job) -> bool:
    if one.minutes != two.minutes and "task_minutes" not in _names(Need):
        return False
    return replace(one, id=two.id, who=two.who, minutes=two.minutes) == two


def _names(kind: type) -> set[str]:
    return {each.name for each in fields(kind)}


def _known(kind: type, given: dict[str, Any]) -> dict[str, Any]:
    """What the engine's type has a field for."""
    return {name: value for name, value in given.items() if name in _names(kind)}


def lacks(case: Case) -> tuple[str, ...]:
    """The parts of the case that the engine's types have no words for, and which it therefore does not see."""
    wants: list[tuple[str, bool, type, str]] = [
        ("capacity", any(vehicle.capacity is not None for vehicle in case.vehicles), Shift, "capacity"),
        ("longest tour", any(vehicle.longest is not None for vehicle in case.vehicles), Shift, "max_minutes"),
        ("price of a used vehicle", any(vehicle.fixed for vehicle in case.vehicles), Shift, "price_if_used"),
        ("the greatest lateness", case.cost.latest > 0, Prices, "latest"),
        ("the greatest idle time", case.cost.idle > 0, Prices, "longest_idle"),
        ("breaks missed at a price", case.cost.pause > 0, Break, "price"),
        ("pairs whole or not at all", _may_be_halved(case), Link, "together"),
        ("different carers of a pair", _may_meet(case), Link, "carers"),
        ("one carer for a group", bool(case.same), Link, "carers"),
    ]
    return tuple(what for what, asked, kind, name in wants if asked and name not in _names(kind))


def _may_meet(case: Case) -> bool:
    """Some vehicle may do both jobs of a pair that does not happen at once."""
    everybody = tuple(range(len(case.vehicles)))

    def both(pair: Pair) -> bool:
        first, second = case.jobs[pair.first].who or everybody, case.jobs[pair.second].who or everybody
        return pair.high != 0 and not set(first).isdisjoint(second)

    return any(both(pair) for pair in case.pairs)


def _may_be_halved(case: Case) -> bool:
    """Some pair that does not become one visit may be left out."""
    twins = Translated(case).twins
    return any(case.jobs[pair.first].skip is not None and pair.first not in twins for pair in case.pairs)


def run(case: Case, engine: str, seconds: float, seed: int) -> tuple[list[Found], str]:
    """Every better plan with its second; the note names what the engine does not see."""
    warm()
    translated, missing = Translated(case), lacks(case)
    found = plans(translated.problem, seconds, seed)
    note = f"does not see: {', '.join(missing)}" if missing else ""
    return [Found(when, retimed(case, translated.answer(plan))) for when, plan in found], note


def plans(
    problem: Problem, seconds: float, seed: int, clock: Callable[[], float] = time.perf_counter
) -> list[tuple[float, Plan]]:
    """(seconds, plan) for the first plan and every better one."""
    found: list[tuple[float, Plan]] = []
    began = clock()

    def note(progress: Progress) -> None:
        found.append((clock() - began, progress.plan))

    last = solve(problem, Seconds(seconds), seed, progress=note)
    return [*found, (clock() - began, last)]


def retimed(case: Case, answer: Answer) -> Answer:
    """The answer with the earliest starts in the case's own units, where lateness is all that time costs."""
    if case.cost.waiting or case.cost.overtime:
        return answer
    return earliest(case, [(route.vehicle, [job for job, _ in route.stops]) for route in answer])
