"""What stands in the navigation, by role, and which page is each role's first."""

from django.http import HttpRequest

from handlekraft.web.context import Item


def items(request: HttpRequest) -> list[Item]:
    """Navigation for the signed-in person."""
    return []
