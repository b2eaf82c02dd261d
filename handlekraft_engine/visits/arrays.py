"""The problem as arrays of whole numbers for the kernels: visits, tasks, routes (one per shift of a carer), prices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from handlekraft_engine.visits import rules
from handlekraft_engine.visits.frozen import (
    frozen_faces,
    frozen_halves,
    frozen_minutes,
    frozen_on,
    frozen_starts,
    halves,
)
from handlekraft_engine.visits.near import nearest
from handlekraft_engine.visits.problem import Carer, Need, Problem, Window
from handlekraft_engine.visits.shifts import Pause
from handlekraft_engine.visits.tables import Tables
from handlekraft_engine.visits.who import own_prices

type Ints = npt.NDArray[np.int64]

NEVER = 1 << 40
"""A minute beyond every shift, a price beyond every plan."""

VISIT, BLOCK = 1, 2
"""Kinds of fixed items on a route: a frozen visit, and protected time at a place."""

V_PLACE, V_MINUTES, V_SECOND, V_TASKS, V_CITIZEN, V_WISH_LO, V_WISH_HI, V_PUBLISHED, V_LEFT_OUT, V_USUAL = range(10)
"""Columns of ``visit``: place; minutes of the first and of the second task; 1 or 2 tasks; citizen; wished window
(-NEVER, NEVER without); published start (-NEVER without); price of leaving it out; start aimed at when nothing else is
tried."""

V_LOAD, V_HALF, V_RHYTHM, V_MIDNIGHT, V_WINDOWS, V_LINKS, V_NEAR, V_WISHES = range(10, 18)
"""More columns of ``visit``: load; half day of a citizen and rhythm (-1 without), midnight of the day; first row in
window, link, near, wish."""

R_CARER, R_MODE, R_STARTS, R_ENDS, R_LIMIT, R_HOME, R_GOAL, R_CAPACITY, R_EMPTY = range(9)
"""Columns of ``route``: whose shift; mode; begin; end; end with overtime; start and end place; capacity; minutes idle
when nothing lies on it."""

R_LONGEST, R_LAST_HOME, R_USED, R_FIXED, R_PAUSES = range(9, 14)
"""More columns of ``route``: longest tour; when at the latest one is home after the last fixed item; points when it is
used; first row in fixed, pause."""

LO, HI = range(2)
"""Columns of ``window`` and ``wish``."""

L_TO, L_LO, L_HI, L_CARERS, L_TOGETHER = range(5)
"""Columns of ``link``: start[L_TO] + L_LO <= start <= start[L_TO] + L_HI; carers ANY, SAME or DIFFERENT, or APART;
1 = both visits or neither."""

ANY, SAME, DIFFERENT, APART = range(4)
"""What a link says about the carers of its two visits; ``APART``: the two visits may not overlap."""

F_STARTS, F_ENDS, F_PLACE, F_KIND = range(4)
"""Columns of ``fixed``."""

P_LO, P_HI, P_MINUTES, P_PRICE = range(4)
"""Columns of ``pause``: starts from LO to HI; price of missing it, -1 = must not be missed."""

WAITING, EARLY, LATE, OVERTIME, MOVED, LATEST, BEYOND_SHARE, RETOLD, GRID, LONGEST_IDLE = range(10)
"""Entries of ``price``."""

TRACED, TOGETHER, MISSABLE, SEVERAL_WISHES, SAME_CARERS, SECOND_FACE, UNSTEADY = range(10, 17)
"""More entries of ``price``, 0 or 1: what hardly any problem asks for. Routes remember more than where they end; visits
are covered together; breaks have a price; wishes have several windows; visits have the same carers; two prices more."""


@dataclass(frozen=True, eq=False)
class Arrays(Tables):
    """Minutes since the origin, points, and indexes; n visits, R routes, K carers, C citizens, P places, M modes.

    What is read together lies together. A column "first row in x" has one more row at its end. Task = 2 * visit (+ 1).
    """

    travel: Ints  # (M, P + 1, P + 1) minutes; place P = nowhere, 0 minutes from everything
    travel_price: Ints  # (M,) points per minute
    price: Ints  # (17,) points; minutes of the grid; what the problem asks for
    visit: Ints  # (n + 1, 18)
    window: Ints  # (windows, 2)
    wish: Ints  # (wished windows, 2)
    link: Ints  # (links twice, 5)
    near: Ints  # visits near each visit
    option_at: Ints  # (2n + 1,) first row in option of each task
    option: Ints  # routes that the task could lie on
    may: npt.NDArray[np.bool_]  # (2n, R) the same as a table
    own: Ints  # (2n, K) points of this carer at this task, -1 = may not
    route: Ints  # (R + 1, 14)
    fixed: Ints  # (fixed items, 4)
    pause: Ints  # (pauses, 4)
    face: Ints  # (C, K) points of this carer's face at this citizen
    share: Ints  # (K,) minutes with citizens that are the carer's share, NEVER without


class Layout(NamedTuple):
    """Arrays plus what only Python needs: (carer, shift) of the routes, what is frozen, the parts that never touch."""

    arrays: Arrays
    routes: tuple[tuple[int, int], ...]
    frozen_start: Ints  # (n,) start of frozen visits, -NEVER for the others
    frozen_faces: Ints  # (C, K) visits by frozen visits
    frozen_minutes: Ints  # (K,) minutes with citizens in frozen visits
    frozen_halves: Ints  # (H, K) frozen visits of the carer in the half day of a citizen
    leg: float  # points of an ordinary way between two near visits, the measure of temperatures
    parts: tuple[tuple[Ints, Ints], ...]  # (visits, routes) of each part: no visit of one can lie on a route of another


def lay_out(problem: Problem) -> Layout:
    """Arrays of the whole problem."""
    routes = tuple((k, s) for k, carer in enumerate(problem.carers) for s in range(len(carer.shifts)))
    own = own_prices(problem)
    options = [_options(problem, routes, problem.visits[task // 2], points) for task, points in enumerate(own)]
    parts = _parts(problem, options)
    windows_at, window = _rows([windows(problem, need) for need in problem.visits], 2)
    wishes_at, wish = _rows([[(each.earliest, each.latest) for each in need.wishes] for need in problem.visits], 2)
    links_at, link = _rows(_links(problem), 5)
    near_at, near = _rows(nearest(problem, parts), 1)
    option_at, option = _rows([[(route,) for route in each] for each in options], 1)
    fixed_at, fixed = _rows([_fixed(problem, problem.carers[k], s) for k, s in routes], 4)
    pauses_at, pause = _rows([[_pause_row(pause) for pause in problem.carers[k].pauses(s)] for k, s in routes], 4)
    per_mode = dict(problem.prices.travel)
    arrays = Arrays(
        travel=_travel(problem),
        travel_price=ints(per_mode[table.mode] for table in problem.travel),
        price=_prices(problem),
        visit=_columns([*_visit_columns(problem), windows_at, links_at, near_at, wishes_at]),
        window=window,
        wish=wish,
        link=link,
        near=near[:, 0].copy(),
        option_at=option_at,
        option=option[:, 0].copy(),
        may=_may(options, len(routes)),
        own=own,
        route=_columns([*_route_columns(problem, routes), fixed_at, pauses_at]),
        fixed=fixed,
        pause=pause,
        face=_faces(problem),
        share=ints(NEVER if carer.share is None else carer.share for carer in problem.carers),
    )
    return Layout(
        arrays,
        routes,
        frozen_starts(problem, -NEVER),
        frozen_faces(problem),
        frozen_minutes(problem),
        frozen_halves(problem),
        _leg(arrays),
        parts,
    )


def _prices(problem: Problem) -> Ints:
    prices = problem.prices
    own = (prices.waiting, prices.early, prices.late, prices.overtime, prices.moved, prices.latest, prices.beyond_share)
    breaks = [each for carer in problem.carers for shift in carer.shifts for each in shift.breaks]
    asks = (
        prices.longest_idle > 0 or any(s.max_minutes is not None for carer in problem.carers for s in carer.shifts),
        any(link.together for link in problem.links),
        any(each.price is not None for each in breaks),
        any(need.also_wished for need in problem.visits),
        any(link.carers == "same" for link in problem.links) or bool(rules.pairs_alike(problem)),
    )
    last = (prices.second_face, prices.unsteady)
    return ints([*own, prices.retold, problem.grid_minutes, prices.longest_idle, *asks, *last])


def _pause_row(pause: Pause) -> tuple[int, int, int, int]:
    return pause.earliest, pause.latest, pause.minutes, pause.price


def ints(values: Iterable[int]) -> Ints:
    """A row of whole numbers."""
    return np.array(list(values), dtype=np.int64)


def _rows(things: Sequence[Sequence[tuple[int, ...]]], width: int) -> tuple[Ints, Ints]:
    """Where each thing's rows begin (and at the end, how many there are), and all rows below each other."""
    flat = np.array([row for rows in things for row in rows], dtype=np.int64).reshape(-1, width)
    return ints(np.cumsum([0, *map(len, things)])), flat


