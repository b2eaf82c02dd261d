"""Change and effect: differences, models, series, charts; with interval, method and reason, or refused."""
