"""Ali comes for a day: he sees whom he visits, from midnight until four the next morning, and nobody else."""

from collections.abc import Callable
from datetime import date

import pytest

from handlekraft.access.frame import Alone, action
from handlekraft.access.models import CareRelation
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.access.visit_sight import give_visit_sight, take_visit_sight
from handlekraft.audit.models import Event
from handlekraft.citizens.actions import add_alert
from handlekraft.citizens.models import Alert, Citizen
from handlekraft.demo.makers import local
from handlekraft.demo.world import World
from handlekraft.people.models import User

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)


@action("visit handed over", needs=Permission.PLAN_VISITS)
def hand_over(by: Actor, citizen: Citizen, *, to: User, day: date = TODAY) -> None:
    """As the room of visits does it."""
    give_visit_sight(by, citizen, carer=to, day=day)


@action("visit taken away", needs=Permission.PLAN_VISITS)
def take_away(by: Actor, citizen: Citizen, *, of: User, day: date = TODAY) -> None:
    """The day's last visit of this carer to the citizen is gone."""
    take_visit_sight(by, citizen, carer=of, day=day)


def sees(user: User, citizen: Citizen, at: str) -> bool:
    return Citizen.objects.visible_to(user, at=local(at)).filter(pk=citizen.pk).exists()


def test_a_substitute_sees_the_citizen_on_the_day_of_the_visit(world: World) -> None:
    hand_over(world.mette, world.ella, to=world.ali, day=TOMORROW)
    moments = ["2026-11-23 23:59", "2026-11-24 00:00", "2026-11-25 03:59", "2026-11-25 04:00"]
    assert [sees(world.ali, world.ella, moment) for moment in moments] == [False, True, True, False]
    assert not sees(world.ali, world.karl, "2026-11-24 12:00")
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "visit relation opened",
        "visit handed over",
    ]


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 27), (date(2026, 10, 25), 29), (TODAY, 28)])
def test_the_day_is_a_local_day_also_when_the_clock_changes(world: World, day: date, hours: int) -> None:
    hand_over(world.mette, world.ella, to=world.ali, day=day)
    relation = CareRelation.objects.get()
    assert (relation.ends_at - relation.starts_at).total_seconds() == hours * 3600


def test_who_sees_the_team_anyway_gets_none(world: World) -> None:
    hand_over(world.mette, world.ella, to=world.christina)
    assert not CareRelation.objects.exists()


def test_a_second_visit_on_the_day_changes_nothing(world: World) -> None:
    hand_over(world.mette, world.ella, to=world.ali)
    hand_over(world.mette, world.ella, to=world.ali)
    assert CareRelation.objects.count() == 1
    hand_over(world.mette, world.ella, to=world.ali, day=TOMORROW)
    hand_over(world.mette, world.karl, to=world.ali)
    assert CareRelation.objects.count() == 3


def test_the_sight_goes_with_the_visit(world: World, at: Callable[[str], None]) -> None:
    hand_over(world.mette, world.ella, to=world.ali)
    at("2026-11-23 14:55")
    take_away(world.mette, world.ella, of=world.ali)
    assert sees(world.ali, world.ella, "2026-11-23 14:54")
    assert not sees(world.ali, world.ella, "2026-11-23 14:56")
    take_away(world.mette, world.ella, of=world.ali)
    assert Event.objects.filter(verb="visit relation ended").count() == 1


def test_sight_of_a_coming_day_never_begins(world: World) -> None:
    hand_over(world.mette, world.ella, to=world.ali, day=TOMORROW)
    take_away(world.mette, world.ella, of=world.ali, day=TOMORROW)
    assert not sees(world.ali, world.ella, "2026-11-24 12:00")


def test_a_visit_given_again_gives_the_sight_again(world: World) -> None:
    hand_over(world.mette, world.ella, to=world.ali, day=TOMORROW)
    take_away(world.mette, world.ella, of=world.ali, day=TOMORROW)
    hand_over(world.mette, world.ella, to=world.ali, day=TOMORROW)
    assert sees(world.ali, world.ella, "2026-11-24 12:00")


def test_who_wrote_something_may_finish(world: World) -> None:
    hand_over(world.mette, world.ella, to=world.ali)
    add_alert(world.ali, world.ella, kind=Alert.Kind.DOG, text="Hund")
    take_away(world.mette, world.ella, of=world.ali)
    assert sees(world.ali, world.ella, "2026-11-23 15:00")


def test_it_is_a_consequence_and_nothing_by_itself(world: World) -> None:
    with pytest.raises(Alone):
        give_visit_sight(world.mette, world.ella, carer=world.ali, day=TODAY)