def _columns(columns: Sequence[Ints]) -> Ints:
    """One table from columns; those that lack the last row get a 0 there."""
    table = np.zeros((len(columns[-1]), len(columns)), dtype=np.int64)
    for i, column in enumerate(columns):
        table[: len(column), i] = column
    return table


def _travel(problem: Problem) -> Ints:
    places = len(problem.places)
    tables = np.zeros((len(problem.travel), places + 1, places + 1), dtype=np.int64)
    for table, rows in zip(tables, problem.travel, strict=True):
        table[:-1, :-1] = np.array(rows.minutes, dtype=np.int64).reshape(places, places)
    return tables


def windows(problem: Problem, need: Need) -> list[tuple[int, int]]:
    """The windows in which the visit may still start: cut at ``now``."""
    now = need.allowed[0].earliest if problem.now is None else problem.now
    return [(max(each.earliest, now), each.latest) for each in need.allowed if each.latest >= now]


def _usual(problem: Problem, need: Need) -> int:
    """The start to aim at: the wish where the windows allow it, else as early as may be."""
    low = min((low for low, _ in windows(problem, need)), default=0)
    return max(low, need.wished.earliest) if need.wished else low


def _visit_columns(problem: Problem) -> list[Ints]:
    visits = problem.visits
    citizens = {citizen.id: i for i, citizen in enumerate(problem.citizens)}
    wishes = [need.wished or Window(-NEVER, NEVER) for need in visits]
    rhythms = {name: i for i, name in enumerate(dict.fromkeys(need.rhythm for need in visits if need.rhythm))}
    return [
        ints(need.place for need in visits),
        ints(need.minutes_of(0) for need in visits),
        ints(need.minutes_of(len(need.tasks) - 1) for need in visits),
        ints(len(need.tasks) for need in visits),
        ints(citizens[need.citizen] for need in visits),
        ints(wish.earliest for wish in wishes),
        ints(wish.latest for wish in wishes),
        ints(need.published.start if need.published else -NEVER for need in visits),
        ints(problem.prices.uncovered[need.priority] for need in visits),
        ints(_usual(problem, need) for need in visits),
        ints(need.load for need in visits),
        ints(halves(problem)),
        ints(-1 if need.midnight is None else rhythms.get(need.rhythm, -1) for need in visits),
        ints(need.midnight or 0 for need in visits),
    ]


