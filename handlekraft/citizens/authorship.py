"""Who stands as the author of what a user writes."""

from handlekraft.people.models import Employee, User


def employee_of(user: User) -> Employee | None:
    """The employee behind the sign-in; a citizen or a technical user has none."""
    found: Employee | None = getattr(user, "employee", None)
    return found
