"""Name of the room for Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The `web` room."""

    name = "handlekraft.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
