"""Employees: found, taken on, given roles and competences."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.attempt import attempt, demand
from handlekraft.access.permissions import GRANTS, Permission, Role
from handlekraft.people.actions.employees import (
    add_employee,
    change_employee,
    end_competence,
    end_employment,
    end_role,
    give_competence,
    give_role,
)
from handlekraft.people.forms.employees import EmployeeForm, GiveCompetenceForm, LastDayForm, RoleForm
from handlekraft.people.models import Employee, Membership, Organisation, Section, Team, User
from handlekraft.people.visitor import signed_in
from handlekraft.web.pages import page

PAGE_SIZE = 50


def employees(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, to be searched by name."""
    demand(signed_in(request), Permission.MANAGE_EMPLOYEES)
    today = timezone.localdate()
    words = request.GET.get("q", "").strip()
    standing = Membership.objects.standing_on(today).select_related("team", "section")
    rows = Employee.objects.matching(words).select_related("profession", "user")
    rows = rows.prefetch_related(Prefetch("memberships", queryset=standing, to_attr="standing"))
    shown = Paginator(rows.order_by("name", "pk"), PAGE_SIZE).get_page(request.GET.get("side"))
    context = {"employees": shown, "words": words, "today": today}
    return page(request, "people/employees.html", context, part="found")


def new_employee(request: HttpRequest) -> HttpResponse:
    """Take somebody on."""
    demand(signed_in(request), Permission.MANAGE_EMPLOYEES)
    form = EmployeeForm(request.POST if request.method == "POST" else None)
    made: list[Employee] = []
    place = place_of_manager(signed_in(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: made.append(add_employee(signed_in(request), place, **form.cleaned_data)))
    ):
        return redirect("employee", made[0].pk)
    return page(request, "people/new_employee.html", {"form": form}, status=422 if form.errors else 200)


def place_of_manager(user: User) -> Organisation | Section | Team:
    """Where the user's right to manage employees stands."""
    now = timezone.now()
    held = [
        row for row in user.memberships_at(now) if Permission.MANAGE_EMPLOYEES in GRANTS[Role(row.role)].permissions
    ]
    return held[0].team or held[0].section or get_object_or_404(Organisation)


def reached(request: HttpRequest, pk: int) -> Employee:
    """The employee, for those who manage where she works; one without a standing role is open to all of them."""
    found = get_object_or_404(Employee.objects.select_related("profession", "user"), pk=pk)
    if found.memberships.standing_on(timezone.localdate()).exists():
        demand(signed_in(request), Permission.MANAGE_EMPLOYEES, found)
    else:
        demand(signed_in(request), Permission.MANAGE_EMPLOYEES)
    return found


def employee(request: HttpRequest, pk: int) -> HttpResponse:
    """One employee: facts, roles, competences, sign-in."""
    found = reached(request, pk)
    return page(request, "people/employee.html", employee_context(found, RoleForm(), GiveCompetenceForm()))


def employee_context(found: Employee, role: RoleForm, competence: GiveCompetenceForm) -> dict[str, object]:
    """What the page of an employee shows."""
    return {
        "employee": found,
        "memberships": found.memberships.select_related("team", "section"),
        "competences": found.employee_competences.select_related("competence"),
        "invitation": found.invitations.filter(used_at=None, ends_at__gt=timezone.now()).last(),
        "role_form": role,
        "competence_form": competence,
        "today": timezone.localdate(),
    }


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the facts of an employee."""
    found = reached(request, pk)
    initial = {name: getattr(found, name) for name in EmployeeForm.base_fields}
    form = EmployeeForm(request.POST if request.method == "POST" else None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: change_employee(signed_in(request), found, **form.cleaned_data))
    ):
        return redirect("employee", pk)
    return page(
        request, "people/change_employee.html", {"employee": found, "form": form}, status=422 if form.errors else 200
    )


def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the employee a role."""
    found = reached(request, pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        place = values.pop("place")
        if attempt(form, lambda: give_role(signed_in(request), place, employee=found, **values)):
            messages.success(request, _("%(name)s har fået rollen.") % {"name": found.name})
            return redirect("employee", pk)
    return page(request, "people/employee.html", employee_context(found, form, GiveCompetenceForm()), status=422)


def role_end(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """Set the last day of a role."""
    found = reached(request, pk)
    row = get_object_or_404(found.memberships, pk=membership)
    return last_day(
        request,
        found,
        question=_("Hvornår slutter rollen som %(role)s?") % {"role": row.get_role_display().lower()},
        act=lambda on: end_role(signed_in(request), row, on=on),
    )


def competence(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the employee a competence."""
    found = reached(request, pk)
    form = GiveCompetenceForm(request.POST)
    if form.is_valid() and attempt(form, lambda: give_competence(signed_in(request), found, **form.cleaned_data)):
        return redirect("employee", pk)
    return page(request, "people/employee.html", employee_context(found, RoleForm(), form), status=422)


def competence_end(request: HttpRequest, pk: int, competence: int) -> HttpResponse:
    """Set the last day of a competence."""
    found = reached(request, pk)
    row = get_object_or_404(found.employee_competences.select_related("competence"), competence=competence)
    return last_day(
        request,
        found,
        question=_("Hvornår slutter kompetencen %(name)s?") % {"name": row.competence.name},
        act=lambda on: end_competence(signed_in(request), found, competence=row.competence, on=on),
    )


def employment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the last day of work."""
    found = reached(request, pk)
    return last_day(
        request,
        found,
        question=_("Hvornår er sidste arbejdsdag for %(name)s?") % {"name": found.first_name},
        act=lambda on: end_employment(signed_in(request), found, on=on),
    )


def last_day(request: HttpRequest, found: Employee, *, question: str, act: Callable[[date], object]) -> HttpResponse:
    """One question page for everything that ends."""
    form = LastDayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: act(form.cleaned_data["on"])):
        return redirect("employee", found.pk)
    context = {"employee": found, "form": form, "question": question, "back": reverse("employee", args=[found.pk])}
    return page(request, "people/last_day.html", context, status=422 if form.errors else 200)
