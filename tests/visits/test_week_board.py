"""The board of a day, the week in figures, and the panel that answers why."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from handlekraft.audit.models import Event, EventCitizen
from handlekraft.demo.makers import at_clock, make_citizen, make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.people.models import User
from handlekraft.rosters.models import ProtectedTime
from handlekraft.visits.actions.proposals import adopt_plan
from handlekraft.visits.models import Visit
from tests.swaps import assert_swap_equals_fresh
from tests.visits.drawing import TUESDAY, Day, drawn, lane, make_day, shown, usual

type Login = Callable[[User], Client]


@pytest.fixture
def day(world: World) -> Day:
    return make_day(world)


# The board


@pytest.mark.requirement("R-042", "R-049")
def test_one_board_from_morning_to_night_with_needs_and_hands(day: Day, login: Login) -> None:
    usual(day)
    for kind, starts, ends, title in (
        ("meeting", "13:00", "14:00", "Borgermøde"),
        ("recharge", "10:00", "10:15", ""),
        ("course", "14:00", "15:00", "Demens"),
    ):
        ProtectedTime.objects.create(
            employee=day.samira.employee,
            kind=kind,
            title=title,
            starts_at=at_clock(TUESDAY, starts),
            ends_at=at_clock(TUESDAY, ends),
        )
    html = shown(login(day.world.mette), f"{day.url}?dag={TUESDAY}")
    assert 'data-opens="07:00" data-closes="23:30"' in html
    assert lane(html, "Samira") == [
        "08.30–09.00 Ella Morgenhjælp",
        "10.00–10.15, Opladning",
        "12.00–12.30 Karl Frokost",
        "13.00–14.00 Borgermøde",
        "14.00–15.00 Demens",
    ]
    assert lane(html, "Mette") == ["20.00–20.30 Ella Sengetid"]
    assert "Behov 1 t 30 min · på vej " in html
    assert "12:00–12:59: 30 min ledig tid" in html
    assert "08:00–08:59: 30 min ledig tid" in html
    assert login(day.world.tove).get(day.url).status_code == 404


def test_a_block_says_by_its_colour_what_it_is(day: Day, login: Login) -> None:
    make_visit(day.world.karl, TUESDAY, None, minutes=15, carers_needed=2, title="Lift")
    plan = drawn(day, morning=(day.samira, "08:30"), evening=(day.world.mette, "20:00"))
    double = plan.proposed_visits.get(visit__title="Lift")
    double.carer, double.second_carer = day.samira.employee, day.world.mette.employee
    double.starts_at, double.is_locked = at_clock(TUESDAY, "15:00"), True
    double.save()
    html = shown(login(day.world.mette), f"{day.url}?dag={TUESDAY}")
    for classes in ('"v new"', '"v known"', '"v two locked short broken"', '"v bare"'):
        assert f"<li class={classes}" in html
    assert lane(html, "Samira")[1].startswith("15.00–15.15 Karl + Mette, Lift, ")
    assert "låst" in lane(html, "Samira")[1]
    assert lane(html, "Ikke dækket") == ["11.00–11.30 Karl Frokost"]


def test_who_is_sick_or_not_at_work_is_seen_on_the_plan_that_still_counts_on_her(day: Day, login: Login) -> None:
    adopt_plan(day.world.mette, usual(day))
    day.samira.employee.shifts.update(sick_at=timezone.now())
    html = shown(login(day.world.mette), f"{day.url}?dag={TUESDAY}")
    assert '<section class="lane sick"' in html
    assert "Samira er ikke på arbejde på det tidspunkt." in lane(html, "Samira")[0]
    day.samira.employee.shifts.all().delete()
    html = shown(login(day.world.mette), f"{day.url}?dag={TUESDAY}&besoeg={day.noon.pk}")
    assert "ikke på arbejde" in html
    assert lane(html, "Samira")[1].startswith("12.00–12.30 Karl")


def test_names_that_two_citizens_share_get_a_letter(day: Day, login: Login) -> None:
    for name in ("Karl Svendsen", "Karl"):
        make_visit(make_citizen(name, day.world.aaparken), TUESDAY, None, window="07:00-23:30")
    html = shown(login(day.world.mette), f"{day.url}?dag={TUESDAY}")
    assert {re.sub(r"^\S+ | \S+$", "", words) for words in lane(html, "Ikke dækket")} == {
        "Karl M.",
        "Karl S.",
        "Karl",
        "Ella",
    }


def test_what_lies_outside_the_hours_of_the_team_stands_at_the_edge(day: Day, login: Login) -> None:
    make_visit(day.world.karl, TUESDAY, None, window="05:00-06:00", title="Tidligt")
    html = shown(login(day.world.mette), f"{day.url}?dag={TUESDAY}")
    assert 'data-from="07:00" data-to="07:00" data-row="1"' in html
    assert "05.00–05.30 Karl Tidligt" in lane(html, "Ikke dækket")
    assert '<span class="when">05.00–05.30</span>' in html


def test_blocks_over_each_other_get_rows_of_their_own(day: Day, login: Login) -> None:
    for _ in range(2):
        make_visit(day.world.karl, TUESDAY, None, window="11:00-14:00")
    html = shown(login(day.world.mette), f"{day.url}?dag={TUESDAY}")
    assert 'data-rows="3"' in html
    assert re.findall(r'data-from="11:00" data-to="11:30" data-row="(\d)"', html) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("starts", "minutes", "rows"),
    [(("08:00", "08:20"), (15, 15), "11"), (("08:00", "08:19"), (15, 15), "12"), (("08:00", "08:18"), (15, 30), "11"),
     (("08:00", "08:17"), (15, 30), "12"), (("08:00", "08:32"), (30, 15), "12"), (("08:00", "08:33"), (30, 15), "11"),
     (("08:00", "08:30"), (30, 30), "11")],
)  # fmt: skip
def test_blocks_that_a_finger_could_not_tell_apart_get_rows_of_their_own(
    day: Day, login: Login, starts: tuple[str, str], minutes: tuple[int, int], rows: str
) -> None:
    made = [
        make_visit(day.world.karl, TUESDAY, start, minutes=length, carer=day.samira)
        for start, length in zip(starts, minutes, strict=True)
    ]
    html = shown(login(day.world.mette), f"{day.url}?dag={TUESDAY}")
    found = [re.search(rf'data-row="(\d)" data-hk-block="{visit.pk}"', html) for visit in made]
    assert "".join(one[1] for one in found if one) == rows


@pytest.mark.requirement("R-042")
def test_the_board_can_be_read_as_a_list(day: Day, login: Login) -> None:
    usual(day)
    client = login(day.world.mette)
    drawn_board = shown(client, f"{day.url}?dag={TUESDAY}")
    listed = shown(client, f"{day.url}?dag={TUESDAY}&vis=liste")
    assert 'class="board card drawn"' in drawn_board
    assert f"?dag={TUESDAY}&amp;vis=liste" in drawn_board
    assert 'class="board card"' in listed
    assert lane(listed, "Samira") == lane(drawn_board, "Samira")
    assert login(day.world.tove).get(f"{day.url}?vis=liste").status_code == 404


def test_a_day_without_anybody_says_so(day: Day, login: Login) -> None:
    wednesday = TUESDAY + timedelta(days=1)
    html = shown(login(day.world.mette), f"{day.url}?dag={wednesday}")
    assert "Ingen er på arbejde den dag." in html
    make_shift(day.samira, wednesday)
    assert "Ingen besøg" in shown(login(day.world.mette), f"{day.url}?dag={wednesday}")


def test_a_week_without_visits_or_with_a_fault_in_it_says_what_to_do(day: Day, login: Login) -> None:
    client = login(day.world.mette)
    empty = shown(client, f"/team/{day.world.aaparken.pk}/ugen/2026-50/")
    assert "Der er ingen besøg i ugen endnu." in empty
    make_shift(day.samira, TUESDAY, "14:00-18:00")
    broken = shown(client, day.url)
    assert "Samira Khan har to vagter, der overlapper." in broken
    assert "data-hk-board" not in broken


@pytest.mark.requirement("R-046", "R-049")
def test_the_whole_week_day_by_day_in_figures(day: Day, login: Login) -> None:
    usual(day)
    html = shown(login(day.world.mette), f"{day.url}?dag=alle&forslag=1")
    row = re.search(r"Tirsdag 1\. december</a></th>(.*?)</tr>", html, re.DOTALL)
    assert row
    cells = re.findall(r'<td class="r">(.*?)</td>', row[1])
    assert cells[0] == "3 af 3"
    assert cells[2:4] == ["1 t 30 min", "16 t 30 min"]
    assert "Borgere med højst så få ansigter på 28 dage, som de ønsker" in html
    assert "Besøg hos fast kontakt" in html
    assert login(day.world.tove).get(f"{day.url}?dag=alle").status_code == 404


def test_a_home_on_no_map_is_a_warning_on_the_proposal(day: Day, login: Login) -> None:
    usual(day)
    day.world.karl.lat = None
    day.world.karl.save()
    assert "1 hjem er ikke sat på kortet." in shown(login(day.world.mette), day.url)


def test_whose_visits_are_shown_is_in_the_log(day: Day, login: Login) -> None:
    client = login(day.world.mette)
    shown(client, f"{day.url}?dag={TUESDAY}")
    seen = Event.objects.filter(verb="citizens seen", page="week").latest("pk")
    citizens = EventCitizen.objects.filter(event_id=seen.pk).values_list("citizen_id", flat=True)
    assert set(citizens) == {day.world.ella.pk, day.world.karl.pk}
    wednesday = TUESDAY + timedelta(days=1)
    events = Event.objects.count()
    shown(client, f"{day.url}?dag={wednesday}")
    assert Event.objects.count() == events, "nobody was shown"


def test_the_board_asks_as_many_questions_for_many_visits_as_for_few(day: Day, login: Login) -> None:
    plan = usual(day)
    client = login(day.world.mette)

    def questions() -> int:
        client.get(f"{day.url}?dag={TUESDAY}")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{day.url}?dag={TUESDAY}")
        return len(asked)

    before = questions()
    for n in range(12):
        visit = make_visit(make_citizen(f"Borger {n}", day.world.aaparken), TUESDAY, None, window="07:00-23:30")
        plan.proposed_visits.create(visit=visit)
    assert questions() == before <= 35


# The panel


@pytest.mark.parametrize("who", ["morning", "noon"])
def test_the_panel_by_htmx_is_the_panel_of_the_page(day: Day, login: Login, who: str) -> None:
    plan = usual(day)
    plan.proposed_visits.filter(visit=day.noon).update(carer=None, starts_at=None)
    visit = getattr(day, who)
    url = f"{day.url}?dag={TUESDAY}&besoeg={visit.pk}"
    panel = assert_swap_equals_fresh(login(day.world.mette), url, None, "panel")
    if who == "morning":
        assert "Hvorfor Ella kl. 08.30 hos Samira?" in panel
        assert "aftalt 08.00–10.00" in panel
        assert "ønsket" not in panel
    else:
        assert "Karl mangler: Frokost" in panel
        assert "Samira kl." in panel
        assert "Læg en vagt til" in panel


def test_the_panel_tells_the_wish_and_what_is_broken(day: Day, login: Login) -> None:
    drawn(day, morning=(day.samira, "07:30"))
    Visit.objects.filter(pk=day.morning.pk).update(wished_until_at=at_clock(TUESDAY, "09:00"))
    html = shown(login(day.world.mette), f"{day.url}?besoeg={day.morning.pk}")
    assert "ønsket 08.00–09.00" in html
    assert "Ella har aftalt besøg 08.00–10.00. Det er 30 min uden for." in html


def test_what_has_been_needs_no_reason(day: Day, login: Login, at: Callable[[str], None]) -> None:
    adopt_plan(day.world.mette, usual(day))
    Visit.objects.filter(pk=day.morning.pk).update(status=Visit.Status.DONE)
    at("2026-12-01 10:00")
    html = shown(login(day.world.mette), f"{day.url}?besoeg={day.morning.pk}")
    assert "Besøget er begyndt eller givet og ligger fast." in html
    assert "Flyt besøget" not in html
    assert "08.30–09.00 Ella Morgenhjælp, givet" in lane(html, "Samira")
