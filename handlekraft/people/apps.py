"""Name of the room for Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The `people` room."""

    name = "handlekraft.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
