"""Ugen as pages: who sees the week, what stands on it, and how a proposal is asked for, watched and adopted."""

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
from handlekraft.visits import tasks
from handlekraft.visits.actions.proposals import adopt_plan
from handlekraft.visits.models import PlanRun, Proposal, Visit
from tests.swaps import assert_swap_equals_fresh, text_of
from tests.visits.drawing import TUESDAY, WEEK, Day, dispatched, drawn, make_day, usual

type Login = Callable[[User], Client]


@pytest.fixture
def day(world: World) -> Day:
    return make_day(world)


def lane(html: str, name: str) -> list[str]:
    """What one hears of the blocks on a person's lane, in their order."""
    found = re.search(rf'data-hk-name="{name}".*?</section>', html, re.DOTALL)
    assert found, f"no lane of {name}"
    return re.findall(r'<li class="v[^>]*>.*?(?:aria-label|title)="([^"]*)"', found[0], re.DOTALL)


def shown(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return text_of(response)


# Who


def test_the_neighbouring_team_and_a_substitute_find_nothing(day: Day, login: Login) -> None:
    plan = usual(day)
    for person in (day.world.tove, day.world.ali, day.world.birgit, day.world.henrik, day.world.ella.user):
        client = login(person)
        for url in (day.url, f"{day.url}sammenlign/", f"/ugen/beregning/{plan.run.pk}/"):
            assert client.get(url).status_code == 404, f"{person} {url}"
        for url in ("foreslaa/", "vedtag/", "flyt/", "laas/", "fortryd/1/"):
            assert client.post(day.url + url).status_code == 404, f"{person} {url}"
        assert client.post(f"/ugen/beregning/{plan.run.pk}/afbryd/").status_code == 404
    assert Client().get(day.url).status_code == 302


@pytest.mark.requirement("R-063")
def test_the_facilitator_reads_the_board_and_has_no_button_to_plan(day: Day, login: Login) -> None:
    usual(day)
    client = login(day.world.christina)
    html = shown(client, f"{day.url}?dag={TUESDAY}&besoeg={day.noon.pk}")
    assert lane(html, "Samira")
    for word in ("Foreslå", "Vedtag ugen", "Flyt besøget", "Vælg</button>", "data-hk-move"):
        assert word not in html
    assert client.post(f"{day.url}flyt/", {"besoeg": day.noon.pk}).status_code == 403
    client.post(f"{day.url}foreslaa/")
    assert not PlanRun.objects.exclude(status=PlanRun.Status.DONE).exists()


def test_the_first_page_is_this_week_of_the_own_team(day: Day, login: Login) -> None:
    client = login(day.world.mette)
    assert client.get("/ugen/").headers["Location"] == f"/team/{day.world.aaparken.pk}/ugen/"
    assert client.get(f"/team/{day.world.aaparken.pk}/ugen/").headers["Location"].endswith("/ugen/2026-48/")
    assert login(day.world.birgit).get("/ugen/").status_code == 404


@pytest.mark.parametrize("week", ["2026", "2026-54", "x-1", "2026-48-1"])
def test_what_is_no_week_is_not_found(day: Day, login: Login, week: str) -> None:
    client = login(day.world.mette)
    for url in ("", "sammenlign/"):
        assert client.get(f"/team/{day.world.aaparken.pk}/ugen/{week}/{url}").status_code == 404


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
        "08.30–09.00, Ella, Morgenhjælp",
        "10.00–10.15, Opladning",
        "12.00–12.30, Karl, Frokost",
        "13.00–14.00, Borgermøde",
        "14.00–15.00, Demens",
    ]
    assert lane(html, "Mette") == ["20.00–20.30, Ella, Sengetid"]
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
    assert "15.00–15.15, Karl, Lift, Mette, " in lane(html, "Samira")[1]
    assert "låst" in lane(html, "Samira")[1]
    assert lane(html, "Ikke dækket") == ["11.00–11.30, Karl, Frokost"]


def test_who_is_sick_or_not_at_work_is_seen_on_the_plan_that_still_counts_on_her(day: Day, login: Login) -> None:
    adopt_plan(day.world.mette, usual(day))
    day.samira.employee.shifts.update(sick_at=timezone.now())
    html = shown(login(day.world.mette), f"{day.url}?dag={TUESDAY}")
    assert '<section class="lane sick"' in html
    assert "Samira er ikke på arbejde på det tidspunkt." in lane(html, "Samira")[0]
    day.samira.employee.shifts.all().delete()
    html = shown(login(day.world.mette), f"{day.url}?dag={TUESDAY}&besoeg={day.noon.pk}")
    assert "ikke på arbejde" in html
    assert lane(html, "Samira")[1].startswith("12.00–12.30, Karl")


