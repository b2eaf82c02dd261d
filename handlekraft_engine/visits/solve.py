"""Finds a plan: lay out, construct, anneal in two chains that meet, read the best. Legal at once, then better."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from handlekraft_engine.travel.crow_fly import travel_tables
from handlekraft_engine.visits.arrays import Layout, lay_out
from handlekraft_engine.visits.chain import Chain, Champion, read_plan
from handlekraft_engine.visits.days import put_together
from handlekraft_engine.visits.plan import Plan, Priced
from handlekraft_engine.visits.pool import Pool
from handlekraft_engine.visits.problem import Carer, Citizen, Need, Place, Problem, Shift, Window
from handlekraft_engine.visits.referee import price
from handlekraft_engine.visits.stop import Iterations, Leg, Seconds, Stop

__all__ = ["Iterations", "Progress", "Seconds", "Stop", "solve", "warm"]

FROM_SCRATCH = ((6.0, 0.02), (1.3, 0.05))
"""First and last temperature of the hot and the cold chain, in ordinary ways between near visits."""

FROM_A_PLAN = ((1.0, 0.05), (0.2, 0.02))
"""The same when there is a plan to begin with: stay near it."""

STRICT_FROM = 0.7
"""From this share of the search on a visit that is left out costs its full price; before, less."""

COMBINE_AT = (0.75, 0.9, 0.96)
"""At which shares of the search the routes seen so far are combined anew."""

MEETING, MEET_FROM = 6, 0.6
"""Every so many legs, from this share of the search on, the chain whose best is worse goes on from the other's best.
Before, each goes its own way: two valleys are looked into, not one twice."""


class Progress(NamedTuple):
    """How far the search is: proposals per chain, share of the whole (0 to 1), the best plan so far and its price."""

    moves: int
    share: float
    plan: Plan
    priced: Priced


def solve(
    problem: Problem,
    stop: Stop,
    seed: int,
    start: Plan | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Plan:
    """The best plan found before ``stop`` ends or ``cancelled()`` turns true: breaks no hard rule, may leave some out.

    ``start``: a plan to begin from (published, or made by hand; what it breaks is mended or left out); the search then
    stays near it if it holds half of the visits or more. ``progress`` is called with the first legal plan and after
    every leg that found a better one.
    The same problem, seed, start and ``Iterations`` give the same plan, byte for byte.
    """
    layout = lay_out(problem)
    chains = [Chain(problem, layout, seed, number, start) for number in range(2)]
    near = start is not None and 2 * len(start.placed) >= len(problem.visits)
    temperatures = [(first * layout.leg, last * layout.leg) for first, last in (FROM_A_PLAN if near else FROM_SCRATCH)]
    _meet(chains)
    pools = _Pools(chains[0], stop)
    watch = _Watch(problem, layout, progress)
    watch.look(_best(chains).champion, Leg(0, 0.0))
    with ThreadPoolExecutor(len(chains)) as pool:
        for number, leg in enumerate(stop.legs()):
            if cancelled() or not layout.parts:
                break
            strictness = 1.0 if near else min(leg.share / STRICT_FROM, 1.0)
            list(pool.map(_run, chains, [leg] * 2, temperatures, [strictness] * 2))
            if number % MEETING == MEETING - 1 and leg.share >= MEET_FROM:
                _meet(chains)
            if not near:
                pools.look(chains, leg)
            watch.look(_best(chains).champion, leg)
    put_together(chains)
    watch.look(_best(chains).champion, Leg(0, 1.0))
    return read_plan(problem, layout, _best(chains).champion)


def _run(chain: Chain, leg: Leg, span: tuple[float, float], strictness: float) -> None:
    """One leg at the temperature of its share: geometric from the first to the last."""
    first, last = span
    chain.leg(leg.moves, first * (last / first) ** leg.share, strictness)


def _best(chains: list[Chain]) -> Chain:
    return min(chains, key=lambda chain: chain.champion.points)


def _meet(chains: list[Chain]) -> None:
    """Whoever has not found the best goes on from it; of several days each is the better one of the two."""
    put_together(chains)
    best = _best(chains)
    for chain in chains:
        if chain.champion.points > best.champion.points:
            chain.adopt(best.champion)


class _Pools:
    """Gathers routes after every leg and combines them anew at some points of the search."""

    def __init__(self, chain: Chain, stop: Stop) -> None:
        self.pool, self.due = Pool(chain), list(COMBINE_AT)
        self.seconds = stop.seconds / 20 if isinstance(stop, Seconds) else None

    def look(self, chains: list[Chain], leg: Leg) -> None:
        for chain in chains:
            self.pool.gather(chain)
        if self.due and leg.share >= self.due[0]:
            self.due.pop(0)
            best = _best(chains)
            best.adopt(best.champion)
            self.pool.gather(best)
            self.pool.improve(best, self.seconds)


class _Watch:
    """Tells ``progress`` about every new champion."""

    def __init__(self, problem: Problem, layout: Layout, progress: Callable[[Progress], None] | None) -> None:
        self.problem, self.layout, self.progress = problem, layout, progress
        self.moves = 0
        self.told: int | None = None

    def look(self, champion: Champion, leg: Leg) -> None:
        self.moves += leg.moves
        if self.progress is not None and champion.points != self.told:
            self.told = champion.points
            plan = read_plan(self.problem, self.layout, champion)
            self.progress(Progress(self.moves, leg.share, plan, price(self.problem, plan)))


def warm() -> None:
    """Compile every kernel, or load it from the cache, on a tiny problem: once at install and when a worker starts."""
    places = (Place(56.46, 10.03), Place(56.47, 10.04))
    carers = tuple(Carer(name, "walk", shifts=(Shift(0, 240),)) for name in ("a", "b"))
    visits = tuple(Need(str(i), "c", i % 2, 10, (Window(0, 200),)) for i in range(4))
    tables = travel_tables(places, ["walk"])
    problem = Problem("2026-01-01T00:00:00+00:00", places, tables, carers, (Citizen("c"),), visits)
    solve(problem, Iterations(120), seed=1)
