"""Name of the room for Django."""

from django.apps import AppConfig


class InteropConfig(AppConfig):
    """The `interop` room."""

    name = "handlekraft.interop"
    label = "interop"
    default_auto_field = "django.db.models.BigAutoField"
