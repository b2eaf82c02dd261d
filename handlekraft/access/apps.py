"""Name of the room for Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The `access` room."""

    name = "handlekraft.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