def _options(problem: Problem, routes: Sequence[tuple[int, int]], need: Need, own: Ints) -> list[int]:
    """Routes on whose shift the task could begin and end."""
    minutes = min(need.minutes_of(task) for task in range(len(need.tasks)))
    fitting = []
    for route, (k, s) in enumerate(routes):
        starts, limit = problem.carers[k].shifts[s].starts, problem.carers[k].limits[s]
        fits = any(low + minutes <= limit and high >= starts for low, high in windows(problem, need))
        if own[k] >= 0 and fits:
            fitting.append(route)
    return fitting


def _may(options: Sequence[Sequence[int]], routes: int) -> npt.NDArray[np.bool_]:
    may = np.zeros((len(options), routes), dtype=np.bool_)
    for row, fitting in zip(may, options, strict=True):
        row[list(fitting)] = True
    return may


def _links(problem: Problem) -> list[list[tuple[int, int, int, int, int]]]:
    index = {need.id: i for i, need in enumerate(problem.visits)}
    rows: list[list[tuple[int, int, int, int, int]]] = [[] for _ in problem.visits]
    for link in problem.links:
        first, second = index[link.first], index[link.second]
        least = -NEVER if link.min_gap is None else link.min_gap
        most = NEVER if link.max_gap is None else link.max_gap
        carers = {None: ANY, "same": SAME, "different": DIFFERENT}[link.carers]
        whole = link.together and not (problem.visits[first].frozen or problem.visits[second].frozen)
        rows[second].append((first, least, most, carers, int(whole)))
        rows[first].append((second, -most, -least, carers, int(whole)))
    for one, two in rules.pairs_alike(problem):
        rows[index[one]].append((index[two], -NEVER, NEVER, SAME, 0))
        rows[index[two]].append((index[one], -NEVER, NEVER, SAME, 0))
    for one, two in rules.pairs_apart(problem):
        rows[index[one]].append((index[two], -NEVER, NEVER, APART, 0))
        rows[index[two]].append((index[one], -NEVER, NEVER, APART, 0))
    return rows


