"""The solver made ready before the first plan is asked for."""


def warm_engine() -> None:
    """Compile the solver's kernels, or load them from the run folder. Who has done so never compiles again."""
    from handlekraft_engine.visits.solve import warm

    warm()
