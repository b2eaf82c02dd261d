"""Name of the room for Django."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The `config` room: what binds the others together."""

    name = "handlekraft.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"
