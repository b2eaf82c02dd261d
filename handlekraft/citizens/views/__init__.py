"""Pages about one citizen that need nothing but this room; the citizen's own page stands at the desks."""
