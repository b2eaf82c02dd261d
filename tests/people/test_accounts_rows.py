"""Rows about sign-ins name nobody where they are printed, and belong to no place."""

import pytest
from django.db import IntegrityError, transaction

from handlekraft.access.scope import Scope
from handlekraft.demo.makers import make_user
from handlekraft.demo.world import World
from handlekraft.people.actions.invitations import invite_employee
from handlekraft.people.models import Throttle, User
from tests.people.ways import browser, know


def test_printed_rows_name_nobody(world: World) -> None:
    invitation = invite_employee(world.henrik, world.mette.employee, way="letter")
    device = know(browser(), world.mette, world.mette.created_at)
    door = Throttle(key="x")
    for row in (invitation, device, door):
        assert "Mette" not in str(row)
        assert type(row).__name__ in str(row)
    assert (invitation.scope(), device.scope(), world.mette.scope()) == (Scope(), Scope(), Scope())


def test_a_name_is_taken_in_any_case(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user("En Anden", "METTE")
    assert User.objects.known_as("") is None
