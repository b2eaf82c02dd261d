"""Sections, teams, employees and what they can; memberships with role and period; dated settings; sign-in."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handlekraft.access.permissions import BY_RELATION, GRANTS, Permission, Reach, Role
from handlekraft.access.scope import Scope, Scoped

if TYPE_CHECKING:
    from handlekraft.access.models import CareRelation


class Organisation(models.Model):
    """The one organisation of this installation."""

    name = models.CharField(max_length=120)
    set_up_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    def scope(self) -> Scope:
        """The organisation is no place inside itself: only memberships without place reach it."""
        return Scope()


class Section(models.Model):
    """A home-care section: several small teams."""

    name = models.CharField(max_length=120, unique=True)
    external_id = models.CharField(max_length=60, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def scope(self) -> Scope:
        """The section itself."""
        return Scope(section_id=self.pk)


class Team(models.Model):
    """A team of a section: the inner boundary of who sees whom."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120, unique=True)
    external_id = models.CharField(max_length=60, blank=True)
    opens = models.TimeField(default=time(7, 0))
    closes = models.TimeField(default=time(23, 30))
    base_lat = models.FloatField(null=True, blank=True)
    base_lon = models.FloatField(null=True, blank=True)
    base_address = models.CharField(max_length=200, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def scope(self) -> Scope:
        """The team and its section."""
        return Scope(team_id=self.pk, section_id=self.section_id)


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

    class Meta:
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Finds users by their sign-in name."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user with this sign-in name, whatever its case."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A sign-in. What the person may do comes from the memberships of her employee row, or from being a citizen."""

    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def scope(self) -> Scope:
        """A sign-in belongs to no place."""
        return Scope()

    @cached_property
    def _memberships(self) -> list[Membership]:
        return list(
            Membership.objects.filter(employee__user=self).select_related("team", "section", "employee__profession")
        )

    def memberships_at(self, at: datetime) -> list[Membership]:
        """The memberships that stand on the local day of `at`."""
        if not self.is_active:
            return []
        day = timezone.localdate(at)
        return [membership for membership in self._memberships if membership.stands_on(day)]

    def may(self, permission: Permission, subject: object = None, *, at: datetime | None = None) -> bool:
        """Whether this user holds `permission` where `subject` belongs. Own account: only for oneself."""
        if permission is Permission.OWN_ACCOUNT:
            return subject == self
        at = at or timezone.now()
        scope = subject.scope() if isinstance(subject, Scoped) else Scope()
        memberships = [m for m in self.memberships_at(at) if permission in GRANTS[Role(m.role)].permissions]
        if any(membership.covers(scope) for membership in memberships):
            return True
        return bool(memberships) and permission in BY_RELATION and self._has_relation(scope.citizen_id, at)

    def holds(self, permission: Permission, *, at: datetime | None = None) -> bool:
        """Whether this user holds `permission` in any place."""
        return any(permission in GRANTS[Role(m.role)].permissions for m in self.memberships_at(at or timezone.now()))

    def _has_relation(self, citizen_id: int | None, at: datetime) -> bool:
        relations: models.Manager[CareRelation] = self.care_relations
        return (
            citizen_id is not None
            and relations.filter(citizen_id=citizen_id, starts_at__lte=at, ends_at__gt=at).exists()
        )

    def teams_in_sight(self, at: datetime) -> frozenset[int]:
        """Keys of the teams whose citizens this user sees by membership."""
        places = [m for m in self.memberships_at(at) if GRANTS[Role(m.role)].reach is Reach.PLACE]
        teams = {m.team_id for m in places if m.team_id}
        sections = {m.section_id for m in places if m.section_id}
        if sections:
            teams |= set(Team.objects.filter(section__in=sections).values_list("pk", flat=True))
        return frozenset(teams)

    def standing(self, at: datetime) -> tuple[str, str, int | None]:
        """Role, profession and team as codes, for the log. The citizen herself stands as "citizen"."""
        memberships = self.memberships_at(at)
        if not memberships:
            return "citizen" if hasattr(self, "citizen") else "", "", None
        first = memberships[0]
        return first.role, first.employee.profession.code if first.employee.profession else "", first.team_id


class EmployeeQuerySet(models.QuerySet["Employee"]):
    """Questions about employees."""

    def employed_on(self, day: date) -> EmployeeQuerySet:
        """Those whose employment has not ended on `day`."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def in_team(self, team: Team, day: date) -> EmployeeQuerySet:
        """Those with a membership of any role in `team` on `day`."""
        return self.filter(pk__in=Membership.objects.standing_on(day).filter(team=team).values("employee"))


class Employee(models.Model):
    """A person who works here. May exist without a sign-in."""

    class TravelMode(models.TextChoices):
        """How the employee gets from door to door."""

        WALK = "walk", _("Til fods")
        BICYCLE = "bicycle", _("Cykel")
        CAR = "car", _("Bil")

    user = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="employee")
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

    def scope(self) -> Scope:
        """An employee belongs to the organisation: only those who manage employees everywhere, or in one of her places, reach her."""
        return Scope()


