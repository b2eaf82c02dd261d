"""Problems of several days: what two chains have found is put together day by day.

Days share no shift, so each is a part of its own that only the price of faces ties to the others. A chain whose whole
is worse may have the better Tuesday: then the best chain takes that day over, as the faces of the other days stand.
"""

from __future__ import annotations

from collections.abc import Sequence

from handlekraft_engine.visits.chain import Chain


def put_together(chains: Sequence[Chain]) -> None:
    """The best chain goes on from its best, with every part taken from another chain's best where that is cheaper.

    Problems of one part, and chains that have the same best, are left as they are.
    """
    best = min(chains, key=lambda chain: chain.champion.points)
    others = [chain.champion for chain in chains if chain.champion is not best.champion]
    if len(best.orders) < 2 or not others:
        return
    best.adopt(best.champion)
    for champion in others:
        for part in range(len(best.orders)):
            best.take(part, champion)
