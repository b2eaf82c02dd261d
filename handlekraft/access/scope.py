"""Where a thing belongs: the place that permissions are asked for, and the citizen it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast, runtime_checkable

from django.http import HttpRequest

from handlekraft.access.permissions import Permission


@dataclass(frozen=True)
class Scope:
    """Team, section and citizen of a subject, by key; None where it has none."""

    team_id: int | None = None
    section_id: int | None = None
    citizen_id: int | None = None


@runtime_checkable
class Scoped(Protocol):
    """A subject that knows where it belongs."""

    def scope(self) -> Scope:
        """Team, section and citizen of the subject."""
        ...


class Held(Protocol):
    """A role somebody holds in one place: a team, a section, or everywhere."""

    @property
    def role(self) -> str:
        """Its code."""
        ...

    @property
    def team_id(self) -> int | None:
        """The team, if it is held in one."""
        ...


class Actor(Protocol):
    """Whoever acts: `access` knows no more of a person than this."""

    @property
    def pk(self) -> Any:
        """Key of the sign-in; none for the installation itself."""
        ...

    @property
    def is_authenticated(self) -> bool:
        """Whether somebody is signed in."""
        ...

    def may(self, permission: Permission, subject: object = None, *, at: datetime | None = None) -> bool:
        """Whether the actor holds `permission` where `subject` belongs, at the moment `at` (now if none)."""
        ...

    def holds(self, permission: Permission, *, at: datetime | None = None) -> bool:
        """Whether the actor holds `permission` anywhere at all."""
        ...

    def memberships_at(self, at: datetime) -> Sequence[Held]:
        """The roles the actor holds at the moment `at`."""
        ...

    def teams_in_sight(self, at: datetime) -> frozenset[int]:
        """Keys of the teams whose citizens the actor sees by membership."""
        ...

    def standing(self, at: datetime) -> tuple[str, str, int | None]:
        """Role, profession and team of the actor, as codes, for the log."""
        ...


def actor_of(request: HttpRequest) -> Actor:
    """Who asks. Every page is closed to strangers unless its view says otherwise (`people.middleware`)."""
    return cast("Actor", request.user)


def citizen_key(subject: Scoped) -> int:
    """Key of the citizen of a subject that is always about one."""
    return cast("int", subject.scope().citizen_id)
