"""Computes. Pure Python on solver libraries: knows ids, minutes and prices; leaves rows, people's names and the clock to others."""
