"""Ugen as pages: who sees the week, and how a proposal is asked for, watched and adopted."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from handlekraft.demo.makers import at_clock, make_visit
from handlekraft.demo.world import World
from handlekraft.people.models import User
from handlekraft.visits import tasks
from handlekraft.visits.actions.proposals import adopt_plan
from handlekraft.visits.models import PlanRun, Proposal, Visit
from tests.swaps import assert_swap_equals_fresh, text_of
from tests.visits.drawing import TUESDAY, WEEK, Day, dispatched, drawn, lane, make_day, shown, usual

type Login = Callable[[User], Client]


@pytest.fixture
def day(world: World) -> Day:
    return make_day(world)


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
    PlanRun.objects.filter(pk=run.pk).update(
        status=PlanRun.Status.RUNNING, started_at=timezone.now(), share_done=0.4, price=900
    )
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
    at("2026-11-23 14:58")
    client = login(day.world.mette)
    assert "Ingen er begyndt på den i fem minutter." in shown(client, day.url)
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
    assert "1 besøg har en anden medarbejder" in html
    assert "1 besøg har samme medarbejder på en anden tid" in html
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th><td>(.*?)</td><td>(.*?)</td></tr>", html)
    assert [(one, other) for _, one, other in rows] == [
        ("Samira kl. 12.00", "ikke dækket"),
        ("Mette kl. 20.00", "Mette kl. 20.15"),
    ]
    assert re.search(r"Ikke dækket</th><td class=\"r\">0 besøg</td><td class=\"r\">1 besøg", html)
    assert "Samlet pris, talt som vej" in html
    assert "0 besøg har en anden medarbejder" in shown(client, f"{day.url}sammenlign/?a=1&b=1")
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
