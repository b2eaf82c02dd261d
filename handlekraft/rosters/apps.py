"""Name of the room for Django."""

from django.apps import AppConfig


class RostersConfig(AppConfig):
    """The `rosters` room."""

    name = "handlekraft.rosters"
    label = "rosters"
    default_auto_field = "django.db.models.BigAutoField"
