"""What is done or under way, as arrays: it has its place in the timetable and is counted from the start."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from handlekraft_engine.visits.problem import Need, Problem


def _ints(values: Iterable[int]) -> npt.NDArray[np.int64]:
    return np.array(list(values), dtype=np.int64)


def frozen_starts(problem: Problem, free: int) -> npt.NDArray[np.int64]:
    """(n,) start of frozen visits, ``free`` for the others."""
    return _ints(need.allowed[0].earliest if need.frozen else free for need in problem.visits)


def frozen_faces(problem: Problem) -> npt.NDArray[np.int64]:
    """(C, K) visits by frozen visits."""
    citizens = {citizen.id: i for i, citizen in enumerate(problem.citizens)}
    carers = {carer.id: k for k, carer in enumerate(problem.carers)}
    faces = np.zeros((len(citizens), len(carers)), dtype=np.int64)
    for need in problem.visits:
        for carer in need.lock.carers if need.frozen and need.lock else ():
            faces[citizens[need.citizen], carers[str(carer)]] += 1
    return faces


def frozen_halves(problem: Problem) -> npt.NDArray[np.int64]:
    """(H, K) frozen visits of the carer in the half day of a citizen."""
    half, carers = halves(problem), {carer.id: k for k, carer in enumerate(problem.carers)}
    seen = np.zeros((max(half, default=-1) + 1, len(carers)), dtype=np.int64)
    for need, h in zip(problem.visits, half, strict=True):
        for carer in need.lock.carers if need.frozen and need.lock and h >= 0 else ():
            seen[h, carers[str(carer)]] += 1
    return seen


def frozen_minutes(problem: Problem) -> npt.NDArray[np.int64]:
    """(K,) minutes with citizens in frozen visits."""
    frozen = [(need, need.lock.carers) for need in problem.visits if need.frozen and need.lock]
    rows = [(who, need.minutes_of(task)) for need, carers in frozen for task, who in enumerate(carers)]
    return _ints(sum(minutes for who, minutes in rows if who == carer.id) for carer in problem.carers)


def frozen_on(problem: Problem, k: int, s: int) -> list[Need]:
    """Frozen visits of the shift."""
    carer = problem.carers[k]
    mine = [need for need in problem.visits if need.frozen and need.lock and carer.id in need.lock.carers]
    return [need for need in mine if carer.shift_at(need.allowed[0].earliest) == s]


def halves(problem: Problem) -> list[int]:
    """Number of each visit's half day of a citizen, counted from 0; -1 where it is not known."""
    numbers = {
        half: i for i, half in enumerate(dict.fromkeys(need.half_day for need in problem.visits if need.half_day))
    }
    return [numbers[need.half_day] if need.half_day else -1 for need in problem.visits]
