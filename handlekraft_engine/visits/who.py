"""Which carer may do which task, and what that costs by itself."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from handlekraft_engine.visits import rules
from handlekraft_engine.visits.problem import Carer, Need, Problem


def own_prices(problem: Problem) -> npt.NDArray[np.int64]:
    """(2n, K) points of this carer at this task, -1 = may not."""
    barred = _barred(problem)
    own = np.full((2 * len(problem.visits), len(problem.carers)), -1, dtype=np.int64)
    for i, need in enumerate(problem.visits):
        for task, competences in enumerate(need.tasks):
            for k, carer in enumerate(problem.carers):
                fit = competences <= carer.competences and carer.id not in need.forbidden
                if fit and not need.frozen and carer.id not in barred[need.id]:
                    own[2 * i + task, k] = _own_price(problem, need, carer, need.locked_carer(task))
    return own


def _barred(problem: Problem) -> dict[str, set[str]]:
    """By visit the carers whom a link to a frozen visit rules out."""
    barred: dict[str, set[str]] = {need.id: set() for need in problem.visits}
    for link in problem.links:
        for one, other in ((link.first, link.second), (link.second, link.first)):
            lock = problem.need[other].lock if problem.need[other].frozen else None
            there = {carer for carer in (lock.carers if lock else ()) if carer is not None}
            as_many = len(there) == len(problem.need[one].tasks)
            fitting = {"same": there if as_many else set(), "different": set(problem.carer) - there}
            if there and link.carers is not None:
                barred[one] |= set(problem.carer) - fitting[link.carers]
    for pair in rules.pairs_alike(problem):
        for one, other in (pair, pair[::-1]):
            lock = problem.need[other].lock if problem.need[other].frozen else None
            barred[one] |= set(problem.carer) - set(lock.carers) if lock else set()
    return barred


def _own_price(problem: Problem, need: Need, carer: Carer, locked: str | None) -> int:
    if locked not in (None, carer.id):
        return -1
    price = problem.prices.not_preferred if need.preferred and carer.id not in need.preferred else 0
    price += problem.prices.unwanted if carer.id in need.unwanted else 0
    changed = need.published is not None and carer.id not in need.published.carers
    return price + (problem.prices.changed_carer if changed else 0)
