"""The installation itself as an actor: what the clock and the command line do, where nobody is signed in."""

from __future__ import annotations

from datetime import datetime

from handlekraft.access.permissions import Permission


class Installation:
    """Whoever has the shell of the machine may do everything anyway; the log shows no actor and this role."""

    pk: int = None  # type: ignore[assignment] # no row of a person stands behind it
    is_authenticated = False

    def may(self, permission: Permission, subject: object = None, *, at: datetime | None = None) -> bool:
        """Yes."""
        return True

    def holds(self, permission: Permission, *, at: datetime | None = None) -> bool:
        """Yes."""
        return True

    def memberships_at(self, at: datetime) -> tuple[()]:
        """None: it holds no role anywhere."""
        return ()

    def teams_in_sight(self, at: datetime) -> frozenset[int]:
        """None: it shows nothing to anybody."""
        return frozenset()

    def standing(self, at: datetime) -> tuple[str, str, int | None]:
        """As itself, for the log."""
        return "installation", "", None
