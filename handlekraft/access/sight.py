"""Who sees whom. One filter serves lists and single rows, so they never disagree; what is not seen is not there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from handlekraft.access.models import CareRelation
from handlekraft.access.scope import Actor, Scoped

CITIZEN = "citizens.citizen"


def sees_citizen(user: Actor, path: str = "", *, at: datetime | None = None) -> Q:
    """Filter for rows whose citizen `user` sees at the moment `at` (now if none).

    `path` leads from the row to its citizen in lookup form, "" on Citizen itself. A citizen is seen by the teams in
    sight of the user's memberships, through an open care relation, and by the citizen's own sign-in.
    """
    if not user.is_authenticated:
        return Q(pk__in=[])
    at = at or timezone.now()
    prefix = f"{path}__" if path else ""
    seen = Q(**{f"{prefix}user_id": user.pk})
    # Whoever works here no longer has no relations either, whatever their period says.
    if user.memberships_at(at):
        relations = CareRelation.objects.open_at(at).filter(user_id=user.pk).values("citizen_id")
        seen |= Q(**{f"{prefix}team_id__in": user.teams_in_sight(at)}) | Q(**{f"{path or 'pk'}__in": relations})
    return seen


def get_visible[M: Model](
    request: HttpRequest, model: type[M], *, queryset: QuerySet[M] | None = None, **lookup: Any
) -> M:
    """The one row of `model` that fits `lookup` and that the user sees; else 404. The look is recorded."""
    rows: QuerySet[M] = model._default_manager.all() if queryset is None else queryset
    row = rows.visible_to(request.user).filter(**lookup).first()  # type: ignore[attr-defined]
    if row is None:
        raise Http404
    remember(request, [row])
    return row  # type: ignore[no-any-return]


def show[M: Model](request: HttpRequest, rows: Iterable[M]) -> list[M]:
    """The rows as a list, recorded as shown to the user. For lists that already went through `visible_to`."""
    shown = list(rows)
    remember(request, shown)
    return shown


def remember(request: HttpRequest, rows: Iterable[Model]) -> None:
    """Note the citizens of `rows` on the request; the middleware writes one event for the page."""
    seen: set[int] = request.__dict__.setdefault("citizens_seen", set())
    seen.update(citizen_id for row in rows if (citizen_id := citizen_of(row)) is not None)


def citizen_of(row: Model) -> int | None:
    """Key of the citizen a row is about, without asking the database where the row itself knows."""
    if row._meta.label_lower == CITIZEN:
        return int(row.pk)
    if isinstance(citizen_id := getattr(row, "citizen_id", None), int):
        return citizen_id
    return row.scope().citizen_id if isinstance(row, Scoped) else None
