"""The sets by name. A set is imported when it is asked for, so that the list costs nothing."""

from __future__ import annotations

from importlib import import_module

from handlekraft_engine.bench.instance import BenchSet

SETS = {
    "vrptw": ("vrptw", "SET"),
    "mdvrptw": ("mdvrptw", "SET"),
    "hhcrsp-mankowska": ("hhcrsp", "MANKOWSKA"),
    "hhcrsp-italian": ("hhcrsp", "ITALIAN"),
    "hhcrsp-kummer": ("hhcrsp", "KUMMER"),
    "uhhc": ("uhhc", "SET"),
    "hconvrp": ("hconvrp", "SET"),
    "team-day": ("team_days", "PLAIN"),
    "team-day-linked": ("team_days", "LINKED"),
    "team-week": ("team_days", "WEEK"),
    "nrp": ("roster_sets", "NRP"),
    "inrc1": ("roster_sets", "INRC1"),
}
"""Module of this package and the name in it. ``hhcrsp`` stands for its three families."""

FAMILIES = {"hhcrsp": ("hhcrsp-mankowska", "hhcrsp-italian", "hhcrsp-kummer")}


def members(name: str) -> tuple[str, ...]:
    """The sets that a name stands for. Unknown names: ``ValueError``."""
    if name not in FAMILIES and name not in SETS:
        raise ValueError(f"there is no set {name!r}; there is {', '.join([*SETS, *FAMILIES])}")
    return FAMILIES.get(name, (name,))


def find(name: str) -> BenchSet:
    """The set of that name. ``ValueError`` where its module is not part of this installation."""
    module, variable = SETS[name]
    try:
        found: BenchSet = getattr(import_module(f"handlekraft_engine.bench.{module}"), variable)
    except (ModuleNotFoundError, AttributeError) as error:
        raise ValueError(f"the set {name} is not part of this installation: {error}") from error
    return found