class EmployeeCompetence(models.Model):
    """A competence an employee has, with its period."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="employee_competences")
    competence = models.ForeignKey(Competence, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "competence"], name="employee_competence_once")]

    def __str__(self) -> str:
        return f"EmployeeCompetence {self.pk}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions about memberships."""

    def standing_on(self, day: date) -> MembershipQuerySet:
        """Those whose period holds `day`."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


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


class DatedSettingQuerySet(models.QuerySet["DatedSetting"]):
    """Questions about settings."""

    def in_force(
        self, key: str, day: date, *, section: Section | None = None, team: Team | None = None
    ) -> DatedSetting | None:
        """The row that decides `key` on `day`: the team's before its section's before the organisation's; the latest of each."""
        section = section or (team.section if team else None)
        rows = self.filter(key=key, valid_from__lte=day).filter(
            Q(team=None, section=None) | Q(team=team, team__isnull=False) | Q(section=section, section__isnull=False)
        )
        return max(
            rows,
            key=lambda row: (row.team_id is not None, row.section_id is not None, row.valid_from, row.pk),
            default=None,
        )


class DatedSetting(models.Model):
    """A value the municipality decides, from a date, with its source. Rows are added, never changed."""

    key = models.CharField(max_length=60)
    value: models.JSONField[Any, Any] = models.JSONField()
    section = models.ForeignKey(Section, models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")
    valid_from = models.DateField()
    source = models.CharField(max_length=200)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = DatedSettingQuerySet.as_manager()

    class Meta:
        ordering = ["key", "-valid_from", "-pk"]
        indexes = [models.Index(fields=["key", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from}"

    def scope(self) -> Scope:
        """The place the setting is for."""
        return Scope(self.team_id, self.section_id or (self.team.section_id if self.team else None))


class Invitation(models.Model):
    """A code that lets an employee make or renew a sign-in. Only its hash is kept."""

    class Way(models.TextChoices):
        """How the code travels."""

        MAIL = "mail", _("Mail")
        LETTER = "letter", _("Brev")

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    way = models.CharField(max_length=10, choices=Way.choices)
    sent_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Invitation {self.pk}"

    def scope(self) -> Scope:
        """As the employee."""
        return Scope()


class Device(models.Model):
    """A browser that a user has signed in on with two factors: remembered for a while, unlocked by a PIN."""

    user = models.ForeignKey(User, models.CASCADE, related_name="devices")
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80)
    pin = models.CharField(max_length=200, blank=True)
    wrong_pins = models.PositiveSmallIntegerField(default=0)
    known_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Device {self.pk}"

    def scope(self) -> Scope:
        """A device belongs to no place."""
        return Scope()
