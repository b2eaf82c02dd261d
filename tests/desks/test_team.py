"""The team's page: who, what they can, which professions are at work, and who decides."""

from datetime import date, timedelta

import pytest
from django.test import Client

from handlekraft.access.permissions import Role
from handlekraft.demo.makers import give_competence, make_employee, make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.visits.models import VisitChange
from tests.swaps import assert_swap_equals_fresh

MONDAY = date(2026, 11, 23)


@pytest.fixture
def mette(world: World, login) -> Client:  # type: ignore[no-untyped-def]
    return login(world.mette)


def test_a_member_comes_straight_to_her_team(mette: Client, world: World) -> None:
    assert mette.get("/team/").headers["Location"] == f"/team/{world.aaparken.pk}/"
    page = mette.get(f"/team/{world.aaparken.pk}/").text
    assert "gruppefacilitator: Christina" in page
    assert "3 medlemmer" in page
    assert "2 borgere" in page
    assert "Der er ingen vagter i denne uge endnu." in page


@pytest.mark.requirement("R-060")
def test_a_section_role_chooses_between_its_teams_and_a_neighbour_sees_only_her_own(world: World, login) -> None:  # type: ignore[no-untyped-def]
    planner = login(world.soeren)
    assert "Team Havnen" in planner.get("/team/").text
    assert login(world.birgit).get(f"/team/{world.aaparken.pk}/").status_code == 200
    assert login(world.tove).get(f"/team/{world.aaparken.pk}/").status_code == 404


def test_somebody_without_a_place_has_no_team(world: World, login) -> None:  # type: ignore[no-untyped-def]
    assert login(world.ella.user).get("/team/").status_code == 404


@pytest.mark.requirement("R-061", "R-065")
def test_professions_at_work_and_competences_are_found(mette: Client, world: World, login) -> None:  # type: ignore[no-untyped-def]
    make_shift(world.mette, MONDAY)
    make_shift(world.mette, MONDAY + timedelta(days=1))
    make_shift(world.christina, MONDAY)
    make_shift(make_employee("Ib Krog", Role.SUBSTITUTE, team=world.aaparken), MONDAY)
    give_competence(world.christina.employee, "Arabisk")
    page = mette.get(f"/team/{world.aaparken.pk}/").text
    assert "faggrupper på arbejde i denne uge" in page
    found = mette.get(f"/team/{world.aaparken.pk}/", {"q": "arab"}, headers={"HX-Request": "true"}).text
    assert "Christina" in found
    assert "Mette" not in found
    nobody = mette.get(f"/team/{world.aaparken.pk}/", {"q": "harpe"}).text
    assert "Ingen i teamet" in nobody
    assert login(world.tove).get(f"/team/{world.aaparken.pk}/", {"q": "arab"}).status_code == 404


def test_a_day_without_a_profession_is_counted(world: World) -> None:
    from handlekraft.rosters.week import Week
    from handlekraft.visits.self_planning import coverage

    make_shift(world.christina, MONDAY)
    (row,) = coverage(world.aaparken, Week.of(MONDAY))
    assert (row.profession.code, row.missing) == ("nurse", 6)


def test_the_share_the_team_decides_itself(mette: Client, world: World) -> None:
    visit = make_visit(world.ella, MONDAY)
    planner = world.soeren
    for by in (world.mette, world.mette, world.mette, planner):
        VisitChange.objects.create(visit=visit, citizen=world.ella, kind="moved", by=by, before={})
    page = mette.get(f"/team/{world.aaparken.pk}/").text
    assert "75 %" in page
    assert "3 af 4 ændringer" in page


def test_the_search_swaps_like_a_fresh_page(mette: Client, world: World) -> None:
    assert_swap_equals_fresh(mette, f"/team/{world.aaparken.pk}/", {"q": "medicin"}, "helpers")
