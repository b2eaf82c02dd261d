"""Minutes between places, by mode: crow-fly with a detour factor until a street network is at hand."""
