"""Computes. Pure Python on solver libraries: knows ids, minutes, prices; leaves rows, people, the clock to others."""
