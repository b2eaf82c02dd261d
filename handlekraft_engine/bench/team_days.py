"""Seeded days and weeks of a Danish home-care team of 16 carers and 120 visits a day, for all engines.

All numbers are assumptions: 9 day shifts (07-15), 2 middle (10-18) and 5 evening (15-23), bicycles, walkers and cars,
three levels of competence that contain each other, 42 citizens, windows of 30 to 120 minutes, no breaks. Cost in
minutes: travel + 10 per visit by another than a contact carer + 600 per visit left out (a week: + 5 per new face).
The linked day makes one visit in ten a visit of two carers at once and ties one in ten to another of the same citizen.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from handlekraft_engine.bench import ours
from handlekraft_engine.bench.cases import Answer, Case, Cost, Job, Pair, Vehicle
from handlekraft_engine.bench.instance import Instance, Outcome, Score
from handlekraft_engine.bench.peers import call
from handlekraft_engine.bench.teams import DAY, OFFICE, ORIGIN
from handlekraft_engine.bench.visits import better
from handlekraft_engine.travel.crow_fly import travel_tables
from handlekraft_engine.visits.plan import Placed, Plan, Soft
from handlekraft_engine.visits.problem import Carer, Citizen, Link, Need, Place, Prices, Problem, Shift, Window
from handlekraft_engine.visits.referee import judge, price
from handlekraft_engine.visits.solve import warm

CARERS, VISITS, CITIZENS = 16, 120, 42

SHIFTS = ((7 * 60, 15 * 60),) * 9 + ((10 * 60, 18 * 60),) * 2 + ((15 * 60, 23 * 60),) * 5
"""Minutes of the day by carer."""

LEVELS = (frozenset({"care"}), frozenset({"care", "assistant"}), frozenset({"care", "assistant", "nurse"}))

MODES = ("bicycle", "car", "bicycle", "walk")

POINTS = 10
"""Points of the engine per minute of the cost."""

OTHER, LEFT_OUT, NEW_FACE = 10, 600, 5
"""Minutes for a visit by no contact carer, for a visit left out, and in a week for a face new to the citizen."""


@dataclass(frozen=True)
class Ask:
    """What the generator is asked for; equal asks give equal problems. Shares from 0 to 1."""

    seed: int
    days: int = 1
    doubles: float = 0.0
    links: float = 0.0
    carers: int = CARERS
    visits: int = VISITS


def make(ask: Ask) -> Problem:
    """The days of a team; every day has the same visits at other minutes."""
    dice = random.Random(ask.seed)  # noqa: S311 - repeatable, not secret
    homes = [_near(dice) for _ in range(max(CITIZENS * ask.visits // VISITS, 1))]
    places = (OFFICE, *homes)
    carers = [_carer(number, ask) for number in range(ask.carers)]
    citizens = tuple(Citizen(f"citizen {i + 1}", frozenset(_contacts(dice, carers))) for i in range(len(homes)))
    needs = [_need(dice, number, citizens, day, ask) for day in range(ask.days) for number in range(ask.visits)]
    face = NEW_FACE * POINTS if ask.days > 1 else 0
    prices = Prices(
        travel=tuple((mode, POINTS) for mode in sorted({carer.mode for carer in carers})),
        waiting=0, early=0, late=0, overtime=0, face=0, new_face=face, not_preferred=OTHER * POINTS, unwanted=0,
        uncovered=(LEFT_OUT * POINTS,), changed_carer=0, moved=0,
    )  # fmt: skip
    tables = travel_tables(places, [carer.mode for carer in carers])
    links = tuple(_links(needs, ask))
    return Problem(ORIGIN, places, tables, tuple(carers), citizens, tuple(needs), links, prices)


def _near(dice: random.Random) -> Place:
    return Place(round(OFFICE.lat + dice.gauss(0, 0.012), 5), round(OFFICE.lon + dice.gauss(0, 0.022), 5))


def _carer(number: int, ask: Ask) -> Carer:
    """Shift and level by number, so that every part of the day has all levels."""
    starts, ends = SHIFTS[number * len(SHIFTS) // ask.carers]
    level = (1, 0, 2)[number % 3]
    shifts = tuple(Shift(day * DAY + starts, day * DAY + ends, (), 0, 0) for day in range(ask.days))
    return Carer(f"carer {number}", MODES[number % len(MODES)], LEVELS[level], shifts)


def _contacts(dice: random.Random, carers: Sequence[Carer]) -> list[str]:
    """Five carers who know the citizen, two of them of the last third: the evening."""
    late = len(carers) * 2 // 3
    return [
        one.id
        for group, count in ((carers[:late], 3), (carers[late:], 2))
        for one in dice.sample(group, min(count, len(group)))
    ]


def _need(dice: random.Random, number: int, citizens: Sequence[Citizen], day: int, ask: Ask) -> Need:
    """Half of the visits in the morning, a fifth around noon, the others in the evening."""
    low, high = dice.choice(((435, 600),) * 5 + ((630, 810),) * 2 + ((930, 1290),) * 3)
    middle = day * DAY + dice.randrange(low, high, 5)
    half = dice.choice((15, 30, 45, 60))
    level = dice.choices((0, 1, 2), (70, 23, 7))[0]
    skill = frozenset({("care", "assistant", "nurse")[level]})
    whose = number % len(citizens)
    two = dice.random() < ask.doubles
    return Need(
        id=f"{number} on {day}",
        citizen=citizens[whose].id,
        place=whose + 1,
        minutes=dice.choice((10, 15, 15, 20, 20, 25, 30, 40)),
        windows=(Window(middle - half, middle + half),),
        tasks=(skill, frozenset({"care"})) if two else (skill,),
        preferred=citizens[whose].known,
        priority=0,
    )


def _links(needs: Sequence[Need], ask: Ask) -> Iterator[Link]:
    """The first visits of citizens that lie one to six hours apart keep three quarters to five quarters of that."""
    wanted, tied = round(ask.links * ask.visits / 2) * ask.days, set[str]()
    for i, one in enumerate(needs):
        for two in needs[i + 1 :]:
            first, second = sorted((one, two), key=lambda need: need.windows[0].earliest)
            apart = second.windows[0].earliest - first.windows[0].earliest
            if (
                one.citizen == two.citizen
                and 60 <= apart <= 360
                and not {one.id, two.id} & tied
                and len(tied) < 2 * wanted
            ):
                tied |= {one.id, two.id}
                yield Link(first.id, second.id, apart * 3 // 4, apart * 5 // 4)


def case(problem: Problem, name: str) -> Case:
    """A day as the peers see it: one job per task, one vehicle per carer; costs in points."""
    index = {carer.id: i for i, carer in enumerate(problem.carers)}
    modes = [table.mode for table in problem.travel]
    jobs = tuple(_job(problem, need, task, index) for need in problem.visits for task in range(len(need.tasks)))
    first = {job.id.split(" / ")[0]: i for i, job in reversed(list(enumerate(jobs)))}
    pairs = [Pair(first[need.id], first[need.id] + 1) for need in problem.visits if len(need.tasks) > 1]
    pairs += [Pair(first[link.first], first[link.second], link.min_gap, link.max_gap) for link in problem.links]
    vehicles = tuple(
        Vehicle(carer.id, modes.index(carer.mode), 0, 0, carer.shifts[0].starts, carer.shifts[0].ends)
        for carer in problem.carers
    )
    cost = Cost(travel=(POINTS,) * len(modes), disliked=OTHER * POINTS)
    return Case(name, jobs, vehicles, tuple(table.minutes for table in problem.travel), tuple(pairs), cost)


def _job(problem: Problem, need: Need, task: int, index: dict[str, int]) -> Job:
    able = tuple(index[carer.id] for carer in problem.carers if need.tasks[task] <= carer.competences)
    windows = tuple((window.earliest, window.latest) for window in need.windows)
    liked = tuple(index[name] for name in sorted(need.preferred))
    name = f"{need.id} / {task}"
    return Job(
        name, need.place, need.minutes, windows, who=able, liked=liked, skip=LEFT_OUT * POINTS, citizen=need.citizen
    )


def plan_of(problem: Problem, asked: Case, answer: Answer) -> Plan:
    """A peer's answer as a plan; a visit of two carers where one is missing is left out."""
    found: dict[str, dict[str, tuple[str, int]]] = {}
    for route in answer:
        for job, start in route.stops:
            visit, task = asked.jobs[job].id.split(" / ")
            found.setdefault(visit, {})[task] = problem.carers[route.vehicle].id, start
    whole = {
        visit: sorted(tasks.items()) for visit, tasks in found.items() if len(tasks) == len(problem.need[visit].tasks)
    }
    placed = [
        Placed(visit, tuple(who for _, (who, _) in tasks), max(at for _, (_, at) in tasks))
        for visit, tasks in whole.items()
    ]
    return Plan(tuple(placed), tuple(sorted(problem.need.keys() - whole.keys())))


