"""The person behind a request."""

from typing import cast

from django.http import HttpRequest

from handlekraft.people.models import User


def signed_in(request: HttpRequest) -> User:
    """The person who is signed in; `LockMiddleware` lets nobody else through to a view that asks."""
    return cast("User", request.user)