def _route_columns(problem: Problem, routes: Sequence[tuple[int, int]]) -> list[Ints]:
    nowhere = len(problem.places)
    modes = {table.mode: i for i, table in enumerate(problem.travel)}
    shifts = [problem.carers[k].shifts[s] for k, s in routes]
    ways = [(shift.start_place, shift.end_place) for shift in shifts]
    return [
        ints(k for k, _ in routes),
        ints(modes[problem.carers[k].mode] for k, _ in routes),
        ints(shift.starts for shift in shifts),
        ints(shift.ends for shift in shifts),
        ints(problem.carers[k].limits[s] for k, s in routes),
        ints(nowhere if home is None else home for home, _ in ways),
        ints(nowhere if goal is None else goal for _, goal in ways),
        ints(_capacity(problem, k, s) for k, s in routes),
        ints(_idle_when_empty(problem.carers[k], s) for k, s in routes),
        ints(NEVER if shift.max_minutes is None else shift.max_minutes for shift in shifts),
        ints(_latest_home(problem, k, s) for k, s in routes),
        ints(
            0 if frozen_on(problem, k, s) else shift.price_if_used for (k, s), shift in zip(routes, shifts, strict=True)
        ),
    ]


def _latest_home(problem: Problem, k: int, s: int) -> int:
    """When the carer is home after the last fixed item of the shift at the latest, whatever pauses are left by then."""
    carer, fixed = problem.carers[k], _fixed(problem, problem.carers[k], s)
    if not fixed:
        return 0
    _, ends, place, _ = fixed[-1]
    goal = carer.shifts[s].end_place
    pauses = carer.pauses(s)
    free = max([ends, *(pause.latest for pause in pauses)]) + sum(pause.minutes for pause in pauses)
    return free + (0 if goal is None else problem.minutes_by[carer.mode][place][goal])


def _idle_when_empty(carer: Carer, s: int) -> int:
    protected = sum(pause.minutes for pause in carer.pauses(s) if pause.protected)
    return max(carer.shifts[s].ends - carer.shifts[s].starts - protected, 0)


def _capacity(problem: Problem, k: int, s: int) -> int:
    """What the visits still to come may weigh: the frozen ones weigh already."""
    capacity = problem.carers[k].shifts[s].capacity
    load = sum(need.load for need in frozen_on(problem, k, s))
    return NEVER if capacity is None else capacity - load


