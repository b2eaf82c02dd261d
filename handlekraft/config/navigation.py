"""What stands in the navigation, by role, and which page is each role's first."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handlekraft.access.permissions import Role
from handlekraft.people.models import Membership, Team, User
from handlekraft.web.context import Item, Person


@dataclass(frozen=True)
class Place:
    """One place to go to: its words, the name of its address, its icon and who has it."""

    label: str | Promise
    name: str
    icon: str
    roles: frozenset[str]


CARERS = frozenset({Role.TEAM_MEMBER, Role.TEAM_FACILITATOR, Role.SUBSTITUTE})
RECORD = frozenset({Role.TEAM_MEMBER, Role.TEAM_FACILITATOR, Role.PLANNER, Role.NEEDS_ASSESSOR, Role.DISPATCHER})
PLANS = frozenset({Role.TEAM_MEMBER, Role.TEAM_FACILITATOR, Role.PLANNER, Role.DISPATCHER})
TEAMS = PLANS | {Role.NEEDS_ASSESSOR, Role.UNIT_LEADER, Role.HEAD}
ADMINISTERS = frozenset({Role.ADMINISTRATOR, Role.UNIT_LEADER})
CITIZEN = frozenset({"citizen"})

PLACES = [
    Place(_("I dag"), "day", "sun", CARERS),
    Place(_("Min side"), "own_page", "sun", CITIZEN),
    Place(_("Borgere"), "citizens", "people", RECORD),
    Place(_("Ugen"), "week_now", "calendar", PLANS),
    Place(_("Team"), "teams", "home", TEAMS),
    Place(_("Opsætning"), "organisation", "settings", ADMINISTERS),
]

# Pages that lie below one place and belong to another.
BELONGS = {"week": "week_now", "visit": "day", "hand_over": "day", "tomorrow": "day"}

# The first page of each role, in the order in which a person with several roles is asked.
FIRST = [
    (frozenset({Role.TEAM_MEMBER, Role.SUBSTITUTE}), "day"),
    (frozenset({Role.TEAM_FACILITATOR, Role.PLANNER, Role.DISPATCHER}), "week_now"),
    (frozenset({Role.NEEDS_ASSESSOR}), "citizens"),
    (frozenset({Role.UNIT_LEADER, Role.HEAD}), "teams"),
    (frozenset({Role.ADMINISTRATOR}), "organisation"),
    (CITIZEN, "own_page"),
]


def roles_of(user: User) -> frozenset[str]:
    """The roles the user holds now; a citizen's sign-in is a role too."""
    held = {membership.role for membership in memberships_of(user)}
    return frozenset(held | ({"citizen"} if hasattr(user, "citizen") else set()))


def memberships_of(user: User) -> list[Membership]:
    """The memberships that stand now."""
    return user.memberships_at(timezone.now())


def items(request: HttpRequest) -> list[Item]:
    """Navigation for the signed-in person; nobody gets none."""
    user = request.user
    if not isinstance(user, User):
        return []
    roles = roles_of(user)
    places = [(place, reverse(place.name)) for place in PLACES if roles & place.roles]
    here = place_of_page(request)
    return [Item(str(place.label), url, place.icon, place.name == here) for place, url in places]


def person(request: HttpRequest) -> Person | None:
    """Name and place of the one who is signed in."""
    user = request.user
    if not isinstance(user, User):
        return None
    return Person(user.name, place_of(user), reverse("account"), reverse("sign_out"))


def place_of_page(request: HttpRequest) -> str:
    """The place in the navigation that the page belongs to: by its own name, else by the place it lies below."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    for beginning, place in BELONGS.items():
        if name.startswith(beginning):
            return place
    return next((place.name for place in PLACES if request.path.startswith(reverse(place.name))), "")


def place_of(user: User) -> str:
    """Team or section the user works in, as words."""
    for membership in memberships_of(user):
        place: Team | object | None = membership.team or membership.section
        if place is not None:
            return str(place)
    return ""


def first_page(request: HttpRequest) -> str:
    """Address of the first page of the person's role; somebody without any role is shown her account."""
    user = request.user
    roles = roles_of(user) if isinstance(user, User) else frozenset()
    return reverse(next((name for wanted, name in FIRST if roles & wanted), "account"))
