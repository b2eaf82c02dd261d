"""Tests of the sample municipality."""
