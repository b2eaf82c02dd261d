"""What each role may do and how far it sees.

Roles are reviewed code; who holds one, where and when, is data (`people.Membership`).
"""

from dataclasses import dataclass
from enum import Enum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Permission(TextChoices):
    """One thing a person may do. The label finishes the sentence "Du må ikke ..."."""

    OWN_ACCOUNT = "own_account", _("ændre en andens konto")
    MANAGE_ORGANISATION = "manage_organisation", _("oprette og ændre sektioner og teams")
    MANAGE_EMPLOYEES = "manage_employees", _("oprette og ændre medarbejdere")
    CHANGE_SETTINGS = "change_settings", _("ændre kommunens indstillinger")
    IMPORT_DATA = "import_data", _("indlæse filer")
    ADMIT_CITIZEN = "admit_citizen", _("oprette eller flytte borgere")
    WRITE_CITIZEN = "write_citizen", _("skrive i borgerens journal")
    AGREE_HELP = "agree_help", _("aftale hjælp med borgeren")
    PLAN_VISITS = "plan_visits", _("lægge og ændre teamets besøg")
    ADOPT_PLAN = "adopt_plan", _("vedtage ugens plan")
    DOCUMENT_VISIT = "document_visit", _("dokumentere besøg")
    ENTER_SHIFTS = "enter_shifts", _("lægge vagter ind")
    BREAK_GLASS = "break_glass", _("bruge nødadgang")
    EXPORT_NAMES = "export_names", _("trække lister med navne")


class Reach(Enum):
    """How far a role sees citizens of the place it is held in."""

    PLACE = "place"  # everyone in the team or section of the membership
    RELATION = "relation"  # only citizens with an open care relation


class Role(TextChoices):
    """The roles of this house. A membership gives one of them, in one place, for one period."""

    TEAM_MEMBER = "team_member", pgettext_lazy("rolle", "Teammedlem")
    TEAM_FACILITATOR = "team_facilitator", pgettext_lazy("rolle", "Gruppefacilitator")
    PLANNER = "planner", pgettext_lazy("rolle", "Planlægger")
    DISPATCHER = "dispatcher", pgettext_lazy("rolle", "Disponent")
    NEEDS_ASSESSOR = "needs_assessor", pgettext_lazy("rolle", "Visitator")
    SUBSTITUTE = "substitute", pgettext_lazy("rolle", "Afløser")
    UNIT_LEADER = "unit_leader", pgettext_lazy("rolle", "Afdelingsleder")
    HEAD = "head", pgettext_lazy("rolle", "Chef")
    ADMINISTRATOR = "administrator", pgettext_lazy("rolle", "Systemadministrator")


@dataclass(frozen=True)
class Grant:
    """What a role gives: permissions, reach, and the sentence that explains it to the one who holds it."""

    permissions: frozenset[Permission]
    reach: Reach
    sentence: str | Promise


P = Permission
CARE = frozenset({P.WRITE_CITIZEN, P.DOCUMENT_VISIT, P.BREAK_GLASS})

GRANTS: dict[Role, Grant] = {
    Role.TEAM_MEMBER: Grant(
        CARE
        | {P.ADMIT_CITIZEN, P.AGREE_HELP, P.PLAN_VISITS, P.ADOPT_PLAN, P.ENTER_SHIFTS, P.IMPORT_DATA, P.EXPORT_NAMES},
        Reach.PLACE,
        _("Du kender teamets borgere, aftaler hjælpen med dem og lægger planen sammen med dit team."),
    ),
    # The facilitator helps the team decide; assigning visits or shifts would make her the leader she replaces.
    Role.TEAM_FACILITATOR: Grant(
        CARE | {P.ADMIT_CITIZEN, P.AGREE_HELP},
        Reach.PLACE,
        _("Du hjælper teamet med at beslutte selv. Du fordeler ikke besøg og vagter."),
    ),
    Role.PLANNER: Grant(
        frozenset(
            {
                P.WRITE_CITIZEN,
                P.ADMIT_CITIZEN,
                P.AGREE_HELP,
                P.PLAN_VISITS,
                P.ENTER_SHIFTS,
                P.IMPORT_DATA,
                P.EXPORT_NAMES,
            }
        ),
        Reach.PLACE,
        _("Du støtter sektionens teams med overblik og kapacitet. Teamet vedtager selv sin uge."),
    ),
    Role.DISPATCHER: Grant(
        frozenset({P.PLAN_VISITS, P.ADOPT_PLAN, P.ENTER_SHIFTS}),
        Reach.PLACE,
        _("Du lægger planen for de sektioner, der endnu ikke planlægger selv."),
    ),
    Role.NEEDS_ASSESSOR: Grant(
        frozenset({P.WRITE_CITIZEN, P.ADMIT_CITIZEN, P.AGREE_HELP}),
        Reach.PLACE,
        _("Du træffer de afgørelser, der ligger uden for teamets ramme, ansigt til ansigt på din faste dag."),
    ),
    Role.SUBSTITUTE: Grant(
        frozenset({P.DOCUMENT_VISIT, P.WRITE_CITIZEN}),
        Reach.RELATION,
        _("Du ser de borgere, du skal besøge i dag, og ikke andre."),
    ),
    Role.UNIT_LEADER: Grant(
        frozenset({P.MANAGE_EMPLOYEES}),
        Reach.RELATION,
        _("Du er coach for teamene. Du ser tal og vilkår, ikke borgernes journaler."),
    ),
    Role.HEAD: Grant(frozenset(), Reach.RELATION, _("Du ser området mod dets egen fortid. Du ser ingen personer.")),
    Role.ADMINISTRATOR: Grant(
        frozenset({P.MANAGE_ORGANISATION, P.MANAGE_EMPLOYEES, P.CHANGE_SETTINGS, P.IMPORT_DATA}),
        Reach.RELATION,
        _("Du sætter systemet op. Du ser ingen borgere."),
    ),
}

# Whoever may write in a record through an open care relation may do these things there, and no more.
BY_RELATION = frozenset({P.WRITE_CITIZEN, P.DOCUMENT_VISIT})


def by_relation_only(role: Role, permission: Permission) -> bool:
    """Whether the role gives this for citizens of an open relation alone: a substitute writes about nobody else."""
    return permission in BY_RELATION and GRANTS[role].reach is Reach.RELATION


def roles_that_see_citizens() -> set[Role]:
    """Roles that must sign in with two factors."""
    return {role for role, grant in GRANTS.items() if grant.reach is Reach.PLACE or grant.permissions & BY_RELATION}
