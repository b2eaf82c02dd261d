"""What one chain writes on while it decodes: a timetable, and what the trial in hand has changed in it."""

from __future__ import annotations

from dataclasses import dataclass

from handlekraft_engine.visits.arrays import Ints
from handlekraft_engine.visits.tables import Tables

POINTS, ROUND, TOUCHED = range(3)
"""Entries of ``Work.tally``: points of the timetable; number of the trial; visits noted in it."""

TRIED, GIVEN_UP = 1, 2
"""Values of ``Work.tried``: the visit tried to push a linked one; the visit is left out because the one linked to it
that comes later in the order (its ``pusher``) could not be placed."""


@dataclass(frozen=True, eq=False)
class Work(Tables):
    """A timetable and what the trial in hand has changed in it. One per chain.

    A route is hot while the trial may still change what follows on it; only hot routes have a running ``state``.
    """

    state: Ints  # (R + 1, 9 or 12) end of each hot route so far
    last: Ints  # (R,) last visit on each hot route so far, -1 without
    hot: Ints  # (R,) trial in which the route is hot
    trial: Ints  # (2, 9 or 12) the routes of the visit in hand
    after: Ints  # (2n, 9 or 12) end of the route after each placed task
    start: Ints  # (n,) start, -NEVER = left out; frozen visits keep theirs
    paid: Ints  # (n,) points of the visit, faces and shares apart
    ended: Ints  # (R,) points of the end of each route
    idle: Ints  # (R,) idle minutes of each route, where they have a price
    place: Ints  # (n,) where the visit stands in the order; -1 = frozen
    pusher: Ints  # (n,) the visit that pushed this one last, or made it be given up, -1 without
    tried: Ints  # (n,) see TRIED, else 0
    wake: Ints  # (n,) trial in which a linked visit has changed
    met: Ints  # (C, K) visits of the carer at the citizen
    minutes: Ints  # (K,) minutes with citizens
    done: Ints  # (K,) the same of frozen visits
    seen: Ints  # (H, K) visits of the carer in the half day of a citizen
    seen_before: Ints  # (H, K) the same of frozen visits
    carers_in: Ints  # (H,) different carers in the half day
    rhythm: Ints  # (G, 2) earliest and latest time of the day of each rhythm, while it is reckoned
    tally: Ints  # see POINTS
    noted: Ints  # (n,) trial in which the visit was noted
    notes: Ints  # (n,) the visits noted in this trial
    old: Ints  # (n, 4) their start, paid, pusher, tried before it
    old_after: Ints  # (2n, 9 or 12) their rows of ``after`` before it
    old_ended: Ints  # (R, 3) trial in which ``ended`` was changed; its value and ``idle`` before
