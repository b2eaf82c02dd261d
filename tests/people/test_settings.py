"""Dated settings: the innermost and latest value counts."""

from datetime import date

import pytest

from handlekraft.demo.world import World
from handlekraft.people.models import DatedSetting
from handlekraft.people.settings import definitions, value

DAY = date(2026, 11, 23)
KEY = "rosters.daily_rest_hours"


def decide(value: object, valid_from: date = date(2026, 1, 1), **place: object) -> None:
    DatedSetting.objects.create(key=KEY, value=value, valid_from=valid_from, source="Lokalaftale", **place)


def test_the_default_stands_until_somebody_decides(world: World) -> None:
    assert value(KEY, DAY) == 11
    decide(8, date(2026, 12, 1))
    assert value(KEY, DAY) == 11
    assert value(KEY, date(2026, 12, 1)) == 8


def test_team_before_section_before_organisation(world: World) -> None:
    decide(10)
    decide(9, section=world.east)
    assert value(KEY, DAY) == 10
    assert value(KEY, DAY, section=world.east) == 9
    assert value(KEY, DAY, team=world.aaparken) == 9
    decide(8, team=world.aaparken)
    assert value(KEY, DAY, team=world.aaparken) == 8
    assert value(KEY, DAY, team=world.havnen) == 9


def test_the_latest_of_two_decisions_counts(world: World) -> None:
    decide(10, date(2026, 2, 1))
    decide(9, date(2026, 3, 1))
    assert value(KEY, DAY) == 9


@pytest.mark.parametrize(("key", "typed", "read"), [(KEY, "9", 9), ("visits.planned_by", "dispatcher", "dispatcher")])
def test_what_is_typed_is_read_by_its_kind(key: str, typed: str, read: object) -> None:
    assert definitions()[key].read(typed) == read


@pytest.mark.parametrize(("key", "typed"), [(KEY, "elleve"), (KEY, "9999999"), ("visits.planned_by", "ingen")])
def test_nonsense_is_refused_with_a_sentence(key: str, typed: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        definitions()[key].read(typed)


def test_choices_are_shown_in_words() -> None:
    assert definitions()["visits.planned_by"].in_words("team") == "Teamet planlægger selv"
    assert definitions()[KEY].in_words(11) == "11"
