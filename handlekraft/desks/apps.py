"""Name of the room for Django."""

from django.apps import AppConfig


class DesksConfig(AppConfig):
    """The `desks` room: views and templates only."""

    name = "handlekraft.desks"
    label = "desks"