def test_names_that_two_citizens_share_get_a_letter(day: Day, login: Login) -> None:
    for name in ("Karl Svendsen", "Karl"):
        make_visit(make_citizen(name, day.world.aaparken), TUESDAY, None, window="07:00-23:30")
    html = shown(login(day.world.mette), f"{day.url}?dag={TUESDAY}")
    assert {words.split(", ")[1] for words in lane(html, "Ikke dækket")} == {"Karl M.", "Karl S.", "Karl", "Ella"}


def test_what_lies_outside_the_hours_of_the_team_stands_at_the_edge(day: Day, login: Login) -> None:
    make_visit(day.world.karl, TUESDAY, None, window="05:00-06:00", title="Tidligt")
    html = shown(login(day.world.mette), f"{day.url}?dag={TUESDAY}")
    assert 'data-from="07:00" data-to="07:00" data-row="1"' in html
    assert "05.00–05.30, Karl, Tidligt" in html


def test_blocks_over_each_other_get_rows_of_their_own(day: Day, login: Login) -> None:
    for _ in range(2):
        make_visit(day.world.karl, TUESDAY, None, window="11:00-14:00")
    html = shown(login(day.world.mette), f"{day.url}?dag={TUESDAY}")
    assert 'data-rows="3"' in html
    assert re.findall(r'data-from="11:00" data-to="11:30" data-row="(\d)"', html) == ["1", "2", "3"]


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
    assert "Karl Mortensen er ikke sat på kortet." in shown(login(day.world.mette), day.url)


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
    assert "08.30–09.00, Ella, Morgenhjælp, givet" in lane(html, "Samira")


# Proposals


def test_the_head_says_which_plan_this_is(day: Day, login: Login, at: Callable[[str], None]) -> None:
    client = login(day.world.mette)
    assert "Ingen plan endnu" in shown(client, day.url)
    Visit.objects.filter(pk=day.noon.pk).update(carer=day.samira.employee, starts_at=at_clock(TUESDAY, "12:00"))
    assert "Lagt i hånden" in shown(client, day.url)
    first = usual(day)
    first.proposed_visits.filter(visit=day.noon).update(is_locked=True)
    html = shown(client, day.url)
    told = ["Uge 49 – vores plan", "Forslag 1", "beregnet på 6 sek.", "teamet har låst 1 besøg", "Ikke vedtaget endnu"]
    assert [words for words in told if words not in html] == []
    at("2026-11-23 15:02")
    client = login(day.world.mette)
    assert client.post(f"{day.url}vedtag/").status_code == 302
    html = shown(client, day.url)
    assert "Vedtaget af Mette Lund man. 23. november 2026 kl. 15.02" in html
    assert "Ugen er vedtaget. Dem, hvis dage er ændret, har fået besked." in html
    assert client.post(f"{day.url}vedtag/").status_code == 404, "nothing is left to adopt"
    at("2026-11-23 15:03")
    usual(day)
    html = shown(client, day.url)
    assert "Forslag 2" in html
    assert "Den vedtagne plan" in html
    assert "Vedtaget af Mette Lund" in shown(client, f"{day.url}?forslag=0")
    assert "Vedtaget af Mette Lund" in shown(client, f"{day.url}?forslag=1")
    assert client.get(f"{day.url}?forslag=7").status_code == 404


def test_a_plan_adopted_by_the_shell_names_nobody(day: Day, login: Login) -> None:
    plan = usual(day)
    Proposal.objects.filter(pk=plan.pk).update(adopted_at=timezone.now())
    assert "Vedtaget man. 23. november 2026" in shown(login(day.world.mette), day.url)


def test_a_stale_proposal_is_refused_on_the_page(day: Day, login: Login) -> None:
    usual(day)
    make_visit(day.world.karl, TUESDAY, None)
    client = login(day.world.mette)
    assert "Der er kommet 1 nyt besøg til" in text_of(client.post(f"{day.url}vedtag/", follow=True))
    assert not Proposal.objects.exclude(adopted_at=None).exists()


def test_where_a_dispatcher_plans_the_page_says_so(day: Day, login: Login) -> None:
    dispatched(day)
    usual(day)
    html = shown(login(day.world.mette), day.url)
    assert "lægger en disponent planen" in html
    assert "Vedtag ugen" not in html


