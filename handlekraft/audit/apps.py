"""Name of the room for Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The `audit` room."""

    name = "handlekraft.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
