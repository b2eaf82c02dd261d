"""Judges and prices any plan, computed or made by hand. Shares nothing with the solver but problem and plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from handlekraft_engine.visits import rules
from handlekraft_engine.visits.plan import Charge, Hard, Move, Placed, Plan, Priced, Soft, Verdict, Violation
from handlekraft_engine.visits.problem import Carer, Problem


def judge(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """Every broken hard rule, in the order of the rules' enum, then visit and carer; empty = the plan is legal.

    An uncovered visit is no violation, it has a price. Entries that name unknown ids, the wrong number of carers or a
    visit a second time are STRUCTURE violations and are left out of the other rules.
    """
    sound = _sound(problem, plan)
    found = [
        *_structure(problem, plan, sound),
        *_visits(problem, sound),
        *_ways(problem, sound),
        *_links(problem, sound),
    ]
    order = {rule: place for place, rule in enumerate(Hard)}
    return tuple(sorted(found, key=lambda one: (order[one.rule], one.visit, one.carer, one.minutes, one.other)))


def price(problem: Problem, plan: Plan) -> Priced:
    """What the plan costs by soft rule, legal or not. A visit is uncovered unless it is properly placed."""
    sound = _sound(problem, plan)
    amounts = Counter[Soft]()
    points = Counter[Soft]()
    _price_visits(problem, sound, amounts)
    _price_ways(problem, sound, amounts, points)
    _price_faces(problem, sound, amounts)
    for need in problem.visits:
        if need.id not in sound:
            amounts[Soft.UNCOVERED] += 1
            points[Soft.UNCOVERED] += problem.prices.uncovered[need.priority]
    for rule, each in _unit_prices(problem):
        points[rule] = amounts[rule] * each
    return Priced(tuple(Charge(rule, amounts[rule], points[rule]) for rule in Soft))


def judge_move(problem: Problem, plan: Plan, move: Move) -> Verdict:
    """The plan after one move by hand, what that costs or saves by rule, and which violations it adds or mends."""
    after = plan.moved(move)
    before_faults, after_faults = judge(problem, plan), judge(problem, after)
    new = tuple(one for one in after_faults if one not in before_faults)
    mended = tuple(one for one in before_faults if one not in after_faults)
    return Verdict(after, price(problem, after).minus(price(problem, plan)), new, mended)


def _unit_prices(problem: Problem) -> tuple[tuple[Soft, int], ...]:
    prices = problem.prices
    return (
        (Soft.WAITING, prices.waiting),
        (Soft.EARLY, prices.early),
        (Soft.LATE, prices.late),
        (Soft.OVERTIME, prices.overtime),
        (Soft.FACE, prices.face),
        (Soft.NEW_FACE, prices.new_face),
        (Soft.NOT_PREFERRED, prices.not_preferred),
        (Soft.UNWANTED, prices.unwanted),
        (Soft.CHANGED_CARER, prices.changed_carer),
        (Soft.MOVED, prices.moved),
        (Soft.RETOLD, prices.retold),
        (Soft.LATEST, prices.latest),
        (Soft.BEYOND_SHARE, prices.beyond_share),
        (Soft.LONGEST_IDLE, prices.longest_idle),
        (Soft.SECOND_FACE, prices.second_face),
        (Soft.UNSTEADY, prices.unsteady),
    )


def _sound(problem: Problem, plan: Plan) -> dict[str, Placed]:
    """The properly placed visits by id: known visit and carers, one carer per task, first mention."""
    sound: dict[str, Placed] = {}
    for one in plan.placed:
        need = problem.need.get(one.visit)
        fits = need is not None and len(one.carers) == len(need.tasks) and set(one.carers) <= problem.carer.keys()
        if fits and one.visit not in sound:
            sound[one.visit] = one
    return sound


def _structure(problem: Problem, plan: Plan, sound: dict[str, Placed]) -> Iterator[Violation]:
    mentions = Counter([one.visit for one in plan.placed] + list(plan.uncovered))
    bad = [one for one in plan.placed if sound.get(one.visit) is not one]
    names = {one.visit for one in bad} | {name for name, count in mentions.items() if count > 1}
    names |= problem.need.keys() ^ mentions.keys()
    return (Violation(Hard.STRUCTURE, name) for name in names)


def _visits(problem: Problem, sound: dict[str, Placed]) -> Iterator[Violation]:
    for need in problem.visits:
        one = sound.get(need.id)
        if one is not None:
            yield from rules.lock_faults(need, one.carers, one.start)
        elif need.frozen:
            yield Violation(Hard.FROZEN, need.id)
        if one is not None and not need.frozen:
            yield from rules.carer_faults(problem, need, one.carers)
            yield from rules.time_faults(problem, need, one.start)


def _items(problem: Problem, sound: dict[str, Placed]) -> dict[tuple[str, int], list[rules.Item]]:
    """Visits by carer and shift."""
    items: dict[tuple[str, int], list[rules.Item]] = {}
    for one in sound.values():
        for carer in dict.fromkeys(one.carers):
            shift = problem.carer[carer].shift_at(one.start)
            items.setdefault((carer, shift), []).append(rules.visit_item(problem.need[one.visit], one, carer))
    return items


def _all_ways(problem: Problem, sound: dict[str, Placed]) -> Iterator[tuple[Carer, rules.Way]]:
    items = _items(problem, sound)
    for carer in problem.carers:
        for shift in range(len(carer.shifts)):
            yield carer, rules.Way(problem, carer, shift, items.get((carer.id, shift), ()))


def _ways(problem: Problem, sound: dict[str, Placed]) -> Iterator[Violation]:
    for (carer, shift), items in _items(problem, sound).items():
        if shift < 0:
            yield from (Violation(Hard.SHIFT, item.visit, carer) for item in items if item.judged)
    for _, way in _all_ways(problem, sound):
        yield from way.faults


def _links(problem: Problem, sound: dict[str, Placed]) -> Iterator[Violation]:
    yield from rules.one_carer_faults(problem, sound.values())
    for link in problem.links:
        first, second = sound.get(link.first), sound.get(link.second)
        yield from rules.halved_fault(problem, link, first, second)
        if first is not None and second is not None:
            yield from rules.link_faults(problem, link, second.start - first.start)
            yield from rules.linked_carers_faults(problem, link, (first.carers, second.carers))
    for pair in rules.pairs_apart(problem):
        one, two = (sound.get(name) for name in pair)
        if one is not None and two is not None:
            yield from rules.overlap_fault(problem, one, two)


def _price_visits(problem: Problem, sound: dict[str, Placed], amounts: Counter[Soft]) -> None:
    for name, one in sound.items():
        need = problem.need[name]
        early, late = rules.off_wish(problem.prices, need, one.start)
        amounts[Soft.EARLY] += early
        amounts[Soft.LATE] += late
        amounts[Soft.LATEST] = max(amounts[Soft.LATEST], late)
        amounts[Soft.MOVED] += rules.minutes_moved(need, one.start)
        amounts[Soft.RETOLD] += rules.retold(need, one.start)
        amounts[Soft.CHANGED_CARER] += rules.changed_carers(need, one.carers)
        amounts[Soft.NOT_PREFERRED] += rules.not_preferred(need, one.carers)
        amounts[Soft.UNWANTED] += rules.unwanted(need, one.carers)
    for carer, minutes in rules.minutes_with_citizens(problem, sound.values()).items():
        amounts[Soft.BEYOND_SHARE] += rules.beyond_share(problem.carer[carer], minutes)


def _price_ways(problem: Problem, sound: dict[str, Placed], amounts: Counter[Soft], points: Counter[Soft]) -> None:
    per_minute = dict(problem.prices.travel)
    for carer, way in _all_ways(problem, sound):
        amounts[Soft.TRAVEL] += way.travel
        points[Soft.TRAVEL] += way.travel * per_minute[carer.mode]
        amounts[Soft.WAITING] += way.waiting
        amounts[Soft.OVERTIME] += way.overtime
        if problem.prices.longest_idle:
            amounts[Soft.LONGEST_IDLE] = max(amounts[Soft.LONGEST_IDLE], way.idle)
        amounts[Soft.USED_SHIFT] += way.price_if_used > 0
        points[Soft.USED_SHIFT] += way.price_if_used
        amounts[Soft.MISSED_BREAK] += len(way.missed)
        points[Soft.MISSED_BREAK] += sum(way.missed)


def _price_faces(problem: Problem, sound: dict[str, Placed], amounts: Counter[Soft]) -> None:
    faces = {(problem.need[name].citizen, carer) for name, one in sound.items() for carer in one.carers}
    if problem.prices.second_face:
        amounts[Soft.SECOND_FACE] = rules.second_faces(problem, sound.values())
    if problem.prices.unsteady:
        amounts[Soft.UNSTEADY] = rules.unsteady_minutes(problem, sound.values())
    amounts[Soft.FACE] = len(faces)
    amounts[Soft.NEW_FACE] = sum(carer not in problem.citizen[citizen].known for citizen, carer in faces)
