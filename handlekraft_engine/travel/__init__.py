"""Minutes between places, by mode: crow-fly by default; streets from an embedded map or a server where there is one."""
