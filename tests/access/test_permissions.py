"""Who may do what, as one table that a person can check. A change of a right is a change of this drawing."""

from datetime import date, timedelta

from django.utils import timezone

from handlekraft.access.models import CareRelation
from handlekraft.access.permissions import GRANTS, Permission, Reach, Role, roles_that_see_citizens
from handlekraft.demo.makers import make_employee, make_team
from handlekraft.demo.world import World

# The columns: team member, facilitator, planner, dispatcher, assessor, substitute, unit leader, head, administrator.
DRAWING = """
                       mem fac pla dis ass sub lea hea adm
own_account             .   .   .   .   .   .   .   .   .
manage_organisation     .   .   .   .   .   .   .   .   x
manage_employees        .   .   .   .   .   .   x   .   x
change_settings         .   .   .   .   .   .   .   .   x
import_data             x   .   x   .   .   .   .   .   x
admit_citizen           x   x   x   .   x   .   .   .   .
write_citizen           x   x   x   .   x   x   .   .   .
agree_help              x   x   x   .   x   .   .   .   .
plan_visits             x   .   x   x   .   .   .   .   .
adopt_plan              x   .   .   x   .   .   .   .   .
document_visit          x   x   .   .   .   x   .   .   .
enter_shifts            x   .   x   x   .   .   .   .   .
break_glass             x   x   .   .   .   .   .   .   .
export_names            x   .   x   .   .   .   .   .   .
sees the whole place    x   x   x   x   x   .   .   .   .
"""


def drawing() -> str:
    """The rights of the code, drawn."""
    lines = [f"{'':23}mem fac pla dis ass sub lea hea adm"]
    for permission in Permission:
        marks = ["x" if permission in GRANTS[role].permissions else "." for role in Role]
        lines.append(f"{permission.value:22}" + "".join(f"  {mark} " for mark in marks))
    reach = ["x" if GRANTS[role].reach is Reach.PLACE else "." for role in Role]
    lines.append(f"{'sees the whole place':22}" + "".join(f"  {mark} " for mark in reach))
    return "\n".join(line.rstrip() for line in lines)


def test_the_rights_are_drawn_as_they_are(world: World) -> None:
    assert drawing() == DRAWING.strip("\n")
    assert not world.christina.may(Permission.PLAN_VISITS, world.aaparken)


def test_each_role_is_explained_to_who_holds_it() -> None:
    sentences = [str(GRANTS[role].sentence) for role in Role]
    assert all(sentence.startswith("Du ") and sentence.endswith(".") for sentence in sentences)
    assert len(set(sentences)) == len(Role)


def test_two_factors_are_asked_of_everyone_who_sees_citizens() -> None:
    assert roles_that_see_citizens() == set(Role) - {Role.UNIT_LEADER, Role.HEAD, Role.ADMINISTRATOR}


# --- where a right reaches ---


def test_a_right_reaches_the_own_place_only(world: World) -> None:
    west = make_team("Team Vest", type(world.east).objects.create(name="Sektion Vest"))
    may = Permission.AGREE_HELP
    assert [world.mette.may(may, place) for place in (world.aaparken, world.ella, world.havnen, world.nora, west)] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert [world.soeren.may(may, place) for place in (world.aaparken, world.nora, world.east, west)] == [
        True,
        True,
        True,
        False,
    ]
    assert [world.henrik.may(Permission.CHANGE_SETTINGS, place) for place in (world.organisation, west, None)] == [
        True
    ] * 3
    assert not world.mette.may(may)


def test_a_right_ends_with_the_membership(world: World) -> None:
    yesterday = date(2026, 11, 22)
    fie = make_employee("Fie Bruun", Role.TEAM_MEMBER, team=world.aaparken, ends_on=yesterday)
    assert not fie.may(Permission.WRITE_CITIZEN, world.ella)
    assert not fie.holds(Permission.BREAK_GLASS)
    assert fie.holds(Permission.BREAK_GLASS, at=timezone.now() - timedelta(days=1))


def test_through_a_relation_one_writes_and_no_more(world: World) -> None:
    now = timezone.now()
    for user in (world.ali, world.tove, world.birgit):
        CareRelation.objects.create(
            user=user, citizen=world.ella, kind="visit", starts_at=now, ends_at=now + timedelta(hours=1)
        )
    rights = (Permission.WRITE_CITIZEN, Permission.DOCUMENT_VISIT, Permission.AGREE_HELP, Permission.PLAN_VISITS)
    assert [world.ali.may(right, world.ella) for right in rights] == [True, True, False, False]
    assert [world.tove.may(right, world.ella) for right in rights] == [True, True, False, False]
    assert [world.birgit.may(right, world.ella) for right in rights] == [False] * 4
    assert [world.ali.may(right, world.karl) for right in rights[:1]] == [False]


def test_a_citizen_holds_no_right_of_the_house(world: World) -> None:
    ella = world.ella.user
    assert [right for right in Permission if ella.may(right, world.ella)] == []
    assert [right for right in Permission if ella.may(right, ella)] == [Permission.OWN_ACCOUNT]
