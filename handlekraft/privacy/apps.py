"""Name of the room for Django."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """The `privacy` room."""

    name = "handlekraft.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"
