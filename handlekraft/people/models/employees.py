"""Employees, what they can, and their memberships with role and period."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handlekraft.access.permissions import Role
from handlekraft.access.scope import Scope
from handlekraft.people.models.places import Section, Team


class Profession(models.Model):
    """A profession of the field, as data: a team is interdisciplinary by having several."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    short = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class CompetenceQuerySet(models.QuerySet["Competence"]):
    """Questions about competences."""

    def of_kind(self, kind: str) -> CompetenceQuerySet:
        """Those of one sort."""
        return self.filter(kind=kind)


class Competence(models.Model):
    """Something an employee can or is entrusted with: professional, personal, or a delegated health act."""

    class Kind(models.TextChoices):
        """What sort of competence it is."""

        PROFESSIONAL = "professional", pgettext_lazy("kompetence", "Faglig")
        PERSONAL = "personal", pgettext_lazy("kompetence", "Personlig")
        DELEGATION = "delegation", _("Opgaveoverdragelse")

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.PROFESSIONAL)

    objects = CompetenceQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class EmployeeQuerySet(models.QuerySet["Employee"]):
    """Questions about employees."""

    def employed_on(self, day: date) -> EmployeeQuerySet:
        """Those whose employment has not ended on `day`."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def in_team(self, team: Team, day: date) -> EmployeeQuerySet:
        """Those with a membership of any role in `team` on `day`."""
        return self.filter(pk__in=Membership.objects.standing_on(day).filter(team=team).values("employee"))

    def with_key(self, typed: str) -> Employee | None:
        """The employee with the key that a form sent, if it is one."""
        return self.filter(pk=int(typed)).first() if typed.isdecimal() else None

    def matching(self, words: str) -> EmployeeQuerySet:
        """Those whose name, or the name of whose team, holds each of the words."""
        rows = self
        for word in words.split():
            rows = rows.filter(Q(name__icontains=word) | Q(memberships__team__name__icontains=word))
        return rows.distinct()


class Employee(models.Model):
    """A person who works here. May exist without a sign-in."""

    class TravelMode(models.TextChoices):
        """How the employee gets from door to door."""

        WALK = "walk", _("Til fods")
        BICYCLE = "bicycle", _("Cykel")
        CAR = "car", _("Bil")

    user = models.OneToOneField("people.User", models.PROTECT, null=True, blank=True, related_name="employee")
    name = models.CharField(max_length=120)
    external_id = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    profession = models.ForeignKey(Profession, models.PROTECT, null=True, blank=True, related_name="employees")
    travel_mode = models.CharField(max_length=10, choices=TravelMode.choices, default=TravelMode.BICYCLE)
    weekly_minutes = models.PositiveIntegerField(default=37 * 60)
    competences = models.ManyToManyField(Competence, through="EmployeeCompetence", related_name="employees")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = EmployeeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="employee_external_id_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """What colleagues call the employee."""
        return self.name.split()[0]

    def works_on(self, day: date) -> bool:
        """Whether the employment has not ended on `day`."""
        return self.ends_on is None or day <= self.ends_on

    def scope(self) -> Scope:
        """Where the employee works now; without a standing role only those who manage the whole house reach her."""
        membership = self.memberships.standing_on(timezone.localdate()).first()
        return membership.scope() if membership else Scope()


class EmployeeCompetenceQuerySet(models.QuerySet["EmployeeCompetence"]):
    """Questions about what employees can."""

    def standing_on(self, day: date) -> EmployeeCompetenceQuerySet:
        """Those that have begun and not ended on `day`."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class EmployeeCompetence(models.Model):
    """A competence an employee has, with its period."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="employee_competences")
    competence = models.ForeignKey(Competence, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = EmployeeCompetenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "competence"], name="employee_competence_once")]

    def __str__(self) -> str:
        return f"EmployeeCompetence {self.pk}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions about memberships."""

    def standing_on(self, day: date) -> MembershipQuerySet:
        """Those whose period holds `day`."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def standing_from(self, day: date) -> MembershipQuerySet:
        """Those that hold `day` or a later one."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))


class Membership(models.Model):
    """One role of one employee in one place (a team, a section, or the whole organisation) for one period."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role.choices)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="memberships")
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="memberships")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(team=None) | Q(section=None), name="membership_has_one_place"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="membership_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"Membership {self.pk}"

    def stands_on(self, day: date) -> bool:
        """Whether the period holds `day` (both ends included)."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def covers(self, scope: Scope) -> bool:
        """Whether a right held here reaches a thing at `scope`."""
        if self.team_id:
            return scope.team_id == self.team_id
        if self.section_id:
            return scope.section_id == self.section_id
        return True

    def scope(self) -> Scope:
        """The place of the membership."""
        return Scope(self.team_id, self.section_id or (self.team.section_id if self.team else None))
