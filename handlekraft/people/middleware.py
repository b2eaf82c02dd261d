"""Locks an idle sign-in."""