def score(problem: Problem, plan: Plan) -> Score:
    """The engine's own referee, in minutes; visits left out are part of the price."""
    faults = tuple(f"{one.rule}: {one.visit}" for one in judge(problem, plan))
    return Score(price(problem, plan).total / POINTS, faults)


@dataclass(frozen=True)
class TeamInstance:
    """One seeded problem. Only days have a form for peers."""

    name: str
    problem: Problem
    best_known: None = None

    def play(self, engine: str, seconds: float, seed: int) -> Outcome:
        """Ours gets the problem itself, peers its case."""
        if engine == "ours":
            warm()
            found = ours.plans(self.problem, seconds, seed)
            scored = [(when, score(self.problem, plan)) for when, plan in found]
            return Outcome(better(scored), note=_said(self.problem, found[-1][1]))
        if any(len(carer.shifts) > 1 for carer in self.problem.carers):
            return Outcome(note="cannot express one citizen's faces over several days")
        asked = case(self.problem, self.name)
        answers, note = call.run(asked, engine, seconds, seed)
        plans = [(one.seconds, plan_of(self.problem, asked, one.answer)) for one in answers]
        scored = sorted(((when, score(self.problem, plan)) for when, plan in plans), key=lambda one: one[0])
        least = min(plans, key=lambda one: score(self.problem, one[1]).cost, default=None)
        return Outcome(better(scored), note=note or (_said(self.problem, least[1]) if least else ""))