def test_a_proposal_is_asked_for_watched_and_shown(
    day: Day, login: Login, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    client = login(day.world.mette)
    with django_capture_on_commit_callbacks() as queued:  # type: ignore[attr-defined]
        assert client.post(f"{day.url}foreslaa/?dag={TUESDAY}").status_code == 302
    run = PlanRun.objects.get()
    html = shown(client, day.url)
    assert "Forslaget venter på at blive regnet" in html
    assert "Foreslå</button>" not in html
    progress = assert_swap_equals_fresh(client, f"/ugen/beregning/{run.pk}/", None, "progress")
    assert 'hx-headers=\'{"X-Hk-Poll": "1"}\'' in progress
    client.post(f"{day.url}foreslaa/", follow=True)
    assert PlanRun.objects.count() == 1, "Der regnes allerede"
    PlanRun.objects.filter(pk=run.pk).update(iterations=60)
    for callback in queued:
        callback()
    done = client.get(f"/ugen/beregning/{run.pk}/", headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == day.url
    assert "Færdig" in shown(client, f"/ugen/beregning/{run.pk}/")
    assert "Forslag 1" in shown(client, day.url)


def test_a_computation_is_cancelled_or_tried_again_once_it_stopped(
    day: Day, login: Login, at: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = login(day.world.mette)
    client.post(f"{day.url}foreslaa/")
    run = PlanRun.objects.get()
    PlanRun.objects.filter(pk=run.pk).update(started_at=timezone.now(), share_done=0.4, price=900)
    html = shown(client, day.url)
    assert "Vi regner på et forslag" in html
    assert "40 %" in html
    assert "der er et lovligt forslag" in html
    assert "i gang" in text_of(client.post(f"/ugen/beregning/{run.pk}/igen/", follow=True))
    at("2026-11-23 14:52")
    html = shown(client, day.url)
    assert "Beregningen gik i stå" in html
    assert "Den har ikke givet livstegn i et halvt minut." in html
    monkeypatch.setattr(tasks, "_queue", lambda run: None)
    client.post(f"/ugen/beregning/{run.pk}/igen/")
    run.refresh_from_db()
    assert run.status == PlanRun.Status.QUEUED
    client.post(f"/ugen/beregning/{run.pk}/afbryd/")
    run.refresh_from_db()
    assert run.status == PlanRun.Status.CANCELLED
    assert 'id="progress"' not in shown(client, day.url)


def test_today_is_planned_anew_around_what_was_told(
    day: Day, login: Login, at: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "_queue", lambda run: None)
    adopt_plan(day.world.mette, usual(day))
    client = login(day.world.mette)
    assert "Foreslå igen for i dag" not in shown(client, day.url), "not in a week to come"
    at("2026-12-01 06:45")
    client = login(day.world.mette)
    assert "Foreslå igen for i dag" in shown(client, day.url)
    client.post(f"{day.url}foreslaa/", {"dag": "2026-12-01"})
    run = PlanRun.objects.latest("pk")
    assert (run.day, run.based_on) == (TUESDAY, None)
    assert text_of(client.get(f"/ugen/beregning/{run.pk}/")).count(f"?dag={TUESDAY}")


# Two proposals


def test_two_proposals_stand_side_by_side(day: Day, login: Login) -> None:
    client = login(day.world.mette)
    usual(day)
    assert client.get(f"{day.url}sammenlign/").status_code == 404, "one alone cannot be compared"
    drawn(day, morning=(day.samira, "08:30"), evening=(day.world.mette, "20:15"))
    html = shown(client, f"{day.url}sammenlign/")
    assert "2 besøg er forskellige" in html
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th><td>(.*?)</td><td>(.*?)</td></tr>", html)
    assert [(one, other) for _, one, other in rows] == [
        ("Samira kl. 12.00", "ikke dækket"),
        ("Mette kl. 20.00", "Mette kl. 20.15"),
    ]
    assert re.search(r"Ikke dækket</th><td class=\"r\">0 besøg</td><td class=\"r\">1 besøg", html)
    assert "Samlet pris, talt som vej" in html
    assert "0 besøg er forskellige" in shown(client, f"{day.url}sammenlign/?a=1&b=1")
    wrong = client.get(f"{day.url}sammenlign/?a=1&b=9")
    assert wrong.status_code == 422
    assert "data-hk-errors" in text_of(wrong)
    assert "Sammenlign to forslag" in shown(client, day.url)


def test_weeks_and_days_are_one_step_apart(day: Day, login: Login) -> None:
    client = login(day.world.mette)
    html = shown(client, f"{day.url}?dag={TUESDAY}")
    assert f"/team/{day.world.aaparken.pk}/ugen/2026-48/?dag=2026-11-24" in html
    assert f"/team/{day.world.aaparken.pk}/ugen/2026-50/?dag=2026-12-08" in html
    assert f"/team/{day.world.aaparken.pk}/ugen/2026-50/?dag=alle" in shown(client, f"{day.url}?dag=alle")
    assert f'href="?dag={TUESDAY}" aria-current="page"' in html
    assert 'href="?dag=2026-11-30" aria-current="page"' in shown(client, f"{day.url}?dag=2026-01-01")
    assert WEEK.number == 49
