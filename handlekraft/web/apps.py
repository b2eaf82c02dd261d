"""Name of the room for Django."""

from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """The `web` room."""

    name = "handlekraft.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say in plain words what Django says in the words of an office."""
        Field.default_error_messages["required"] = _("Skal udfyldes.")
