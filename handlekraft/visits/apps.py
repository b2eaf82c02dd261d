"""Name of the room for Django."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """The `visits` room."""

    name = "handlekraft.visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"
