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
    tries = rest.starts(placed.carers, (placed.start - OTHER_TIME, placed.start + OTHER_TIME))
    elsewhen = [start for start in tries if abs(start - placed.start) >= OTHER_TIME]
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
        self.on_way: dict[tuple[str, int], tuple[int, int, int]] = {}
        self.starts_of: dict[str, tuple[int, ...]] = {}

    def option(self, carers: tuple[str, ...], start: int) -> Option:
        verdict = judge_move(self.problem, self.plan, Move(self.need.id, carers, start))
        return Option(carers, start, verdict.difference, verdict.new)

    def best_start(self, carers: tuple[str, ...], starts: Iterable[int] | None = None) -> int:
        """The start that breaks least, then costs least, then is earliest."""
        return min((self.local(carers, start), start) for start in starts or self.starts(carers))[1]

    def starts(self, carers: tuple[str, ...], others: Iterable[int] = ()) -> list[int]:
        """Starts worth a try: the price is made of straight lines, so the best start lies where two of them meet."""
        need, now = self.need, self.problem.now
        tries = {edge for window in need.allowed for edge in (window.earliest, window.latest)} | {*others}
        tries |= {need.wished.earliest, need.wished.latest} if need.wished else set()
        tries |= {need.published.start} if need.published else set()
        tries |= {now} if now is not None else set()
        for carer in carers:
            if carer not in self.starts_of:
                self.starts_of[carer] = tuple(self._starts_between(self.problem.carer[carer]))
            tries.update(self.starts_of[carer])
        for link in self.links:
            tries.update(self._starts_by_link(link.first, link.second, link.min_gap, link.max_gap))
        inside = {start for start in tries if not rules.outside(need.allowed, start) and start >= (now or start)}
        return sorted(inside or tries)

    def local(self, carers: tuple[str, ...], start: int) -> tuple[int, int, int]:
        """How many rules break, by how many minutes, and the points that depend on the visit."""
        need, prices = self.need, self.problem.prices
        faults = [*rules.carer_faults(self.problem, need, carers), *rules.time_faults(self.problem, need, start)]
        faults += rules.lock_faults(need, carers, start)
        faults += self._link_faults(start)
        points = rules.minutes_early(need, start) * prices.early + rules.minutes_late(need, start) * prices.late
        points += rules.minutes_moved(need, start) * prices.moved
        points += rules.changed_carers(need, carers) * prices.changed_carer
        points += (
            rules.not_preferred(need, carers) * prices.not_preferred + rules.unwanted(need, carers) * prices.unwanted
        )
        minutes = sum(fault.minutes for fault in faults)
        broken = len(faults)
        for carer in dict.fromkeys(carers):
            if (carer, start) not in self.on_way:
                self.on_way[carer, start] = self._on_way(self.problem.carer[carer], start)
            more, late, cost = self.on_way[carer, start]
            broken, minutes, points = broken + more, minutes + late, points + cost + self._face(carer)
        return broken, minutes, points

    def _items(self, carer: Carer, shift: int) -> list[rules.Item]:
        mine = (one for one in self.placed.values() if carer.id in one.carers and carer.shift_at(one.start) == shift)
        return [rules.visit_item(self.problem.need[one.visit], one) for one in mine]

    def _walk(self, carer: Carer, shift: int, items: Sequence[rules.Item]) -> tuple[int, int, int]:
        way, prices = rules.Way(self.problem, carer, shift, items), self.problem.prices
        points = (
            way.travel * dict(prices.travel)[carer.mode] + way.waiting * prices.waiting + way.overtime * prices.overtime
        )
        return len(way.faults), sum(fault.minutes for fault in way.faults), points

    def _on_way(self, carer: Carer, start: int) -> tuple[int, int, int]:
        """Faults, their minutes and points that the visit adds to the carer's way."""
        shift = carer.shift_at(start)
        if shift < 0:
            return 1, 0, 0
        items = self._items(carer, shift)
        before = self._walk(carer, shift, items)
        item = rules.visit_item(self.need, Placed(self.need.id, (carer.id,), start))
        after = self._walk(carer, shift, [*items, item])
        return after[0] - before[0], after[1] - before[1], after[2] - before[2]

    def _face(self, carer: str) -> int:
        """Points of the carer's face at the citizen, 0 when the plan shows it there anyway."""
        whose, prices = self.need.citizen, self.problem.prices
        if any(carer in one.carers and self.problem.need[one.visit].citizen == whose for one in self.placed.values()):
            return 0
        return prices.face + (0 if carer in self.problem.citizen[whose].known else prices.new_face)

    def _link_faults(self, start: int) -> list[Violation]:
        here = Placed(self.need.id, (), start)
        faults = []
        for link in self.links:
            pair = [here if name == self.need.id else self.placed.get(name) for name in (link.first, link.second)]
            if pair[0] is not None and pair[1] is not None:
                faults += rules.link_faults(self.problem, link, pair[1].start - pair[0].start)
        return faults

    def _starts_between(self, carer: Carer) -> Iterator[int]:
        """Right after and right before everything on the carer's ways, with and without a pause in between."""
        table, here, minutes = self.problem.minutes_by[carer.mode], self.need.place, self.need.minutes
        for index, shift in enumerate(carer.shifts):
            if not self._touches(carer, index):
                continue
            pauses = carer.pauses(index)
            items = [(one.starts, one.ends, one.place) for one in self._items(carer, index)]
            items += [
                (block.starts, block.ends, block.place) for block in carer.blocks_in(index) if block.place is not None
            ]
            after = [shift.starts + (0 if shift.start_place is None else table[shift.start_place][here])]
            home = 0 if shift.end_place is None else table[here][shift.end_place]
            before = [shift.ends - home, carer.limits[index] - home]
            after += [ends + table[place][here] for _, ends, place in items]
            before += [starts - table[here][place] for starts, _, place in items]
            rests = {0, *(pause.minutes for pause in pauses), sum(pause.minutes for pause in pauses)}
            yield from (edge + rest for edge in after for rest in rests)
            yield from (edge - minutes - rest for edge in before for rest in rests)
            yield from (edge for pause in pauses for edge in (pause.earliest + pause.minutes, pause.latest - minutes))

    def _touches(self, carer: Carer, shift: int) -> bool:
        low, high = self.need.allowed[0].earliest, self.need.allowed[-1].latest
        return carer.shifts[shift].starts <= high and carer.limits[shift] >= low

    def _starts_by_link(self, first: str, second: str, least: int, most: int | None) -> Iterator[int]:
        other = self.placed.get(second if first == self.need.id else first)
        if other is not None:
            sign = -1 if first == self.need.id else 1
            yield from (other.start + sign * gap for gap in (least, most) if gap is not None)
