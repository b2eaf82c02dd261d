"""Rest between shifts."""

from datetime import date, timedelta

import pytest

from handlekraft.demo.makers import local, make_shift
from handlekraft.demo.world import World
from handlekraft.people.models import DatedSetting
from handlekraft.rosters.models import Shift
from handlekraft.rosters.rest import daily_rest, next_start_in_words, short_rests

ELEVEN = timedelta(hours=11)
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def sentences(rest: timedelta = ELEVEN) -> list[str]:
    return [one.sentence for one in short_rests(Shift.objects.select_related("employee"), rest)]


def test_late_then_early_is_told_with_the_earliest_start(world: World) -> None:
    make_shift(world.mette, MONDAY, "15:00-23:30")
    make_shift(world.mette, TUESDAY, "07:00-15:00")
    assert sentences() == ["Mette, man 23. kl. 23.30 til 07.00: 7 t 30 min hvile. Tidligst igen kl. 10.30."]


def test_a_local_agreement_about_less_rest_counts(world: World) -> None:
    make_shift(world.mette, MONDAY, "15:00-23:00")
    make_shift(world.mette, TUESDAY, "07:00-15:00")
    DatedSetting.objects.create(
        key="rosters.daily_rest_hours", value=8, section=world.east, valid_from=MONDAY, source="Lokalaftale"
    )
    assert daily_rest(world.aaparken, MONDAY) == timedelta(hours=8)
    assert sentences(daily_rest(world.aaparken, MONDAY)) == []


@pytest.mark.parametrize(("hours", "told"), [(("07:00-11:00", "15:00-19:00"), 0), (("07:00-15:00", "15:00-23:30"), 1)])
def test_a_divided_day_is_one_day_unless_it_is_too_long(world: World, hours: tuple[str, str], told: int) -> None:
    for one in hours:
        make_shift(world.mette, MONDAY, one)
    make_shift(world.ali, MONDAY, "07:00-15:00")
    assert len(sentences()) == told


def test_the_earliest_start_is_said_with_its_day_when_it_is_no_tomorrow(world: World) -> None:
    assert next_start_in_words(local("2026-11-23 23:30"), ELEVEN) == "Tidligst igen kl. 10.30"
    assert next_start_in_words(local("2026-11-23 08:00"), ELEVEN) == "Tidligst igen i dag kl. 19.00"
