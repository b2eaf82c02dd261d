"""The problem as arrays of whole numbers for the kernels: visits, tasks, routes (one per shift of a carer), prices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from handlekraft_engine.visits.problem import Carer, Need, Problem, Window

type Ints = npt.NDArray[np.int64]

NEVER = 1 << 40
"""A minute beyond every shift, a price beyond every plan."""

BLOCK, VISIT = 2, 1
"""Kinds of fixed items on a route: protected time at a place, and a frozen visit."""

NEAREST = 30
"""How many near visits each visit knows (planning by annealing, see search.py)."""


class Arrays(NamedTuple):
    """Minutes since the origin, points, and indexes; n visits, R routes, K carers, C citizens, P places, M modes.

    Rows of thing ``i`` in ``x_*`` are ``x_at[i]`` to ``x_at[i + 1]``. Task = ``2 * visit + (0 or 1)``.
    """

    travel: Ints  # (M, P + 1, P + 1) minutes; place P = nowhere, 0 minutes from everything
    travel_price: Ints  # (M,)
    waiting: int
    early: int
    late: int
    overtime: int
    moved: int
    place: Ints  # (n,)
    minutes: Ints  # (n,)
    tasks: Ints  # (n,) 1 or 2
    citizen: Ints  # (n,)
    wish_lo: Ints  # (n,) -NEVER without a wish
    wish_hi: Ints  # (n,) NEVER without a wish
    published: Ints  # (n,) start, -1 without
    left_out: Ints  # (n,) price of not covering it
    usual: Ints  # (n,) the start aimed at when nothing else is tried
    window_at: Ints
    window_lo: Ints
    window_hi: Ints
    own: Ints  # (2n, K) price of this carer at this task, -1 = may not
    may: npt.NDArray[np.bool_]  # (2n, R) the task could lie on the route
    option_at: Ints
    option: Ints  # routes that a task could lie on
    link_at: Ints
    link_to: Ints
    link_lo: Ints  # start >= start[link_to] + link_lo
    link_hi: Ints  # start <= start[link_to] + link_hi
    near_at: Ints
    near: Ints
    carer: Ints  # (R,) whose shift it is
    mode: Ints  # (R,)
    starts: Ints  # (R,)
    ends: Ints  # (R,) overtime costs from here
    limit: Ints  # (R,) work is over
    home: Ints  # (R,) start place
    goal: Ints  # (R,) end place
    fixed_at: Ints
    fixed_starts: Ints
    fixed_ends: Ints
    fixed_place: Ints
    fixed_kind: Ints
    pause_at: Ints
    pause_lo: Ints
    pause_hi: Ints
    pause_minutes: Ints
    face: Ints  # (C, K) price of this carer's face at this citizen


class Layout(NamedTuple):
    """Arrays plus what only Python needs: (carer, shift) of the routes, what is frozen, the parts that never touch."""

    arrays: Arrays
    routes: tuple[tuple[int, int], ...]
    frozen_start: Ints  # (n,) start of frozen visits, -1 for the others
    frozen_faces: Ints  # (C, K) visits by frozen visits
    parts: tuple[
        tuple[Ints, Ints], ...
    ]  # (visits, routes) of each part: no visit of one part can lie on a route of another


def lay_out(problem: Problem) -> Layout:
    """Arrays of the whole problem."""
    routes = tuple((k, s) for k, carer in enumerate(problem.carers) for s in range(len(carer.shifts)))
    own = _own_prices(problem)
    options = [_options(problem, routes, problem.visits[task // 2], own[task]) for task in range(len(own))]
    parts = _parts(problem, options)
    arrays = Arrays(
        **_scalars(problem),
        **_visit_columns(problem),
        own=own,
        may=_may(options, len(routes)),
        **_rows("option", ("",), [[(route,) for route in each] for each in options]),
        **_links(problem),
        **_nearest(problem, parts),
        **_route_columns(problem, routes),
        face=_faces(problem),
    )
    return Layout(arrays, routes, _frozen_starts(problem), _frozen_faces(problem), parts)


def ints(values: Iterable[int]) -> Ints:
    """A row of whole numbers."""
    return np.array(list(values), dtype=np.int64)


def _rows(name: str, columns: Sequence[str], things: Sequence[Sequence[tuple[int, ...]]]) -> dict[str, Ints]:
    """``name_at`` and one array per column, from a list of rows per thing."""
    flat = np.array([row for rows in things for row in rows], dtype=np.int64).reshape(-1, len(columns))
    at = ints(np.cumsum([0, *map(len, things)]))
    names = [f"{name}_{column}" if column else name for column in columns]
    return {f"{name}_at": at} | {key: flat[:, i].copy() for i, key in enumerate(names)}


def _scalars(problem: Problem) -> dict[str, Ints | int]:
    prices, per_mode = problem.prices, dict(problem.prices.travel)
    tables = np.zeros((len(problem.travel), len(problem.places) + 1, len(problem.places) + 1), dtype=np.int64)
    for table, rows in zip(tables, problem.travel, strict=True):
        table[:-1, :-1] = np.array(rows.minutes, dtype=np.int64).reshape(len(problem.places), len(problem.places))
    points = {name: getattr(prices, name) for name in ("waiting", "early", "late", "overtime", "moved")}
    return {"travel": tables, "travel_price": ints(per_mode[table.mode] for table in problem.travel)} | points


def windows(problem: Problem, need: Need) -> list[tuple[int, int]]:
    """The windows in which the visit may still start: cut at ``now``."""
    now = need.allowed[0].earliest if problem.now is None else problem.now
    return [(max(each.earliest, now), each.latest) for each in need.allowed if each.latest >= now]


def _usual(problem: Problem, need: Need) -> int:
    """The start to aim at: the wish where the windows allow it, else as early as may be."""
    low = min((low for low, _ in windows(problem, need)), default=0)
    return max(low, need.wished.earliest) if need.wished else low


def _visit_columns(problem: Problem) -> dict[str, Ints]:
    visits = problem.visits
    citizens = {citizen.id: i for i, citizen in enumerate(problem.citizens)}
    wishes = [need.wished or Window(-NEVER, NEVER) for need in visits]
    return {
        "place": ints(need.place for need in visits),
        "minutes": ints(need.minutes for need in visits),
        "tasks": ints(len(need.tasks) for need in visits),
        "citizen": ints(citizens[need.citizen] for need in visits),
        "wish_lo": ints(wish.earliest for wish in wishes),
        "wish_hi": ints(wish.latest for wish in wishes),
        "published": ints(need.published.start if need.published else -NEVER for need in visits),
        "left_out": ints(problem.prices.uncovered[need.priority] for need in visits),
        "usual": ints(_usual(problem, need) for need in visits),
    } | _rows("window", ("lo", "hi"), [windows(problem, need) for need in visits])


def _own_prices(problem: Problem) -> Ints:
    own = np.full((2 * len(problem.visits), len(problem.carers)), -1, dtype=np.int64)
    for i, need in enumerate(problem.visits):
        for task, competences in enumerate(need.tasks):
            for k, carer in enumerate(problem.carers):
                if competences <= carer.competences and carer.id not in need.forbidden and not need.frozen:
                    own[2 * i + task, k] = _own_price(problem, need, carer, need.locked_carer(task))
    return own


def _own_price(problem: Problem, need: Need, carer: Carer, locked: str | None) -> int:
    if locked not in (None, carer.id):
        return -1
    price = problem.prices.not_preferred if need.preferred and carer.id not in need.preferred else 0
    price += problem.prices.unwanted if carer.id in need.unwanted else 0
    changed = need.published is not None and carer.id not in need.published.carers
    return price + (problem.prices.changed_carer if changed else 0)


def _options(problem: Problem, routes: Sequence[tuple[int, int]], need: Need, own: Ints) -> list[int]:
    """Routes on whose shift the task could begin and end."""
    fitting = []
    for route, (k, s) in enumerate(routes):
        starts, limit = problem.carers[k].shifts[s].starts, problem.carers[k].limits[s]
        fits = any(low + need.minutes <= limit and high >= starts for low, high in windows(problem, need))
        if own[k] >= 0 and fits:
            fitting.append(route)
    return fitting


def _may(options: Sequence[Sequence[int]], routes: int) -> npt.NDArray[np.bool_]:
    may = np.zeros((len(options), routes), dtype=np.bool_)
    for row, fitting in zip(may, options, strict=True):
        row[list(fitting)] = True
    return may


def _links(problem: Problem) -> dict[str, Ints]:
    index = {need.id: i for i, need in enumerate(problem.visits)}
    rows: list[list[tuple[int, int, int]]] = [[] for _ in problem.visits]
    for link in problem.links:
        first, second = index[link.first], index[link.second]
        most = NEVER if link.max_gap is None else link.max_gap
        rows[second].append((first, link.min_gap, most))
        rows[first].append((second, -most, -link.min_gap))
    return _rows("link", ("to", "lo", "hi"), rows)


def _route_columns(problem: Problem, routes: Sequence[tuple[int, int]]) -> dict[str, Ints]:
    nowhere = len(problem.places)
    modes = {table.mode: i for i, table in enumerate(problem.travel)}
    shifts = [problem.carers[k].shifts[s] for k, s in routes]
    places = [(shift.start_place, shift.end_place) for shift in shifts]
    fixed = [_fixed(problem, problem.carers[k], s) for k, s in routes]
    pauses = [[tuple(pause[:3]) for pause in problem.carers[k].pauses(s)] for k, s in routes]
    return (
        {
            "carer": ints(k for k, _ in routes),
            "mode": ints(modes[problem.carers[k].mode] for k, _ in routes),
            "starts": ints(shift.starts for shift in shifts),
            "ends": ints(shift.ends for shift in shifts),
            "limit": ints(problem.carers[k].limits[s] for k, s in routes),
            "home": ints(nowhere if home is None else home for home, _ in places),
            "goal": ints(nowhere if goal is None else goal for _, goal in places),
        }
        | _rows("fixed", ("starts", "ends", "place", "kind"), fixed)
        | _rows("pause", ("lo", "hi", "minutes"), pauses)
    )


def _fixed(problem: Problem, carer: Carer, shift: int) -> list[tuple[int, int, int, int]]:
    """Protected time at a place and frozen visits of one shift, in order of their starts."""
    blocks = [(b.starts, b.ends, b.place, BLOCK) for b in carer.blocks_in(shift) if b.place is not None]
    done = [
        (need.allowed[0].earliest, need.allowed[0].earliest + need.minutes, need.place, VISIT)
        for need in problem.visits
        if need.frozen and need.lock and carer.id in need.lock.carers
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


def _frozen_starts(problem: Problem) -> Ints:
    return ints(need.allowed[0].earliest if need.frozen else -NEVER for need in problem.visits)


def _frozen_faces(problem: Problem) -> Ints:
    citizens = {citizen.id: i for i, citizen in enumerate(problem.citizens)}
    carers = {carer.id: k for k, carer in enumerate(problem.carers)}
    faces = np.zeros((len(citizens), len(carers)), dtype=np.int64)
    for need in problem.visits:
        for carer in need.lock.carers if need.frozen and need.lock else ():
            faces[citizens[need.citizen], carers[str(carer)]] += 1
    return faces


def _parts(problem: Problem, options: Sequence[Sequence[int]]) -> tuple[tuple[Ints, Ints], ...]:
    """Visits that share a possible route or a link are one part. Left out: the frozen and those without a route."""
    index = {need.id: i for i, need in enumerate(problem.visits)}
    free = [i for i, need in enumerate(problem.visits) if all(options[2 * i + task] for task in range(len(need.tasks)))]
    routes_of = {i: {*options[2 * i], *options[2 * i + 1]} for i in free}
    ties = [(index[link.first], index[link.second]) for link in problem.links]
    groups: list[tuple[set[int], set[int]]] = []
    for i in free:
        linked = {b if a == i else a for a, b in ties if i in (a, b)}
        groups = _joined(groups, {i}, routes_of[i], linked)
    return tuple((ints(sorted(visits)), ints(sorted(routes))) for visits, routes in groups)


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


def _nearest(problem: Problem, parts: Sequence[tuple[Ints, Ints]]) -> dict[str, Ints]:
    """Per visit the visits of its part that are nearest; four minutes of the day count as one of travel."""
    minutes = np.array(problem.travel[0].minutes, dtype=np.float64) if problem.travel else np.zeros((0, 0))
    middle = np.array([(need.allowed[0].earliest + need.allowed[-1].latest) / 2 for need in problem.visits])
    rows: list[list[tuple[int]]] = [[] for _ in problem.visits]
    for visits, _ in parts:
        places = [problem.visits[i].place for i in visits]
        distance = minutes[np.ix_(places, places)] + np.abs(middle[visits][:, None] - middle[visits][None, :]) / 4
        np.fill_diagonal(distance, np.inf)
        order = np.argsort(distance, axis=1, kind="stable")[:, : min(NEAREST, len(visits) - 1)]
        for i, near in zip(visits.tolist(), order, strict=True):
            rows[i] = [(int(visits[j]),) for j in near]
    return _rows("near", ("",), rows)
