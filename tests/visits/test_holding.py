"""Two who work on a team's week at once wait for each other. SQLite does so anyway: here the rows held are listed."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handlekraft.citizens.actions import change_help
from handlekraft.citizens.terms import Terms
from handlekraft.demo.makers import make_help
from handlekraft.demo.world import World
from handlekraft.visits.actions.making import make_visits
from handlekraft.visits.actions.proposals import adopt_plan
from handlekraft.visits.actions.runs import start_run
from handlekraft.visits.models import Visit
from tests.visits.drawing import TUESDAY, WEEK, make_day, usual

HELD = "/* held */"


@pytest.fixture
def holding(world: World, monkeypatch: pytest.MonkeyPatch) -> CaptureQueriesContext:
    """Queries, with a mark where another database would hold rows."""
    for name in ("has_select_for_update", "has_select_for_update_of", "has_select_for_no_key_update"):
        monkeypatch.setattr(connection.features, name, True)
    monkeypatch.setattr(connection.ops, "for_update_sql", lambda **_how: HELD)
    return CaptureQueriesContext(connection)


def held(queries: CaptureQueriesContext) -> list[str]:
    return [query["sql"].split('FROM "')[1].split('"')[0] for query in queries if HELD in query["sql"]]


def test_a_plan_is_adopted_with_team_visits_and_proposal_in_hand(world: World, holding: CaptureQueriesContext) -> None:
    proposal = usual(make_day(world))
    with holding:
        adopt_plan(world.mette, proposal)
    assert held(holding) == ["people_team", "visits_visit", "visits_proposal"]


def test_visits_are_made_with_team_and_visits_in_hand(world: World, holding: CaptureQueriesContext) -> None:
    with holding:
        make_visits(world.mette, world.aaparken, week=WEEK)
    assert held(holding) == ["people_team", "visits_visit"]


def test_a_computation_is_asked_for_with_the_team_in_hand(world: World, holding: CaptureQueriesContext) -> None:
    with holding:
        start_run(world.mette, world.aaparken, week=WEEK)
    assert held(holding) == ["people_team"]


def test_making_writes_only_the_columns_of_each_step(world: World) -> None:
    """A title that changes for one visit, and a length for another, leave the rest of both alone."""
    titled, longer = make_help(world.ella, weekdays="2"), make_help(world.karl, weekdays="2", minutes=20)
    make_visits(world.mette, world.aaparken, week=WEEK)
    change_help(world.mette, titled, terms=replace(Terms.of(titled), title="Andet"))
    change_help(world.mette, longer, terms=replace(Terms.of(longer), minutes=35))
    with CaptureQueriesContext(connection) as queries:
        make_visits(world.mette, world.aaparken, week=WEEK)
    updates = [query["sql"] for query in queries if query["sql"].startswith('UPDATE "visits_visit"')]
    assert not any('"title" =' in sql and '"minutes" =' in sql for sql in updates)
    visits = Visit.objects.filter(day=TUESDAY)
    assert set(visits.values_list("title", "minutes")) == {("Andet", titled.minutes), (longer.title, 35)}
