"""Employees: taken on, changed, given roles and competences for a period, ended."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission, Role
from handlekraft.access.scope import Actor
from handlekraft.people import letters
from handlekraft.people.models import (
    Competence,
    Employee,
    EmployeeCompetence,
    Membership,
    Organisation,
    Section,
    Team,
)
from handlekraft.people.reach import demand_every_role

IN_TEAM = frozenset({Role.TEAM_MEMBER, Role.TEAM_FACILITATOR, Role.SUBSTITUTE})
IN_SECTION = frozenset({Role.PLANNER, Role.DISPATCHER, Role.NEEDS_ASSESSOR, Role.UNIT_LEADER})
IN_ORGANISATION = frozenset({Role.ADMINISTRATOR, Role.HEAD, Role.UNIT_LEADER})


@action("employee added", needs=Permission.MANAGE_EMPLOYEES)
def add_employee(by: Actor, place: Organisation | Section | Team, /, *, name: str, **details: Any) -> Employee:
    """Somebody new, without a role yet."""
    _refuse_second(details.get("external_id", ""), None)
    return Employee.objects.create(name=name, **details)


@action("employee changed", needs=Permission.MANAGE_EMPLOYEES)
def change_employee(by: Actor, employee: Employee, /, **details: Any) -> Employee:
    """Other name, phone, profession, way of travelling or hours."""
    _refuse_second(details.get("external_id", ""), employee)
    _move_mail(by, employee, details.get("email", employee.email))
    for field, value in details.items():
        setattr(employee, field, value)
    employee.save()
    return employee


@action("role given", needs=Permission.MANAGE_EMPLOYEES)
def give_role(
    by: Actor,
    place: Organisation | Section | Team,
    *,
    employee: Employee,
    role: Role,
    starts_on: date,
    ends_on: date | None = None,
) -> Membership:
    """A role in a place for a period. Nobody gives one to herself: the right to give is not the right to take."""
    if employee.user is not None and employee.user == by:
        raise Refused(_("Du kan ikke give dig selv en rolle. Bed en kollega om det."))
    _refuse_misplaced(role, place)
    if ends_on and ends_on < starts_on:
        raise Refused(_("Slutdatoen ligger før startdatoen."))
    return Membership.objects.create(
        employee=employee,
        role=role,
        team=place if isinstance(place, Team) else None,
        section=place if isinstance(place, Section) else None,
        starts_on=starts_on,
        ends_on=ends_on,
    )


@action("role ended", needs=Permission.MANAGE_EMPLOYEES)
def end_role(by: Actor, membership: Membership, *, on: date) -> Membership:
    """The last day of a role; never later than the one it has. Nobody sets her own."""
    if membership.employee.user is not None and membership.employee.user == by:
        raise Refused(_("Du kan ikke ændre din egen rolle. Bed en kollega om det."))
    if on < membership.starts_on:
        raise Refused(_("Rollen kan ikke slutte, før den begynder."))
    if membership.ends_on and on > membership.ends_on:
        raise Refused(_("Rollen er allerede slut. Giv rollen på ny."))
    membership.ends_on = on
    membership.save()
    return membership


@action("competence given", needs=Permission.MANAGE_EMPLOYEES)
def give_competence(by: Actor, employee: Employee, *, competence: Competence, starts_on: date) -> EmployeeCompetence:
    """The employee can this from a day on; one she had before begins again."""
    row, _made = EmployeeCompetence.objects.update_or_create(
        employee=employee, competence=competence, defaults={"starts_on": starts_on, "ends_on": None}
    )
    return row


@action("competence ended", needs=Permission.MANAGE_EMPLOYEES)
def end_competence(by: Actor, employee: Employee, *, competence: Competence, on: date) -> EmployeeCompetence:
    """The last day on which the employee may be planned for this."""
    row = EmployeeCompetence.objects.get(employee=employee, competence=competence)
    if row.ends_on and on > row.ends_on:
        raise Refused(_("Kompetencen er allerede slut. Giv den på ny."))
    row.ends_on = on
    row.save()
    return row


@action("employment ended", needs=Permission.MANAGE_EMPLOYEES)
def end_employment(by: Actor, employee: Employee, *, on: date) -> Employee:
    """The last day of work: every role ends with it."""
    demand_every_role(by, employee)
    employee.ends_on = on
    employee.save()
    employee.memberships.filter(starts_on__gt=on).delete()
    employee.memberships.standing_on(on).update(ends_on=on)
    return employee


def _move_mail(by: Actor, employee: Employee, email: str) -> None:
    # The address opens the sign-in for whoever forgot the password: the old one hears of it before it moves.
    if email == employee.email:
        return
    demand_every_role(by, employee)
    user = employee.user
    if user is not None:
        letters.tell(user, _("Mailadressen til dit login er ændret."), to=user.email or employee.email)
        user.email = email
        user.save(update_fields=["email"])


def _refuse_second(external_id: str, employee: Employee | None) -> None:
    """One employee number, one employee."""
    others = Employee.objects.filter(external_id=external_id).exclude(pk=employee.pk if employee else 0)
    if external_id and others.exists():
        raise Refused(_("Medarbejdernummer %(number)s er allerede i brug.") % {"number": external_id})


def _refuse_misplaced(role: Role, place: Organisation | Section | Team) -> None:
    """A role belongs to one sort of place: a team member to a team, a planner to a section."""
    fitting = IN_TEAM if isinstance(place, Team) else IN_SECTION if isinstance(place, Section) else IN_ORGANISATION
    if role not in fitting:
        raise Refused(_("Rollen %(role)s hører ikke til her.") % {"role": Role(role).label})
