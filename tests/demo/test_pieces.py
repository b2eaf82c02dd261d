"""The pieces the sample municipality is made of: its clock, town, texts, rosters, and the past in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import dist
from random import Random
from typing import Any

import pytest
import time_machine
from django.template import Context, Template
from django.utils import timezone

from handlekraft.access.frame import Refused
from handlekraft.access.permissions import Role
from handlekraft.audit.verification import verify
from handlekraft.citizens.models import Citizen
from handlekraft.demo import sample
from handlekraft.demo.clock import clock_at
from handlekraft.demo.days import Day, Deed, play
from handlekraft.demo.makers import local, make_citizen, make_employee, make_visit
from handlekraft.demo.material import material
from handlekraft.demo.rosters import is_at_work
from handlekraft.demo.stories import Stories
from handlekraft.demo.tales import Tales
from handlekraft.demo.texts import Deck, fits
from handlekraft.demo.town import quarter
from handlekraft.demo.weeks import NoPlan, plan_week, planner_of
from handlekraft.demo.world import World
from handlekraft.people.models import Team
from handlekraft.rosters.week import Week
from handlekraft.visits.models import Visit, VisitNote
from handlekraft.visits.planning.judging import Standing
from handlekraft.visits.planning.rows import rows_of_week
from tests.demo.conftest import made

QUARTERS = ["aaparken", "havnen", "skoven", "engen", "kirkebakken"]
EVENING = local("2026-11-23 15:00")


def test_what_is_played_happens_at_its_moment() -> None:
    noon = local("2026-01-05 12:00")
    with time_machine.travel(local("2026-11-25 10:30"), tick=False):
        with clock_at(noon):
            assert timezone.now() == noon
            assert Template("{{ at }}").render(Context({"at": noon})) == "5. januar 2026 12:00"
            assert VisitNote._meta.get_field("written_at").get_default() == noon
            with clock_at(noon + timedelta(hours=1)):
                assert timezone.now() == noon + timedelta(hours=1)
            assert timezone.localdate().isoformat() == "2026-01-05"
        assert timezone.now() == datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("code", QUARTERS)
def test_a_quarter_is_a_neighbourhood_of_doors(code: str) -> None:
    here = quarter(code)
    assert len({home.address for home in here.homes}) == len(here.homes) > 150
    middle = here.base.place
    metres = [
        dist((home.place[0] * 111_320, home.place[1] * 62_800), (middle[0] * 111_320, middle[1] * 62_800))
        for home in here.homes
    ]
    assert max(metres) < 900


def test_the_texts_are_many_and_no_two_are_the_same() -> None:
    words, notes = material("words"), material("notes")
    assert len(set(words["words"])) == len(words["words"]) >= 80
    told = [
        text for outcome in ("as_planned", "otherwise", "worry") for texts in notes[outcome].values() for text in texts
    ]
    assert len(set(told)) == len(told) >= 60
    assert all(len(text) <= 200 for text in notes["changes"]["cancelled"])


def test_a_deck_comes_round_and_calls_nobody_by_the_wrong_word() -> None:
    deck = Deck(["Hun griner.", "Han griner.", "Griner."], Random(1))
    assert {deck.deal(a_woman=True), deck.deal(a_woman=True)} == {"Hun griner.", "Griner."}
    assert fits(deck.deal(a_woman=True), a_woman=True)
    assert fits(deck.deal(a_woman=False), a_woman=False)


def test_every_evening_line_has_a_colleague_and_every_day_enough() -> None:
    lines = material("employees")["lines"]
    day = datetime(2026, 11, 23, tzinfo=UTC).date()
    for number in range(14):
        there = [line for line in lines if is_at_work(line, day + timedelta(days=number))]
        assert sum(line.startswith("aften") for line in there) >= 2
        assert sum(line.startswith("dag") for line in there) >= 3


def test_a_refusal_stops_only_what_was_more_than_a_try() -> None:
    def refuse() -> None:
        raise Refused("Nej.")

    done: list[str] = []
    first = local("2026-11-23 09:00")
    deeds = [
        Deed(first + timedelta(minutes=2), lambda: done.append("second")),
        Deed(first + timedelta(minutes=1), refuse, is_tried=True),
        Deed(first, lambda: done.append("too early")),
        Deed(first + timedelta(minutes=9), lambda: done.append("too late")),
    ]
    play(deeds, first, first + timedelta(minutes=5))
    assert done == ["second"]
    with pytest.raises(Refused):
        play([Deed(first, refuse)], first - timedelta(minutes=1), first)


@pytest.fixture
def evening(world: World) -> Visit:
    """A visit of Mette's to Ella, two hours from now."""
    world.ella.cpr = "7705400012"
    world.ella.save()
    return make_visit(world.ella, EVENING.date(), "17:00", carer=world.mette, title="Aftensmad")


