"""The group around a citizen: done, refused, recorded, and told."""

from datetime import date

import pytest

from handlekraft.access.frame import Refused
from handlekraft.citizens.actions import add_face, end_face, set_faces_wanted, set_primary_contact, tell_change
from handlekraft.citizens.models import Citizen
from handlekraft.demo.world import World
from tests.citizens.log import last_event

AGREE = "aftale hjælp med borgeren"


def news(citizen: Citizen) -> list[tuple[str, str]]:
    """What nobody has told yet."""
    return [(row.kind, row.employee.name) for row in citizen.face_changes.untold()]


def test_a_new_face_is_news(world: World) -> None:
    add_face(world.mette, world.ella, employee=world.christina.employee)
    assert news(world.ella) == [("joined", "Christina Dahl")]
    assert last_event() == ("face added", world.mette.pk, [world.ella.pk])


def test_a_face_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="Tove Berg er ikke i Team Åparken"):
        add_face(world.mette, world.ella, employee=world.tove.employee)
    with pytest.raises(Refused, match="Mette er allerede i gruppen om Ella"):
        add_face(world.mette, world.ella, employee=world.mette.employee)
    set_faces_wanted(world.mette, world.ella, number=1)
    with pytest.raises(Refused, match="Gruppen om Ella er på 1"):
        add_face(world.mette, world.ella, employee=world.christina.employee)
    with pytest.raises(Refused, match=AGREE):
        add_face(world.tove, world.ella, employee=world.tove.employee)
    assert news(world.ella) == []


def test_a_face_that_leaves_is_news(world: World) -> None:
    face = add_face(world.mette, world.ella, employee=world.christina.employee)
    tell_change(world.mette, world.ella.face_changes.get())
    assert last_event() == ("change told", world.mette.pk, [world.ella.pk])
    with pytest.raises(Refused, match=AGREE):
        end_face(world.tove, face)
    end_face(world.mette, face)
    assert (face.ends_on, news(world.ella)) == (date(2026, 11, 23), [("left", "Christina Dahl")])
    assert last_event() == ("face ended", world.mette.pk, [world.ella.pk])
    with pytest.raises(Refused, match="Christina er allerede ude"):
        end_face(world.mette, face)
    assert add_face(world.mette, world.ella, employee=world.christina.employee).pk != face.pk


def test_a_face_that_nobody_told_of_leaves_without_news(world: World) -> None:
    end_face(world.mette, add_face(world.mette, world.ella, employee=world.christina.employee))
    assert news(world.ella) == []


def test_another_primary_contact_is_news(world: World) -> None:
    set_faces_wanted(world.mette, world.ella, number=1)
    set_primary_contact(world.mette, world.ella, employee=world.christina.employee)
    world.ella.refresh_from_db()
    assert world.ella.primary_contact == world.christina.employee
    assert world.ella.known_faces.filter(employee=world.christina.employee, ends_on=None).count() == 1
    assert news(world.ella) == [("primary", "Christina Dahl")]
    assert last_event() == ("primary contact set", world.mette.pk, [world.ella.pk])


def test_a_primary_contact_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="Mette er allerede fast kontaktperson for Ella"):
        set_primary_contact(world.mette, world.ella, employee=world.mette.employee)
    with pytest.raises(Refused, match="er ikke i Team Åparken"):
        set_primary_contact(world.mette, world.ella, employee=world.tove.employee)
    with pytest.raises(Refused, match="Vælg en ny kontaktperson først"):
        end_face(world.mette, world.ella.known_faces.get())
    with pytest.raises(Refused, match=AGREE):
        set_primary_contact(world.tove, world.ella, employee=world.tove.employee)


def test_the_number_of_faces_is_hers(world: World) -> None:
    set_faces_wanted(world.mette, world.ella, number=3)
    assert Citizen.objects.get(pk=world.ella.pk).faces_wanted == 3
    assert last_event() == ("faces wanted set", world.mette.pk, [world.ella.pk])
    with pytest.raises(Refused, match=AGREE):
        set_faces_wanted(world.tove, world.ella, number=9)


def test_a_change_is_told_once(world: World) -> None:
    add_face(world.mette, world.ella, employee=world.christina.employee)
    change = world.ella.face_changes.get()
    with pytest.raises(Refused, match="skrive i borgerens journal"):
        tell_change(world.tove, change)
    tell_change(world.christina, change)
    assert (change.told_on, change.told_by) == (date(2026, 11, 23), world.christina.employee)
    with pytest.raises(Refused, match="allerede fortalt"):
        tell_change(world.mette, change)
