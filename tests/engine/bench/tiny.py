"""Cases and files small enough to reckon by hand."""

from __future__ import annotations

from pathlib import Path

from handlekraft_engine.bench.cases import Case, Cost, Job, Pair, Vehicle

BENCHMARKS = Path(__file__).parents[3] / "../shared/benchmarks"

LINE = ((0, 10, 20, 30), (10, 0, 10, 20), (20, 10, 0, 10), (30, 20, 10, 0))
"""Four places on a line, ten units apart."""


def two_carers(*, high: int | None = 0, low: int | None = 0) -> Case:
    """Two jobs at place 1 for one carer each, one at place 2 that either may do; place 0 is home."""
    jobs = (
        Job("one", 1, 5, ((0, 100),), who=(0,), citizen="a"),
        Job("two", 1, 5, ((0, 100),), who=(1,), citizen="a"),
        Job("far", 2, 5, ((0, 100),), citizen="b"),
    )
    vehicles = tuple(Vehicle(name, 0, 0, 0, 0, 200) for name in ("x", "y"))
    return Case("two carers", jobs, vehicles, (LINE,), (Pair(0, 1, low, high),))


def plain(**changes: object) -> Case:
    """Three jobs on the line for two equal vehicles; the best way is 60 long: out to place 3 and back."""
    jobs = tuple(Job(f"job {place}", place, 5, ((0, 100),), load=1, citizen=f"c{place}") for place in (1, 2, 3))
    vehicles = tuple(Vehicle(name, 0, 0, 0, 0, 200, capacity=3) for name in ("x", "y"))
    given: dict[str, object] = {"jobs": jobs, "vehicles": vehicles, "cost": Cost()} | changes
    return Case("plain", tables=(LINE,), **given)  # type: ignore[arg-type]
