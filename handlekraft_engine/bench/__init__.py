"""Measures the engine on days and weeks that anybody can make again from a seed."""