def _said(problem: Problem, plan: Plan) -> str:
    """What the cost is made of."""
    priced = price(problem, plan)
    parts = (
        ("left out", Soft.UNCOVERED),
        ("travel", Soft.TRAVEL),
        ("no contact", Soft.NOT_PREFERRED),
        ("new faces", Soft.NEW_FACE),
    )
    return ", ".join(f"{name} {priced[rule].quantity}" for name, rule in parts if priced[rule].quantity)


@dataclass(frozen=True)
class Teams:
    """The sets ``team-day``, ``team-day-linked`` and ``team-week``: as many teams as seeds, named by their seed."""

    ask: Ask
    folder: str = ""
    engines: tuple[str, ...] = ("ours", "pyvrp", "ortools", "vroom")
    sample: tuple[str, ...] = ("1",)

    def instances(self, folder: Path, names: Sequence[str], seeds: int) -> Iterator[Instance]:
        """The teams of the seeds in ``names``, or of 1 to ``seeds``."""
        for name in names or map(str, range(1, seeds + 1)):
            yield TeamInstance(f"team {name}", make(replace(self.ask, seed=int(name))))


PLAIN = Teams(Ask(0))
LINKED = Teams(Ask(0, doubles=0.1, links=0.1))
WEEK = Teams(Ask(0, days=7, doubles=0.1, links=0.1), engines=("ours",))
