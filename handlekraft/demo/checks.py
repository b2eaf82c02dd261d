"""What keeps the sample municipality's open door out of real installations."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def no_open_door(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An error for `check --deploy` while anybody may sign in as anybody of the cast."""
    if not settings.DEMO:
        return []
    message = "HANDLEKRAFT_DEMO is on: anybody signs in as anybody of the cast, without a password."
    return [Error(message, hint="Remove HANDLEKRAFT_DEMO from the environment.", id="handlekraft.E001")]
