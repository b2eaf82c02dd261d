"""Scales, scores, reliability, figures of groups, and which figures may be shown at all."""
