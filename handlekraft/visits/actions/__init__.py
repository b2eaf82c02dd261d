"""Every write about visits, split by noun."""
