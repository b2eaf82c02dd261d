"""Append-only log of what was done and seen, sealed in blocks."""
