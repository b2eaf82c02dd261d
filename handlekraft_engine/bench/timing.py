"""The earliest timetable of given routes: what an order of jobs means when nobody waits longer than needed."""

from __future__ import annotations

from collections.abc import Sequence

from handlekraft_engine.bench.cases import Answer, Case, Route


def earliest(case: Case, orders: Sequence[tuple[int, Sequence[int]]]) -> Answer:
    """Routes with the earliest starts that windows, travel and pairs allow, for (vehicle, jobs in order).

    The starts are the least fixed point of ``start >= ...`` conditions, found by raising them until nothing moves;
    where a pair's greatest gap and the order contradict each other the raising is stopped, and the referee will object.
    """
    start: dict[int, int] = {}
    before = {job: (vehicle, jobs[i - 1] if i else None) for vehicle, jobs in orders for i, job in enumerate(jobs)}
    for _ in range(len(before) + len(case.pairs) + 1):
        if not _raise(case, before, start):
            break
    return tuple(Route(vehicle, tuple((job, start[job]) for job in jobs)) for vehicle, jobs in orders)


def _raise(case: Case, before: dict[int, tuple[int, int | None]], start: dict[int, int]) -> bool:
    """One round over all jobs and pairs; whether a start has moved."""
    moved = False
    for job, (vehicle, last) in before.items():
        moved |= _lift(case, start, job, _arrival(case, start, job, vehicle, last))
    for pair in case.pairs:
        if pair.first in start and pair.second in start and pair.low is not None:
            moved |= _lift(case, start, pair.second, start[pair.first] + pair.low)
            if pair.high is not None:
                moved |= _lift(case, start, pair.first, start[pair.second] - pair.high)
    return moved


def _arrival(case: Case, start: dict[int, int], job: int, vehicle: int, last: int | None) -> int:
    one = case.vehicles[vehicle]
    place = one.start if last is None else case.jobs[last].place
    free = one.earliest if last is None else start[last] + case.jobs[last].minutes
    return free + case.tables[one.mode][place][case.jobs[job].place]


def _lift(case: Case, start: dict[int, int], job: int, floor: int) -> bool:
    """Start the job at the first moment from ``floor`` on that a window allows; whether that is later than before."""
    least = in_window(case, job, floor)
    if job in start and least <= start[job]:
        return False
    start[job] = least
    return True


def in_window(case: Case, job: int, floor: int) -> int:
    """The first start from ``floor`` on that lies in a window of the job; ``floor`` itself after the last one."""
    for low, high in case.jobs[job].windows:
        if floor <= high:
            return max(low, floor)
    return floor
