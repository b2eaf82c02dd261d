"""The solver made ready before the first plan is asked for."""


def warm_engine() -> None:
    """Compile the solver's kernels, or load them from the cache of an earlier start."""
    from handlekraft_engine.visits.solve import warm

    warm()
