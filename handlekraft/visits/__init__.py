"""Visits made from agreed help, the day list, documentation and the week's plan."""
