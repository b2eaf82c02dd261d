"""A citizen comes, moves and ends: done, refused, recorded."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from handlekraft.access.frame import Refused
from handlekraft.citizens.actions import (
    add_face,
    admit_citizen,
    change_citizen,
    end_citizen,
    move_citizen,
    readmit_citizen,
    show_cpr,
)
from handlekraft.citizens.models import Citizen
from handlekraft.demo.makers import make_help
from handlekraft.demo.world import World
from tests.citizens.log import events, last_event

TODAY = date(2026, 11, 23)


def test_a_citizen_is_admitted(world: World) -> None:
    ida = admit_citizen(
        world.mette, world.aaparken, name="Ida Holm", address="Åvej 3", cpr="710240-0011", place=(55.6, 12.1)
    )
    ida.refresh_from_db()
    assert (ida.team, ida.cpr, ida.born_on, ida.starts_on) == (world.aaparken, "7102400011", date(1940, 2, 11), TODAY)
    assert (ida.lat, ida.lon, ida.is_protected) == (55.6, 12.1, False)
    assert last_event() == ("citizen admitted", world.mette.pk, [ida.pk])


def test_admission_is_refused(world: World) -> None:
    seen = events()
    with pytest.raises(Refused, match="oprette eller flytte borgere"):
        admit_citizen(world.tove, world.aaparken, name="Ida", address="Åvej 3")
    with pytest.raises(Refused, match="allerede en borger med det CPR-nummer"):
        admit_citizen(world.mette, world.aaparken, name="Ida", address="Åvej 3", cpr=world.ella.cpr)
    with pytest.raises(Refused, match="ti cifre"):
        admit_citizen(world.mette, world.aaparken, name="Ida", address="Åvej 3", cpr="12")
    world.aaparken.closed_on = TODAY
    with pytest.raises(Refused, match="Team Åparken er lukket"):
        admit_citizen(world.mette, world.aaparken, name="Ida", address="Åvej 3")
    assert not Citizen.objects.filter(name="Ida").exists()
    assert events() == seen + 1
    assert last_event() == ("taken number tried", world.mette.pk, [world.ella.pk])


def test_numbers_are_not_tried_out(world: World, at: Callable[[str], None]) -> None:
    free = {"name": "Ida Holm", "address": "Åvej 3", "cpr": "710240-0011"}
    for _ in range(5):
        with pytest.raises(Refused, match="allerede en borger med det CPR-nummer"):
            change_citizen(world.mette, world.karl, name="Karl", address="Åvej 1", cpr=world.ella.cpr)
    for cpr in (world.ella.cpr, free["cpr"]):
        with pytest.raises(Refused, match="prøvet for mange CPR-numre"):
            admit_citizen(world.mette, world.aaparken, **free | {"cpr": cpr})
        assert last_event() == ("taken number tried", world.mette.pk, [])
    change_citizen(world.mette, world.ella, name="Ella Winther", address="Åvej 9", cpr=world.ella.cpr)
    at("2026-11-23 15:10")
    assert admit_citizen(world.mette, world.aaparken, **free).cpr == "7102400011"


def test_a_citizen_is_corrected_and_keeps_her_number(world: World) -> None:
    change_citizen(world.mette, world.ella, name="Ella Vinter", address="Åvej 9", is_protected=True)
    world.ella.refresh_from_db()
    assert (world.ella.name, world.ella.cpr, world.ella.is_protected) == ("Ella Vinter", "7705400012", True)
    assert (world.ella.lat, world.ella.lon) == (None, None)
    assert last_event() == ("citizen changed", world.mette.pk, [world.ella.pk])
    change_citizen(world.mette, world.ella, name="Ella Vinter", address="Åvej 9", cpr="7705400012")
    assert world.ella.born_on == date(1940, 5, 17)
    with pytest.raises(Refused, match="oprette eller flytte borgere"):
        change_citizen(world.tove, world.ella, name="Nogen", address="Her")


def test_a_citizen_moves_and_the_old_faces_leave(world: World) -> None:
    add_face(world.mette, world.ella, employee=world.christina.employee)
    move_citizen(world.mette, world.ella, to=world.havnen)
    world.ella.refresh_from_db()
    assert (world.ella.team, world.ella.primary_contact) == (world.havnen, None)
    assert not world.ella.known_faces.filter(ends_on=None).exists()
    assert set(world.ella.face_changes.filter(kind="left").values_list("employee__name", flat=True)) == {
        "Mette Lund",
        "Christina Dahl",
    }
    assert last_event() == ("citizen moved", world.mette.pk, [world.ella.pk])


def test_a_face_of_both_teams_stays_when_the_citizen_moves(world: World) -> None:
    world.mette.employee.memberships.create(role="team_member", team=world.havnen, starts_on=date(2026, 1, 1))
    move_citizen(world.mette, world.ella, to=world.havnen)
    world.ella.refresh_from_db()
    assert world.ella.primary_contact == world.mette.employee
    assert world.ella.known_faces.get().ends_on is None


def test_a_move_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="Ella er allerede i Team Åparken"):
        move_citizen(world.mette, world.ella, to=world.aaparken)
    with pytest.raises(Refused, match="oprette eller flytte borgere"):
        move_citizen(world.tove, world.ella, to=world.havnen)
    world.havnen.closed_on = date(2026, 1, 1)
    with pytest.raises(Refused, match="er lukket"):
        move_citizen(world.mette, world.ella, to=world.havnen)


def test_help_ends_with_the_citizen(world: World) -> None:
    running, ended = make_help(world.ella), make_help(world.ella, ends_on=date(2026, 10, 1))
    end_citizen(world.mette, world.ella, on=date(2026, 11, 30))
    running.refresh_from_db()
    ended.refresh_from_db()
    assert (world.ella.ends_on, running.ends_on, ended.ends_on) == (
        date(2026, 11, 30),
        date(2026, 11, 30),
        date(2026, 10, 1),
    )
    assert last_event() == ("citizen ended", world.mette.pk, [world.ella.pk])


def test_an_end_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="ikke ligge før den første"):
        end_citizen(world.mette, world.ella, on=date(2025, 12, 31))
    with pytest.raises(Refused, match="oprette eller flytte borgere"):
        end_citizen(world.tove, world.ella, on=TODAY)


def test_a_citizen_is_readmitted(world: World) -> None:
    with pytest.raises(Refused, match="Ella er ikke afsluttet"):
        readmit_citizen(world.mette, world.ella)
    end_citizen(world.mette, world.ella, on=TODAY)
    readmit_citizen(world.mette, world.ella)
    world.ella.refresh_from_db()
    assert world.ella.ends_on is None
    assert last_event() == ("citizen readmitted", world.mette.pk, [world.ella.pk])
    with pytest.raises(Refused, match="oprette eller flytte borgere"):
        readmit_citizen(world.tove, world.ella)


def test_the_whole_number_is_shown_and_the_look_recorded(world: World) -> None:
    assert show_cpr(world.mette, world.ella) == "770540-0012"
    assert last_event() == ("cpr shown", world.mette.pk, [world.ella.pk])
    with pytest.raises(Refused, match="ikke noget CPR-nummer på Nora"):
        show_cpr(world.tove, world.nora)
    with pytest.raises(Refused, match="oprette eller flytte borgere"):
        show_cpr(world.tove, world.ella)


def test_names_are_found_in_any_case_and_protected_addresses_are_not(world: World, at: Callable[[str], None]) -> None:
    found: Any = lambda words: [row.name for row in Citizen.objects.matching(words)]  # noqa: E731
    Citizen.objects.filter(pk=world.karl.pk).update(name="Karl Åge Ørsted", address="Ålykke 4")
    assert found("ørsted karl") == ["Karl Åge Ørsted"]
    assert found("åLYKKE 4") == ["Karl Åge Ørsted"]
    assert found("karl winther") == []
    Citizen.objects.filter(pk=world.karl.pk).update(is_protected=True)
    assert found("ålykke") == []
