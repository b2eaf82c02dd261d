"""On what basis somebody sees a citizen, as the log keeps it: "own", "team", "section" or "relation 17"."""

from collections.abc import Collection
from datetime import datetime

from django.apps import apps
from django.db.models import OuterRef, Subquery

from handlekraft.access.models import CareRelation
from handlekraft.access.permissions import GRANTS, Reach, Role
from handlekraft.access.scope import Actor

OWN, TEAM, SECTION, RELATION = "own", "team", "section", "relation"


def basis_of(user: Actor, citizens: Collection[int], at: datetime) -> dict[int, str]:
    """The basis for each of the citizens at the moment `at`, in one query; none for those the user does not see."""
    if not citizens:
        return {}
    held = user.memberships_at(at)
    own_teams = {place.team_id for place in held if GRANTS[Role(place.role)].reach is Reach.PLACE} - {None}
    teams = user.teams_in_sight(at)
    # Of several open relations the last one opened is why she looks just now.
    relations = CareRelation.objects.open_at(at).filter(user_id=user.pk, citizen_id=OuterRef("pk")).order_by("-pk")
    rows = (
        apps.get_model("citizens", "Citizen")
        .objects.filter(pk__in=citizens)
        .annotate(relation=Subquery(relations.values("pk")[:1]))
        .values_list("pk", "team_id", "user_id", "relation")
    )
    found = {}
    for citizen_id, team_id, user_id, relation in rows:
        if user_id == user.pk:
            found[citizen_id] = OWN
        elif team_id in teams:
            found[citizen_id] = TEAM if team_id in own_teams else SECTION
        elif relation and held:
            found[citizen_id] = f"{RELATION} {relation}"
    return found
