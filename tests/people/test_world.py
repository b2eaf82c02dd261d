"""The cast stands as domain knowledge says."""

from datetime import date

from handlekraft.access.permissions import Permission
from handlekraft.citizens.models import Citizen
from handlekraft.demo.world import World
from handlekraft.people.models import DatedSetting


def test_a_neighbouring_nurse_sees_only_her_own_team(world: World) -> None:
    assert [c.name for c in Citizen.objects.visible_to(world.mette)] == ["Ella Winther", "Karl Mortensen"]
    assert [c.name for c in Citizen.objects.visible_to(world.tove)] == ["Nora Bech"]
    assert not Citizen.objects.visible_to(world.ali).exists()
    assert [c.name for c in Citizen.objects.visible_to(world.ella.user)] == ["Ella Winther"]
    assert Citizen.objects.visible_to(world.soeren).count() == 3


def test_a_facilitator_does_not_assign(world: World) -> None:
    assert world.mette.may(Permission.PLAN_VISITS, world.aaparken)
    assert not world.mette.may(Permission.PLAN_VISITS, world.havnen)
    assert not world.christina.may(Permission.PLAN_VISITS, world.aaparken)


def test_rows_name_themselves_without_telling_anything(world: World) -> None:
    row = DatedSetting(key="audit.keep_years", value=5, valid_from=date(2026, 1, 1))
    mette = world.mette.employee
    assert str(row) == "audit.keep_years 2026-01-01"
    assert "Mette" not in f"{mette.memberships.get()} {mette.employee_competences.get()}"
