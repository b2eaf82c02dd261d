"""Sign-ins: who a person is to this installation, how she is invited, and the devices that know her."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handlekraft.access.permissions import (
    BY_RELATION,
    GRANTS,
    Permission,
    Reach,
    Role,
    by_relation_only,
    roles_that_see_citizens,
)
from handlekraft.access.scope import Scope, Scoped
from handlekraft.people.codes import digest_of
from handlekraft.people.models.employees import Employee, Membership
from handlekraft.people.models.places import Team

if TYPE_CHECKING:
    from handlekraft.access.models import CareRelation


class UserManager(BaseUserManager["User"]):
    """Finds users by their sign-in name."""

    def known_as(self, name: str) -> User | None:
        """The user who signs in with `name`: the sign-in name, or a mail address that is hers alone."""
        found = list(self.filter(username__iexact=name)[:1]) or list(self.filter(email__iexact=name)[:2])
        return found[0] if name and len(found) == 1 else None


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

    class Meta:
        constraints = [models.UniqueConstraint(Lower("username"), name="username_once_whatever_its_case")]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """What colleagues call the person."""
        return self.name.split()[0]

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
        if any(m.covers(scope) and not by_relation_only(Role(m.role), permission) for m in memberships):
            return True
        return bool(memberships) and permission in BY_RELATION and self._has_relation(scope.citizen_id, at)

    def holds(self, permission: Permission, *, at: datetime | None = None) -> bool:
        """Whether this user holds `permission` in any place."""
        return any(permission in GRANTS[Role(m.role)].permissions for m in self.memberships_at(at or timezone.now()))

    def needs_two_factors(self, at: datetime) -> bool:
        """Whether a role held at `at` sees citizens."""
        return any(m.role in roles_that_see_citizens() for m in self.memberships_at(at))

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


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def open_at(self, at: datetime) -> InvitationQuerySet:
        """Those that can still be used, by somebody who still works here."""
        standing = Q(employee__ends_on=None) | Q(employee__ends_on__gte=timezone.localdate(at))
        return self.filter(standing, used_at=None, ends_at__gt=at, employee__user__is_active=True)

    def for_code(self, code: str) -> Invitation | None:
        """The open invitation that `code` was made for."""
        return self.open_at(timezone.now()).filter(digest=digest_of(code)).select_related("employee__user").first()

    def open_by_key(self, key: int) -> Invitation | None:
        """The open invitation with this key."""
        return self.open_at(timezone.now()).filter(pk=key).select_related("employee__user").first()


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

    objects = InvitationQuerySet.as_manager()

    # The code itself, known only while the invitation is being sent.
    code = ""

    def __str__(self) -> str:
        return f"Invitation {self.pk}"

    def scope(self) -> Scope:
        """As the employee."""
        return Scope()


class DeviceQuerySet(models.QuerySet["Device"]):
    """Questions about devices."""

    def known(self) -> DeviceQuerySet:
        """Those whose time has not run out."""
        return self.filter(ends_at__gt=timezone.now())

    def forget_old(self) -> None:
        """Delete those whose time has run out."""
        self.filter(ends_at__lte=timezone.now()).delete()


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

    objects = DeviceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Device {self.pk}"

    def scope(self) -> Scope:
        """A device belongs to no place."""
        return Scope()


class Throttle(models.Model):
    """Failed tries at one door (an account, an address). The key is a hash from which nobody can be read."""

    key = models.CharField(max_length=64, unique=True)
    tries = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"Throttle {self.pk}"
