"""How a person proves who she is."""

from django.contrib.auth.backends import BaseBackend


class PasswordBackend(BaseBackend):
    """Sign-in name and password."""
