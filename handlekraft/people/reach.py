"""How far the right to manage an employee reaches, where she works in several places."""

from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.people.models import Employee


def demand_every_role(by: Actor, employee: Employee) -> None:
    """Refuse unless `by` manages every place of the employee, now and later.

    A code or a mail address is the whole sign-in: whoever manages one place must not gain what she holds elsewhere.
    """
    for membership in employee.memberships.standing_from(timezone.localdate()):
        if not by.may(Permission.MANAGE_EMPLOYEES, membership):
            raise Refused(_("%(name)s har også en rolle uden for dit område.") % {"name": employee.name})
