"""What happens later about sign-ins."""

from django.tasks import task
from django.utils import timezone

from handlekraft.people.actions.invitations import ask_renewal
from handlekraft.people.models import User


@task()
def renew_forgotten(name: str) -> None:
    """Mail a new code to whoever is known as `name`. In the background, so that an answer tells nobody who exists."""
    user = User.objects.known_as(name)
    employee = getattr(user, "employee", None)
    if not (user and user.is_active and employee and employee.works_on(timezone.localdate())):
        return
    if user.email or employee.email:
        ask_renewal(user, user, employee=employee)
