"""Name of the room for Django."""

from django.apps import AppConfig


class CitizensConfig(AppConfig):
    """The `citizens` room."""

    name = "handlekraft.citizens"
    label = "citizens"
    default_auto_field = "django.db.models.BigAutoField"
