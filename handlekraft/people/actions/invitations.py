"""How a person gets a sign-in: the installation's first one, an invitation, its renewal, and taking it up."""

import re
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission, Role
from handlekraft.access.scope import Actor
from handlekraft.people import factors, letters
from handlekraft.people.codes import digest_of, new_code
from handlekraft.people.models import Employee, Invitation, Membership, Organisation, User
from handlekraft.people.reach import demand_every_role

STANDS_FOR = timedelta(days=14)
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "y", "ö": "oe", "ä": "ae"})


@action("organisation set up", needs=Permission.MANAGE_ORGANISATION)
def set_up_organisation(by: Actor, name: str, *, person: str, username: str, email: str) -> Invitation:
    """The organisation, its first administrator and her invitation, on an empty installation."""
    Organisation.objects.create(name=name)
    employee = Employee.objects.create(name=person, email=email, starts_on=timezone.localdate())
    Membership.objects.create(employee=employee, role=Role.ADMINISTRATOR, starts_on=timezone.localdate())
    employee.user = _new_user(employee, username)
    employee.save(update_fields=["user"])
    return _invite(employee, Invitation.Way.LETTER)


@action("employee invited", needs=Permission.MANAGE_EMPLOYEES)
def invite_employee(by: Actor, employee: Employee, *, way: str) -> Invitation:
    """Make a sign-in, or renew a lost one, by a code that travels by mail or by letter. Earlier codes end."""
    demand_every_role(by, employee)
    if way == Invitation.Way.MAIL and not employee.email:
        raise Refused(_("%(name)s har ingen mailadresse. Vælg brev.") % {"name": employee.name})
    if employee.user is None:
        employee.user = _new_user(employee, _free_username(employee.name))
        employee.save(update_fields=["user"])
    invitation = _invite(employee, way)
    if way == Invitation.Way.MAIL:
        letters.mail_invitation(invitation, to=employee.email)
    return invitation


@action("sign-in renewal asked", needs=Permission.OWN_ACCOUNT)
def ask_renewal(by: User, user: User, *, employee: Employee) -> Invitation:
    """The person herself forgot the password: a new code to the mail of her sign-in."""
    invitation = _invite(employee, Invitation.Way.MAIL)
    letters.mail_invitation(invitation, to=user.email or employee.email)
    return invitation


@action("second factor lost", needs=Permission.MANAGE_EMPLOYEES)
def forget_second_factor(by: User, employee: Employee) -> None:
    """The phone is gone: no factor, device or password opens the sign-in any more. Only a new invitation does."""
    demand_every_role(by, employee)
    if employee.user is None:
        raise Refused(_("%(name)s har endnu intet login.") % {"name": employee.name})
    factors.rows(employee.user).delete()
    employee.user.devices.all().delete()
    employee.user.set_unusable_password()
    employee.user.save(update_fields=["password"])
    letters.tell(employee.user, _("Dit login er nulstillet. Du skal bruge en ny kode for at logge ind."))


@action("invitation accepted", needs=Permission.OWN_ACCOUNT)
def accept_invitation(by: User, user: User, *, invitation: Invitation, password: str) -> None:
    """Choose a password with the code, once. Devices that knew the user must prove themselves again."""
    now = timezone.now()
    if not Invitation.objects.open_at(now).filter(pk=invitation.pk, employee__user=user).update(used_at=now):
        raise Refused(_("Koden er brugt eller udløbet. Bed en kollega om en ny."))
    user.set_password(password)
    user.save(update_fields=["password"])
    user.devices.all().delete()
    letters.tell(user, _("Du har valgt en ny adgangskode."))


def _new_user(employee: Employee, username: str) -> User:
    return User.objects.create(
        username=username.lower(), name=employee.name, email=employee.email, password=make_password(None)
    )


def _invite(employee: Employee, way: str) -> Invitation:
    now = timezone.now()
    Invitation.objects.open_at(now).filter(employee=employee).update(ends_at=now)
    code = new_code()
    invitation = Invitation.objects.create(
        employee=employee, digest=digest_of(code), way=way, sent_at=now, ends_at=now + STANDS_FOR
    )
    invitation.code = code
    return invitation


def _free_username(name: str) -> str:
    words = re.findall(r"[a-z]+", name.lower().translate(LETTERS)) or ["medarbejder"]
    stem = ".".join(dict.fromkeys([words[0], words[-1]]))
    taken = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    return next(word for word in (stem, *(f"{stem}{n}" for n in range(2, len(taken) + 3))) if word not in taken)
