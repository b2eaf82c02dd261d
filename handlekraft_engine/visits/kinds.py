"""Which routes differ in nothing but the carer's name."""

from __future__ import annotations

import numpy as np

from handlekraft_engine.visits.arrays import R_CARER, R_FIXED, R_PAUSES, Arrays, ints


def route_kind(a: Arrays, r: int) -> bytes:
    """Equal for routes on which every visit costs the same."""
    row = a.route[r].copy()
    k = row[R_CARER]
    row[[R_CARER, R_FIXED, R_PAUSES]] = 0
    fixed = a.fixed[a.route[r, R_FIXED] : a.route[r + 1, R_FIXED]]
    pauses = a.pause[a.route[r, R_PAUSES] : a.route[r + 1, R_PAUSES]]
    shares = a.share[k : k + 1]
    parts = (row, fixed, ints([-1]), pauses, ints([-1]), a.own[:, k], a.face[:, k], shares, a.may[:, r])
    return b"".join(np.ascontiguousarray(part).tobytes() for part in parts)
