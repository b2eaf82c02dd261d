"""Finds a roster: one at once, then the linear program and its bound, a dive, and small groups replanned together."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import NamedTuple

from handlekraft_engine.rosters.arrays import lay_out, options_of, read_plan
from handlekraft_engine.rosters.dive import dive
from handlekraft_engine.rosters.generate import Company, Generation
from handlekraft_engine.rosters.master import Column, Duals, Master, select
from handlekraft_engine.rosters.plan import Plan, Priced
from handlekraft_engine.rosters.problem import Problem
from handlekraft_engine.rosters.referee import judge, price
from handlekraft_engine.rosters.ruin import Pool, again, draw_part, in_turn
from handlekraft_engine.rosters.stop import Iterations, Seconds, Stop, Watch

__all__ = ["Impossible", "Iterations", "Progress", "Seconds", "Solved", "Stop", "solve", "warm"]

SWEEPS = 6
"""How often everybody is replanned alone at the beginning, as long as that helps."""

BOXES = (16, 4, 1)
"""The linear program is first solved with rows worth at most such a part of the dearest price, at last freely."""

SHARES = (0.2, 0.6)
"""Least and greatest share of the roster that is planned again at once."""

GROWTH = 1.3
PATIENCE = 10
"""Parts without success until parts grow and the whole pool is tried."""

BORNE = 12
"""Wrong decisions that the dive into a part may make."""

POOL_NODES = 400
POOL_SECONDS = 1.0
POOL_COLUMNS = 1500
"""Bounds of one branch and bound over the pool; more columns than that are not worth their time."""


class Impossible(ValueError):
    """For ``employees`` there is no legal period even alone, where ``proven``; else none was found in reasonable time.
    ``explain.collisions`` names the rules.
    """

    def __init__(self, employees: tuple[str, ...], *, proven: bool) -> None:
        what = "there is no legal period for" if proven else "no legal period was found in reasonable time for"
        super().__init__(f"{what} {', '.join(employees)}; explain.collisions says which rules collide")
        self.employees, self.proven = employees, proven


class Progress(NamedTuple):
    """How far the search is: share of the whole (0 to 1), the best plan so far, its price, and the proven bound.

    No roster costs less than ``bound``; it is 0 until the linear program has spoken.
    """

    share: float
    plan: Plan
    priced: Priced
    bound: int


class Solved(NamedTuple):
    """The best plan found, its price, and a proven bound in points: no legal roster costs less."""

    plan: Plan
    priced: Priced
    bound: int

    @property
    def gap(self) -> float:
        """Share of the price by which it may at most be from the best possible: 0 = proven best."""
        return (self.priced.total - self.bound) / max(self.priced.total, 1)


def solve(
    problem: Problem,
    stop: Stop,
    seed: int,
    start: Plan | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Solved:
    """The best plan found before ``stop`` ends or ``cancelled()`` turns true, and how good a plan can be at all.

    Breaks no hard rule; too few at work has a price. ``start``: a legal plan to begin from. ``progress`` is called with
    the first plan, with each better one and with each better bound. The search ends early when nothing can be better.
    The same problem, seed, start and ``Iterations`` give the same plan, byte for byte.
    Errors: ``Impossible`` names those who have no legal period.
    """
    search = _Search(problem, stop.begin(), seed, progress, cancelled)
    search.begin(start)
    search.bound_and_dive()
    search.improve()
    return Solved(search.plan, price(problem, search.plan), search.bound)


class _Search:
    """One search: the best columns so far, the pool, and what is proven."""

    def __init__(
        self,
        problem: Problem,
        watch: Watch,
        seed: int,
        progress: Callable[[Progress], None] | None,
        cancelled: Callable[[], bool],
    ) -> None:
        self.problem, self.watch, self.progress, self.cancelled = problem, watch, progress, cancelled
        self.dice = random.Random(seed)  # noqa: S311 - chance of a search, not of a secret
        self.company = Company(lay_out(problem))
        self.pool = Pool(len(problem.employees))
        rows = self.company.layout.rows
        self.best: list[Column] = []
        self.points = math.inf
        self.bound = 0
        self.share = 0.0
        self.duals = Duals(-math.inf, rows.wanted, rows.wanted)

    @property
    def plan(self) -> Plan:
        """The best plan so far."""
        return read_plan(self.company.layout, [one.options for one in self.best])

    def goes_on(self) -> bool:
        """Whether there is time left and something left to win."""
        self.share = self.watch.share()
        return self.share < 1.0 and self.points > self.bound and not self.cancelled()

    def offer(self, columns: list[Column]) -> bool:
        """Take a choice of columns if it is better."""
        self.pool.add(columns)
        points = self.company.price(columns)
        if points >= self.points:
            return False
        self.best, self.points = columns, points
        self._tell()
        return True

    def _tell(self) -> None:
        if self.progress is not None:
            plan = self.plan
            self.progress(Progress(self.share, plan, price(self.problem, plan), self.bound))

    def begin(self, start: Plan | None) -> None:
        """The given plan, or everybody in turn beside those who have a period; then sweeps while they help."""
        if start is not None and not judge(self.problem, start):
            options = options_of(self.company.layout, start)
            self.offer([self.company.column(person, one) for person, one in enumerate(options)])
        else:
            self.offer(self._one_by_one())
        people = list(range(len(self.best)))
        sweeps = SWEEPS
        while sweeps and self.goes_on():
            self.dice.shuffle(people)
            sweeps = sweeps - 1 if self.offer(in_turn(self.company, self.best, people)) else 0

    def _one_by_one(self) -> list[Column]:
        columns: list[Column] = []
        stuck: list[int] = []
        for person in range(len(self.problem.employees)):
            found = self.company.cheapest(person, self.company.layout.rows.gains(self.company.there(columns)))
            if found is None:
                stuck.append(person)
            else:
                columns.append(found[0])
        if stuck:
            names = tuple(self.problem.employees[person].id for person in stuck)
            raise Impossible(names, proven=all(self.company.pricers[person].sure for person in stuck))
        return columns

    def bound_and_dive(self) -> None:
        """The linear program for everybody; its bound holds from the first round on."""
        rows = self.company.layout.rows
        master = Master(rows, rows.wanted, range(len(self.best)))
        for person in master.people:
            for one in self.pool.of[person].values():
                master.add(one)
        generation = Generation(self.company, master)
        dearest = float(max([*rows.short, *rows.over], default=0.0))
        for part in BOXES:
            master.limit_worth(dearest / part)
            generation.restart()
            missing = True
            while missing and self.goes_on():
                missing = generation.round()
                self._prove(generation)
        self.duals = generation.duals
        self.pool.add(master.columns)
        if self.goes_on():
            found = dive(generation, self.points - 1, self.goes_on)
            self.pool.add(master.columns)
            self.offer(found or self.best)

    def _prove(self, generation: Generation) -> None:
        """Prices are whole points, so a bound may be rounded up."""
        proven = math.ceil(max(generation.bound, 0.0) * (1 - 1e-6) - 1e-6)
        if proven > self.bound:
            self.bound = proven
            self._tell()

    def _seconds(self) -> float:
        """For one branch and bound; without a clock it is bounded by nodes alone, to be the same on every machine."""
        left = self.watch.seconds_left()
        return min(left, POOL_SECONDS) if math.isfinite(left) else left

    def improve(self) -> None:
        """Parts of the roster are planned again, larger ones when that fails; now and then the pool is searched."""
        share, failures = SHARES[0], 0
        while self.goes_on():
            part = draw_part(self.company, self.best, share, self.dice)
            after = again(self.company, self.pool, self.best, part, self.goes_on, BORNE)
            failures = 0 if self.offer(after) else failures + 1
            if failures >= PATIENCE and self.goes_on():
                failures = 0
                share = share * GROWTH if share < SHARES[1] else SHARES[0]
                self._search_pool()

    def _search_pool(self) -> None:
        rows = self.company.layout.rows
        duals = self.duals
        master = Master(rows, rows.wanted, range(len(self.best)))
        good = self.pool.near(duals.worth, duals.people, self.points - duals.value)
        if len(good) <= POOL_COLUMNS:
            self.offer(select(master, good, self.best, POOL_NODES, self._seconds()))


def warm() -> None:
    """Compile every kernel, or load it from the cache, on a tiny problem: once at install and when a worker starts."""
    from handlekraft_engine.rosters.problem import Cover, Employee, ShiftType

    shifts = (ShiftType("day", 420, 900, 480),)
    covers = tuple(Cover(day, ("day",), 1, 100, 1) for day in range(7))
    people = tuple(Employee(name, norm=1440) for name in ("a", "b"))
    solve(Problem("2026-01-05", 7, shifts, people, covers), Iterations(20), seed=1)
