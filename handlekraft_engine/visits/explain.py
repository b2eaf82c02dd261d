"""Why this carer at this time, and why not covered: what the plan would cost with the visit elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from handlekraft_engine.visits import rules
from handlekraft_engine.visits.plan import Move, Placed, Plan, Priced, Violation
from handlekraft_engine.visits.problem import Carer, Need, Problem
from handlekraft_engine.visits.referee import judge_move

OTHER_TIME = 15
"""From how many minutes on a start counts as another time."""


@dataclass(frozen=True)
class Option:
    """The visit with these carers at this start: what that costs more than the plan, and what it breaks.

    ``difference`` and ``broken`` are the referee's for the whole plan; ``broken`` has the rules in the referee's order.
    """

    carers: tuple[str, ...]
    start: int
    difference: Priced
    broken: tuple[Violation, ...]


@dataclass(frozen=True)
class Why:
    """A placed visit and what else could be done with it.

    ``alternatives``: the two cheapest legal ones (other carers, or the same ones at another time).
    ``impossible``: one option per carer who cannot, at the start that breaks least.
    """

    placed: Placed
    alternatives: tuple[Option, ...]
    impossible: tuple[Option, ...]


@dataclass(frozen=True)
class WhyNot:
    """An uncovered visit: the cheapest insertion of every carer, legal ones (the plan can be mended by hand) first."""

    visit: str
    insertions: tuple[Option, ...]


def why(problem: Problem, plan: Plan, visit: str) -> Why:
    """Why the visit is where it is. ``KeyError`` when the plan does not place it.

    At a visit with two carers, one of them is exchanged at a time.
    """
    need, placed = problem.need[visit], plan.by_visit[visit]
    rest = _Rest(problem, plan, need)
    options = [rest.option(carers, rest.best_start(carers)) for carers in _exchanges(problem, placed)]
    elsewhen = [start for start in rest.minutes if abs(start - placed.start) >= OTHER_TIME]
    if elsewhen:
        options.append(rest.option(placed.carers, rest.best_start(placed.carers, elsewhen)))
    legal = sorted((one for one in options if not one.broken), key=_price_first)
    blocked = (one for one in options if one.broken and one.carers != placed.carers)
    return Why(placed, tuple(legal[:2]), tuple(sorted(blocked, key=lambda one: one.carers)))


def why_not(problem: Problem, plan: Plan, visit: str) -> WhyNot:
    """Why the visit is not covered: per carer the cheapest insertion, or the one that breaks least.

    At a visit for two, the carer comes with the partner who fits best.
    """
    need = problem.need[visit]
    rest = _Rest(problem, plan, need)
    tried = []
    for team in permutations([carer.id for carer in problem.carers], len(need.tasks)):
        start = rest.best_start(team)
        tried.append((rest.local(team, start), team, start))
    best = [min((one for one in tried if carer.id in one[1]), default=None) for carer in problem.carers]
    options = [rest.option(team, start) for _, team, start in dict.fromkeys(one for one in best if one)]
    return WhyNot(visit, tuple(sorted(options, key=lambda one: (bool(one.broken), *_price_first(one)))))


def _price_first(option: Option) -> tuple[int, tuple[str, ...], int]:
    return option.difference.total, option.carers, option.start


def _exchanges(problem: Problem, placed: Placed) -> Iterator[tuple[str, ...]]:
    """The placed carers with one of them exchanged for one who is not at the visit."""
    for task in range(len(placed.carers)):
        for carer in problem.carers:
            if carer.id not in placed.carers:
                yield (*placed.carers[:task], carer.id, *placed.carers[task + 1 :])


class _Rest:
    """The plan without the visit, ready to try it anywhere: only the ways of the carers concerned are walked again."""

    def __init__(self, problem: Problem, plan: Plan, need: Need) -> None:
        self.problem, self.plan, self.need = problem, plan, need
        self.placed = {one.visit: one for one in plan.placed if one.visit in problem.need and one.visit != need.id}
        self.links = [link for link in problem.links if need.id in (link.first, link.second)]
        self.apart = [pair for pair in rules.pairs_apart(problem) if need.id in pair]
        self.on_way: dict[tuple[str, int, int], tuple[int, int, int]] = {}
        self.before: dict[tuple[str, int], tuple[list[rules.Item], tuple[int, int, int]]] = {}
        self.idle = self._idle_now() if problem.prices.longest_idle else []
        self.minutes = self._minutes()
        whose = (one for name, one in self.placed.items() if problem.need[name].citizen == need.citizen)
        self.seen = {carer for one in whose for carer in one.carers}
        self.per_minute = dict(problem.prices.travel)
        rest = ((problem.need[name], one.start) for name, one in self.placed.items())
        self.latest = max((rules.off_wish(problem.prices, each, start).late for each, start in rest), default=0)
        self.minutes_by = rules.minutes_with_citizens(problem, self.placed.values())

    def option(self, carers: tuple[str, ...], start: int) -> Option:
        verdict = judge_move(self.problem, self.plan, Move(self.need.id, carers, start))
        return Option(carers, start, verdict.difference, verdict.new)

    def best_start(self, carers: tuple[str, ...], starts: Iterable[int] | None = None) -> int:
        """The start that breaks least, then costs least, then is earliest."""
        return min((self.local(carers, start), start) for start in starts or self.minutes)[1]

    def _minutes(self) -> list[int]:
        """Every minute at which the visit may start; its first one when all of them are over."""
        need, now = self.need, self.problem.now
        minutes = [start for window in need.allowed for start in range(window.earliest, window.latest + 1)]
        return [start for start in minutes if now is None or start >= now] or minutes[:1]

    def local(self, carers: tuple[str, ...], start: int) -> tuple[int, int, int]:
        """How many rules break, by how many minutes, and the points that depend on the visit."""
        need = self.need
        faults = [*rules.carer_faults(self.problem, need, carers), *rules.time_faults(self.problem, need, start)]
        faults += [*rules.lock_faults(need, carers, start), *self._link_faults(carers, start)]
        broken, minutes, points = len(faults), sum(fault.minutes for fault in faults), self._own(carers, start)
        points += self._time_of_day(carers, start)
        points += self._longest_idle(carers, start) * self.problem.prices.longest_idle
        for carer in dict.fromkeys(carers):
            tried = carer, start, carers.index(carer)
            if tried not in self.on_way:
                self.on_way[tried] = self._on_way(self.problem.carer[carer], carers, start)
            more, late, cost = self.on_way[tried]
            broken, minutes, points = broken + more, minutes + late, points + cost + self._face(carer)
        return broken, minutes, points

    def _own(self, carers: tuple[str, ...], start: int) -> int:
        """Points of the visit alone, ways and faces apart."""
        need, prices = self.need, self.problem.prices
        early, late = rules.off_wish(prices, need, start)
        points = early * prices.early + late * prices.late
        points += rules.minutes_moved(need, start) * prices.moved + rules.retold(need, start) * prices.retold
        points += max(late - self.latest, 0) * prices.latest
        points += rules.changed_carers(need, carers) * prices.changed_carer
        points += rules.not_preferred(need, carers) * prices.not_preferred
        for task, carer in enumerate(carers):
            points += self._beyond_share(carer, need.minutes_of(task)) * prices.beyond_share
        return points + rules.unwanted(need, carers) * prices.unwanted

    def _beyond_share(self, carer: str, minutes: int) -> int:
        """Minutes beyond the carer's share that the visit adds."""
        one, before = self.problem.carer[carer], self.minutes_by[carer]
        return rules.beyond_share(one, before + minutes) - rules.beyond_share(one, before)

    def _items(self, carer: Carer, shift: int) -> list[rules.Item]:
        mine = (one for one in self.placed.values() if carer.id in one.carers and carer.shift_at(one.start) == shift)
        return [rules.visit_item(self.problem.need[one.visit], one, carer.id) for one in mine]

    def _time_of_day(self, carers: tuple[str, ...], start: int) -> int:
        """Points of second faces within half a day and of unsteady hours of the whole plan with the visit there."""
        prices, points = self.problem.prices, 0
        if prices.second_face or prices.unsteady:
            all_of_it = [*self.placed.values(), Placed(self.need.id, carers, start)]
            points = rules.second_faces(self.problem, all_of_it) * prices.second_face
            points += rules.unsteady_minutes(self.problem, all_of_it) * prices.unsteady
        return points

    def _idle_now(self) -> list[tuple[int, str, int]]:
        """(idle minutes, carer, shift) without the visit, longest first."""
        shifts = [(carer, shift) for carer in self.problem.carers for shift in range(len(carer.shifts))]
        ways = [(rules.Way(self.problem, c, s, self._items(c, s)).idle, c.id, s) for c, s in shifts]
        return sorted(ways, reverse=True)

    def _longest_idle(self, carers: tuple[str, ...], start: int) -> int:
        """Greatest idle time of all shifts with the visit there, 0 where it has no price."""
        if not self.idle:
            return 0
        touched = {(name, self.problem.carer[name].shift_at(start)) for name in carers}
        longest = max((idle for idle, *shift in self.idle if tuple(shift) not in touched), default=0)
        for name, shift in sorted((name, shift) for name, shift in touched if shift >= 0):
            carer = self.problem.carer[name]
            item = rules.visit_item(self.need, Placed(self.need.id, carers, start), name)
            longest = max(longest, rules.Way(self.problem, carer, shift, [*self._items(carer, shift), item]).idle)
        return longest

    def _walk(self, carer: Carer, shift: int, items: Sequence[rules.Item]) -> tuple[int, int, int]:
        way, prices = rules.Way(self.problem, carer, shift, items), self.problem.prices
        points = way.travel * self.per_minute[carer.mode]
        points += way.waiting * prices.waiting + way.overtime * prices.overtime + sum(way.missed)
        points += way.price_if_used
        return len(way.faults), sum(fault.minutes for fault in way.faults), points

    def _on_way(self, carer: Carer, carers: tuple[str, ...], start: int) -> tuple[int, int, int]:
        """Faults, their minutes and points that the visit adds to the carer's way."""
        shift = carer.shift_at(start)
        if shift < 0:
            return 1, 0, 0
        if (carer.id, shift) not in self.before:
            items = self._items(carer, shift)
            self.before[carer.id, shift] = items, self._walk(carer, shift, items)
        items, before = self.before[carer.id, shift]
        item = rules.visit_item(self.need, Placed(self.need.id, carers, start), carer.id)
        after = self._walk(carer, shift, [*items, item])
        return after[0] - before[0], after[1] - before[1], after[2] - before[2]

    def _face(self, carer: str) -> int:
        """Points of the carer's face at the citizen, 0 when the plan shows it there anyway."""
        prices = self.problem.prices
        new = 0 if carer in self.problem.citizen[self.need.citizen].known else prices.new_face
        return 0 if carer in self.seen else prices.face + new

    def _link_faults(self, carers: tuple[str, ...], start: int) -> list[Violation]:
        here = Placed(self.need.id, carers, start)
        faults = []
        for link in self.links:
            pair = [here if name == self.need.id else self.placed.get(name) for name in (link.first, link.second)]
            faults += rules.halved_fault(self.problem, link, pair[0], pair[1])
            if pair[0] is not None and pair[1] is not None:
                faults += rules.link_faults(self.problem, link, pair[1].start - pair[0].start)
                faults += rules.linked_carers_faults(self.problem, link, (pair[0].carers, pair[1].carers))
        for one, two in self.apart:
            other = self.placed.get(two if one == self.need.id else one)
            faults += rules.overlap_fault(self.problem, here, other) if other else []
        return faults