def lived(team: Team) -> Day:
    """The team's day with dice that always fall the same way."""
    return Day(team, EVENING.date(), Random(3), Tales(Random(3)))


def test_whoever_takes_over_is_the_one_who_gives(world: World, evening: Visit) -> None:
    samira = make_employee("Samira Khan", Role.TEAM_MEMBER, team=world.aaparken, profession="care_assistant")
    deeds = [deed for deed in lived(world.aaparken).deeds() if not deed.is_tried]
    Visit.objects.filter(pk=evening.pk).update(carer=samira.employee)
    play(deeds, EVENING, EVENING + timedelta(hours=6))
    assert VisitNote.objects.get().author == samira


def test_a_visit_nobody_gives_any_more_is_not_given(world: World, evening: Visit) -> None:
    deeds = [deed for deed in lived(world.aaparken).deeds() if not deed.is_tried]
    Visit.objects.filter(pk=evening.pk).update(carer=None)
    play(deeds, EVENING, EVENING + timedelta(hours=6))
    assert not VisitNote.objects.exists()


def test_an_empty_day_holds_nothing(world: World) -> None:
    assert list(lived(world.havnen).deeds()) == []


def test_every_small_change_comes_one_day_or_another(world: World) -> None:
    for hour in range(9, 22):
        make_visit(world.ella, EVENING.date(), f"{hour:02}:00", carer=world.mette, title="Morgenhjælp")
    tries = [
        sum(deed.is_tried for deed in Day(world.aaparken, EVENING.date(), Random(seed), Tales(Random(seed))).deeds())
        for seed in range(60)
    ]
    assert min(tries) == 0
    assert max(tries) >= 3


def test_a_week_without_shifts_has_no_plan(world: World, evening: Visit) -> None:
    with pytest.raises(NoPlan, match="vagter"):
        plan_week(world.aaparken, Week.of(EVENING.date()), iterations=10)


def test_ali_gets_four_citizens_even_where_all_are_planned_at_once(world: World) -> None:
    sunday = datetime(2026, 11, 29, tzinfo=UTC).date()
    for number in range(6):
        citizen = make_citizen(f"Borger {number}", world.aaparken)
        make_visit(citizen, sunday, "09:00", carer=world.mette if number else None, window="08:00-12:30")
    with clock_at(local("2026-11-28 20:40")):
        Stories(world.aaparken, sunday, sunday).ask_ali()
    given = Visit.objects.by(world.ali.employee).on_day(sunday).order_by("starts_at")
    assert len({visit.citizen_id for visit in given}) == 4
    assert all(one.ends_at <= two.starts_at for one, two in pairwise(given) if one.ends_at and two.starts_at)


@pytest.fixture(scope="module")
def ordinary(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A team of each kind with a longer past than the small one has."""
    size = sample.Size(("aaparken", "engen"), "small", 3, 0, iterations=2_000, iterations_now=2_000)
    heads = tmp_path_factory.mktemp("log") / "heads.txt"
    with django_db_blocker.unblock(), made(size, "2026-11-22 02:49", heads) as found:
        yield found


def test_a_dispatcher_plans_where_the_team_does_not(ordinary: Any) -> None:
    today = datetime(2026, 11, 22, tzinfo=UTC).date()
    assert planner_of(ordinary.team("Engen"), today).name == "Gert Moesgård"
    assert planner_of(ordinary.team("Åparken"), today).name == "Hanne Brandt"


def test_the_past_repeats_a_planned_fortnight_within_the_law(ordinary: Any) -> None:
    repeated = Week.of(datetime(2026, 11, 15, tzinfo=UTC).date())
    for team in Team.objects.all():
        rows = rows_of_week(team, repeated, proposal=None, now=repeated.starts_at)
        assert sum(bool(rows.slot(visit).carers) for visit in rows.visits) > 0.9 * len(rows.visits)
        assert Standing(rows).faults == ()


def test_the_log_of_a_written_past_is_whole_and_in_its_order(ordinary: Any, settings: Any) -> None:
    settings.AUDIT_HEADS = ordinary.heads
    with time_machine.travel(local("2026-11-22 02:49")):
        assert verify().faults == []
    done = Visit.objects.done().filter(day="2026-11-10").order_by("carer", "starts_at", "pk")
    assert all(visit.started_at <= visit.ended_at for visit in done if visit.started_at and visit.ended_at)
    rounds = [(one, two) for one, two in pairwise(done) if one.carer_id == two.carer_id]
    assert rounds
    assert all(one.ended_at <= two.started_at for one, two in rounds if one.ended_at and two.started_at)


def test_before_dawn_on_a_sunday_everybody_is_still_asleep(ordinary: Any) -> None:
    today = datetime(2026, 11, 22, tzinfo=UTC).date()
    assert not Visit.objects.on_day(today).done().exists()
    with time_machine.travel(local("2026-11-22 02:49")):
        assert Citizen.objects.visible_to(ordinary.user("ali")).count() == 4
