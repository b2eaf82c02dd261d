"""Name of the room for Django."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The `demo` room."""

    name = "handlekraft.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
