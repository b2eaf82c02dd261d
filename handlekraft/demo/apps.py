"""Name of the room for Django."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The `demo` room."""

    name = "handlekraft.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what is checked before an installation goes to work."""
        from handlekraft.demo import checks  # noqa: F401 - registers itself
