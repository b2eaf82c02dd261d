"""A municipality decides its values by pages, from a date, with a source."""

import pytest
from django.test import Client

from handlekraft.demo.world import World
from handlekraft.people.models import DatedSetting


@pytest.fixture
def henrik(world: World, login) -> Client:  # type: ignore[no-untyped-def]
    return login(world.henrik)


REST = "/opsaetning/indstillinger/rosters.daily_rest_hours/"
MODE = "/opsaetning/indstillinger/visits.planned_by/"


def test_a_value_is_decided_for_a_section_and_shown(henrik: Client, world: World) -> None:
    form = {"value": "8", "place": f"section-{world.east.pk}", "valid_from": "1.11.2026", "source": "Lokalaftale 2026"}
    assert henrik.get(REST).status_code == 200
    assert henrik.post(REST, form).status_code == 302
    assert "Lokalaftale 2026" in henrik.get(REST).text
    assert "andet for nogle steder" in henrik.get("/opsaetning/indstillinger/").text
    assert DatedSetting.objects.get().changed_by == world.henrik


@pytest.mark.parametrize("wrong", [{"value": "otte"}, {"source": ""}, {"valid_from": "snart"}, {"place": "team-1"}])
def test_what_cannot_be_read_is_refused(henrik: Client, world: World, wrong: dict[str, str]) -> None:
    form = {"value": "8", "place": "organisation", "valid_from": "1.1.2027", "source": "Lokalaftale"}
    assert henrik.post(REST, form | wrong).status_code == 422
    assert not DatedSetting.objects.exists()


@pytest.mark.requirement("R-041")
def test_dispatcher_plans_is_a_dated_setting_of_a_section(henrik: Client, world: World, login) -> None:  # type: ignore[no-untyped-def]
    form = {
        "value": "dispatcher",
        "place": f"section-{world.east.pk}",
        "valid_from": "1.12.2026",
        "source": "Sammenligning",
    }
    assert henrik.post(MODE, form).status_code == 302
    page = henrik.get(MODE).text
    assert "Disponent planlægger" in page
    assert "Kommer" in page
    assert login(world.mette).post(MODE, form).status_code == 403


def test_an_unknown_setting_does_not_exist(henrik: Client) -> None:
    assert henrik.get("/opsaetning/indstillinger/vejr.i_morgen/").status_code == 404


def test_a_setting_of_the_whole_house_is_not_decided_for_a_team(world: World) -> None:
    from datetime import date

    from handlekraft.access.frame import Refused
    from handlekraft.people.actions.settings import decide_setting

    with pytest.raises(Refused, match="enkelt sted"):
        decide_setting(
            world.henrik, world.aaparken, key="audit.keep_years", value=1, valid_from=date(2026, 1, 1), source="x"
        )
    row = decide_setting(
        world.henrik, world.aaparken, key="visits.faces_at_most", value=4, valid_from=date(2026, 1, 1), source="x"
    )
    assert row.team == world.aaparken
