"""Small problems with every feature at once, from a seed: what nobody would draw by hand."""

import random
from collections.abc import Iterator
from dataclasses import replace

from handlekraft_engine.visits.problem import (
    Block,
    Break,
    Carer,
    Citizen,
    Link,
    Lock,
    Need,
    Place,
    Prices,
    Problem,
    Published,
    Shift,
    Travel,
    Window,
)

SKILLS = ("nurse", "lift")


def chance_problem(
    seed: int, *, carers: int = 3, visits: int = 6, span: int = 300, days: int = 2, room: int = 100
) -> Problem:
    """Minutes 0 to ``span`` on each day, days 1000 minutes apart; windows of up to ``room`` minutes."""
    dice = random.Random(seed)
    places = tuple(Place(56 + i / 100, 10) for i in range(4))
    team = tuple(_carer(dice, f"k{i}", span, days) for i in range(carers))
    citizens = tuple(
        Citizen(f"c{i}", frozenset(one.id for one in team if dice.random() < 0.5), one_carer=dice.random() < 0.2)
        for i in range(3)
    )
    needs = tuple(_need(dice, f"v{i}", citizens, team, (span, days, room)) for i in range(visits))
    return Problem(
        origin="2026-11-23T00:00:00+00:00",
        places=places,
        travel=tuple(_travel(dice, mode, len(places)) for mode in ("walk", "car")),
        carers=team,
        citizens=citizens,
        visits=needs,
        links=tuple(_links(dice, needs)),
        prices=_prices(dice),
        now=dice.choice((None, None, 40)),
        grid_minutes=dice.choice((1, 1, 5)),
        one_at_a_time=dice.random() < 0.4,
    )


def _prices(dice: random.Random) -> Prices:
    coupling = dice.random() < 0.3
    return Prices(
        travel=(("walk", 10), ("car", 12)),
        retold=dice.choice((0, 70)),
        latest=30 if coupling else 0,
        beyond_share=3 if coupling and dice.random() < 0.5 else 0,
        waiting=dice.choice((0, 2)),
        second_face=dice.choice((0, 0, 30)),
        unsteady=dice.choice((0, 0, 4)),
        longest_idle=dice.choice((0, 0, 9)),
    )


def _travel(dice: random.Random, mode: str, places: int) -> Travel:
    rows = [[0 if a == b else dice.randrange(1, 25) for b in range(places)] for a in range(places)]
    return Travel(mode, tuple(map(tuple, rows)))


def _carer(dice: random.Random, name: str, span: int, days: int) -> Carer:
    shifts = []
    blocks = []
    for day in range(days):
        if dice.random() < 0.15:
            continue
        edge = span // 5
        low, high = day * 1000 + dice.randrange(edge), day * 1000 + span - dice.randrange(edge)
        middle = (low + high) // 2 if dice.random() < 0.3 else high
        for starts, ends in ((low, middle), (middle, high)) if middle < high else ((low, high),):
            shifts.append(_shift(dice, starts, ends))
        for _ in range(dice.randrange(0, 2)):
            begin = dice.randrange(low - 20, high)
            blocks.append(Block(begin, begin + dice.randrange(5, 50), dice.choice((None, 0, 1))))
    return Carer(
        name,
        dice.choice(("walk", "car")),
        frozenset(s for s in SKILLS if dice.random() < 0.7),
        tuple(shifts),
        tuple(blocks),
        share=dice.choice((None, 20, 50)),
    )


def _shift(dice: random.Random, starts: int, ends: int) -> Shift:
    pauses = []
    low = starts
    for _ in range(dice.randrange(0, 3)):
        length = dice.randrange(5, 30)
        low = low + dice.randrange(0, 40)
        high = low + dice.randrange(0, 60)
        if high + length <= ends and (not pauses or high >= pauses[-1].latest):
            pauses.append(Break(low, high, length, dice.choice((None, None, 40, 4000))))
    home, goal = dice.choice((None, 0)), dice.choice((None, 0))
    overtime, capacity = dice.choice((0, 0, 20)), dice.choice((None, None, 2, 4))
    longest, used = dice.choice((None, None, None, 60, 120, 200)), dice.choice((0, 0, 70))
    if longest and dice.random() < 0.5:
        pauses = []
    return Shift(starts, ends, tuple(pauses), home, goal, overtime, capacity, longest, used)


def _need(
    dice: random.Random, name: str, citizens: tuple[Citizen, ...], team: tuple[Carer, ...], size: tuple[int, int, int]
) -> Need:
    span, days, room = size
    ids = [one.id for one in team]
    day = dice.randrange(days) * 1000
    low = day + dice.randrange(0, span - 60)
    windows = [Window(low, low + dice.randrange(room))]
    if dice.random() < 0.3:
        again = windows[0].latest + dice.randrange(5, 40)
        windows.append(Window(again, again + dice.randrange(room // 2)))
    tasks = 2 if dice.random() < 0.25 and len(ids) > 1 else 1
    minutes = dice.randrange(5, 40)
    fixed = dice.random()
    start = dice.randrange(windows[0].earliest, windows[-1].latest + 1)
    both = tuple(dice.sample(ids, tasks))
    lock = None
    if fixed < 0.08:
        lock = Lock(both, start)
    elif fixed < 0.16:
        lock = Lock(start=start)
    elif fixed < 0.24:
        lock = Lock((both[0], None)[:tasks])
    wish = dice.randrange(windows[0].earliest - 10, windows[-1].latest + 10)
    wished = Window(wish, wish + dice.randrange(0, 20)) if dice.random() < 0.6 else None
    again = wished.latest + dice.randrange(5, 30) if wished and dice.random() < 0.3 else None
    need = Need(
        id=name,
        citizen=dice.choice(citizens).id,
        place=dice.randrange(4),
        minutes=minutes,
        windows=tuple(windows),
        wished=wished,
        also_wished=(Window(again, again + dice.randrange(0, 10)),) if again is not None else (),
        tasks=tuple(frozenset(s for s in SKILLS if dice.random() < 0.2) for _ in range(tasks)),
        preferred=frozenset(dice.sample(ids, 1)) if dice.random() < 0.4 else frozenset(),
        unwanted=frozenset(dice.sample(ids, 1)) if dice.random() < 0.2 else frozenset(),
        forbidden=frozenset(dice.sample(ids, 1)) if dice.random() < 0.2 else frozenset(),
        priority=dice.randrange(3),
        lock=lock,
        frozen=fixed < 0.08 and dice.random() < 0.7,
        published=Published(both, start) if dice.random() < 0.4 else None,
        task_minutes=tuple(dice.randrange(5, 40) for _ in range(tasks)) if dice.random() < 0.3 else (),
        load=dice.choice((0, 1, 2)),
        midnight=day if dice.random() < 0.7 else None,
    )
    return replace(need, rhythm=dice.choice(("", "bath", "walk"))) if need.midnight is not None else need


def _links(dice: random.Random, needs: tuple[Need, ...]) -> Iterator[Link]:
    for _ in range(dice.randrange(0, 3)):
        one, two = dice.sample([need.id for need in needs], 2)
        least = dice.choice((0, 0, 10, 30))
        carers = dice.choice((None, None, "same", "different"))
        timeless = carers is not None and dice.random() < 0.5
        gap = (None, None) if timeless else (least, dice.choice((None, least, least + 20)))
        yield Link(one, two, *gap, carers, together=dice.random() < 0.4)