def _fixed(problem: Problem, carer: Carer, shift: int) -> list[tuple[int, int, int, int]]:
    """Protected time at a place and frozen visits of one shift, in order of their starts."""
    blocks = [(b.starts, b.ends, b.place, BLOCK) for b in carer.blocks_in(shift) if b.place is not None]
    done = [
        (start := need.allowed[0].earliest, start + need.minutes_of(task), need.place, VISIT)
        for need in problem.visits
        for task, who in enumerate(need.lock.carers if need.frozen and need.lock else ())
        if who == carer.id
    ]
    return sorted([*blocks, *(item for item in done if carer.shift_at(item[0]) == shift)])


def _faces(problem: Problem) -> Ints:
    prices = problem.prices
    return np.array(
        [
            [prices.face + (prices.new_face if k.id not in c.known else 0) for k in problem.carers]
            for c in problem.citizens
        ],
        dtype=np.int64,
    ).reshape(len(problem.citizens), len(problem.carers))


def _leg(arrays: Arrays) -> float:
    """Mean points of travel from a visit to its ten nearest, by the mean of the modes; at least 1."""
    legs = []
    for v, place in enumerate(arrays.visit[:-1, V_PLACE]):
        near = arrays.near[arrays.visit[v, V_NEAR] : arrays.visit[v + 1, V_NEAR]]
        ways = arrays.travel[:, place, arrays.visit[near, V_PLACE]] * arrays.travel_price[:, None]
        legs.extend(np.sort(ways.mean(axis=0))[:10].tolist())
    return max(sum(legs) / max(len(legs), 1), 1.0)


def _parts(problem: Problem, options: Sequence[Sequence[int]]) -> tuple[tuple[Ints, Ints], ...]:
    """Visits that share a possible route or a link are one part. Left out: the frozen and those without a route."""
    index = {need.id: i for i, need in enumerate(problem.visits)}
    free = [i for i, need in enumerate(problem.visits) if all(options[2 * i + task] for task in range(len(need.tasks)))]
    routes_of = {i: {*options[2 * i], *options[2 * i + 1]} for i in free}
    pairs = [(link.first, link.second) for link in problem.links] + rules.pairs_apart(problem)
    pairs += rules.pairs_alike(problem) + _pairs_in_time(problem)
    ties = [(index[one], index[two]) for one, two in pairs]
    groups: list[tuple[set[int], set[int]]] = []
    for i in free:
        linked = {b if a == i else a for a, b in ties if i in (a, b)}
        groups = _joined(groups, {i}, routes_of[i], linked)
    if problem.prices.latest or problem.prices.beyond_share or problem.prices.longest_idle:
        groups = [(set(free), set().union(*routes_of.values()))] if free else []
    return tuple((ints(sorted(visits)), ints(sorted(routes))) for visits, routes in groups)


def _pairs_in_time(problem: Problem) -> list[tuple[str, str]]:
    """Pairs of visits that have a price together: in one half of a citizen's day, of one rhythm."""
    half = halves(problem) if problem.prices.second_face else [-1] * len(problem.visits)
    named = [
        (h, need.rhythm if problem.prices.unsteady else "", need.id)
        for h, need in zip(half, problem.visits, strict=True)
    ]
    first: dict[int | str, str] = {}
    pairs = [
        (first.setdefault(key, name), name) for h, rhythm, name in named for key in (h, rhythm) if key not in (-1, "")
    ]
    return [(one, two) for one, two in pairs if one != two]


def _joined(
    groups: list[tuple[set[int], set[int]]], visits: set[int], routes: set[int], linked: set[int]
) -> list[tuple[set[int], set[int]]]:
    apart = []
    for group in groups:
        if group[1] & routes or group[0] & linked:
            visits, routes = visits | group[0], routes | group[1]
        else:
            apart.append(group)
    return [*apart, (visits, routes)]
