"""The sample municipality: named people and makers for tests, demo and persona sign-in."""
