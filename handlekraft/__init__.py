"""Handlekraft: the workplace of self-managing home-care teams. Apps remember and show; the engine computes."""
