"""Who stands as the author of what a user writes."""

from handlekraft.access.scope import Actor
from handlekraft.people.models import Employee


def employee_of(user: Actor) -> Employee | None:
    """The employee behind the sign-in; a citizen or a technical user has none."""
    found: Employee | None = getattr(user, "employee", None)
    return found
