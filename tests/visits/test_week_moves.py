"""Changes by hand on the board: what a drop, a key or the plain form sends, judged, made and undone."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from handlekraft.demo.makers import at_clock, make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.people.models import User
from handlekraft.visits.actions.proposals import adopt_plan, move_proposed
from handlekraft.visits.models import Proposal, ProposedChange, ProposedVisit, Visit, VisitChange
from handlekraft.visits.planning.judging import judge_slot
from handlekraft.visits.planning.rows import Slot, rows_of_week
from tests.swaps import assert_swap_equals_fresh, text_of
from tests.visits.drawing import TUESDAY, Day, lane, make_day, usual
from tests.visits.weeks import WEEK, make_busy_week

type Login = Callable[[User], Client]


@pytest.fixture
def day(world: World) -> Day:
    return make_day(world)


@pytest.fixture
def plan(day: Day) -> Proposal:
    return usual(day)


def typed(carer: User, at: str, **more: object) -> dict[str, object]:
    return {"carer": carer.employee.pk, "at": at, **more}


def row(plan: Proposal, visit: Visit) -> ProposedVisit:
    return ProposedVisit.objects.get(proposal=plan, visit=visit)


def test_a_drop_on_the_board_moves_and_the_board_is_as_a_fresh_one(day: Day, plan: Proposal, login: Login) -> None:
    client = login(day.world.mette)
    data = typed(day.samira, "12:30", besoeg=day.noon.pk, second_carer="")
    week = assert_swap_equals_fresh(
        client, f"{day.url}flyt/?dag={TUESDAY}", data, "week", fresh_url=f"{day.url}?dag={TUESDAY}"
    )
    assert "12.30–13.00 Karl Frokost, låst" in lane(week, "Samira")
    assert "Mette Lund ændrede besøget hos Karl kl. 14.50." in week
    assert row(plan, day.noon).starts_at == at_clock(TUESDAY, "12:30")


def test_the_plain_form_moves_without_a_script_and_tells_the_price(day: Day, plan: Proposal, login: Login) -> None:
    client = login(day.world.mette)
    url = f"{day.url}flyt/?dag={TUESDAY}&besoeg={day.noon.pk}"
    response = client.post(url, typed(day.samira, "12.30"), follow=True)
    assert response.redirect_chain == [(f"{day.url}?dag={TUESDAY}&besoeg={day.noon.pk}", 302)]
    assert "Karl er flyttet. + 30 min ventetid" in text_of(response)
    assert "Ændret af Mette Lund" in text_of(response)


@pytest.mark.requirement("R-042", "R-049")
def test_a_move_that_breaks_a_rule_keeps_the_words_and_says_why(day: Day, plan: Proposal, login: Login) -> None:
    url = f"{day.url}flyt/?dag={TUESDAY}&besoeg={day.noon.pk}"
    response = login(day.world.mette).post(url, typed(day.samira, "10.15"))
    html = text_of(response)
    assert response.status_code == 422
    assert "Karl har aftalt besøg 11.00–14.00. Det er 45 min uden for." in html
    assert 'value="10.15"' in html
    assert row(plan, day.noon).starts_at == at_clock(TUESDAY, "12:00")
    assert login(day.world.christina).post(url, typed(day.samira, "12.15")).status_code == 403
    assert login(day.world.tove).post(url, typed(day.samira, "12.15")).status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"carer": "999", "at": "12:00"}, "Hvem:"),
        ({"at": "12:0x"}, "Skriv klokkeslættet"),
        ({"at": ""}, "Skriv, hvornår besøget begynder."),
    ],
)
def test_wrong_input_is_answered_on_the_form(
    day: Day, plan: Proposal, login: Login, data: dict[str, str], words: str
) -> None:
    url = f"{day.url}flyt/?dag={TUESDAY}&besoeg={day.noon.pk}"
    response = login(day.world.mette).post(url, {"carer": day.samira.employee.pk, **data})
    assert response.status_code == 422
    assert words in text_of(response)


def test_a_visit_for_two_needs_both_or_nobody(day: Day, plan: Proposal, login: Login) -> None:
    make_shift(day.world.ali, TUESDAY, team=day.world.aaparken)
    Visit.objects.filter(pk=day.noon.pk).update(carers_needed=2)
    url = f"{day.url}flyt/?dag={TUESDAY}&besoeg={day.noon.pk}"
    client = login(day.world.mette)
    for one in ("carer", "second_carer"):
        response = client.post(url, {one: day.samira.employee.pk, "at": "12:00"})
        assert response.status_code == 422
        assert "Besøget kræver to medarbejdere." in text_of(response)
    assert client.post(url, typed(day.samira, "12:15", second_carer=day.world.ali.employee.pk)).status_code == 302
    moved = row(plan, day.noon)
    assert (moved.carer, moved.second_carer) == (day.samira.employee, day.world.ali.employee)
    assert client.post(url, {"carer": "", "second_carer": "", "at": ""}).status_code == 302
    assert row(plan, day.noon).starts_at is None


def test_a_lock_is_set_and_lifted_on_the_panel(day: Day, plan: Proposal, login: Login) -> None:
    client = login(day.world.mette)
    query = f"?dag={TUESDAY}&besoeg={day.noon.pk}"
    week = assert_swap_equals_fresh(
        client, f"{day.url}laas/{query}", {"laast": "1"}, "week", fresh_url=f"{day.url}{query}"
    )
    assert "Lås op" in week
    client.post(f"{day.url}laas/{query}", {"laast": "0"})
    assert not row(plan, day.noon).is_locked
    plan.proposed_visits.filter(visit=day.noon).update(carer=None, starts_at=None)
    response = client.post(f"{day.url}laas/{query}", {"laast": "1"}, follow=True)
    assert "Et besøg, der ikke er dækket, kan ikke låses." in text_of(response)


def test_a_change_is_undone_on_the_board(day: Day, plan: Proposal, login: Login) -> None:
    client = login(day.world.mette)
    carers = (day.samira.employee.pk,)
    move_proposed(day.world.mette, row(plan, day.noon), carers=carers, starts_at=at_clock(TUESDAY, "12:30"))
    change = ProposedChange.objects.get()
    url = f"{day.url}fortryd/{change.pk}/?dag={TUESDAY}"
    week = assert_swap_equals_fresh(client, url, {}, "week", fresh_url=f"{day.url}?dag={TUESDAY}")
    assert "12.00–12.30 Karl Frokost" in lane(week, "Samira")
    assert "allerede fortrudt" in text_of(client.post(url, follow=True))
    assert client.post(f"{day.url}fortryd/99/?dag={TUESDAY}").status_code == 404


def test_a_change_nobody_stands_for_is_told_without_a_name(day: Day, plan: Proposal, login: Login) -> None:
    ProposedChange.objects.create(proposed=row(plan, day.noon), by=None, before={})
    assert "ændrede besøget hos Karl kl. 14.50." in text_of(login(day.world.mette).get(day.url))


# The adopted plan


def test_the_adopted_plan_is_moved_locked_and_undone_on_the_same_board(
    day: Day, plan: Proposal, login: Login, at: Callable[[str], None]
) -> None:
    adopt_plan(day.world.mette, plan)
    client = login(day.world.mette)
    query = f"?dag={TUESDAY}&besoeg={day.noon.pk}"
    client.post(f"{day.url}flyt/{query}", typed(day.samira, "12:30"))
    day.noon.refresh_from_db()
    assert day.noon.starts_at == at_clock(TUESDAY, "12:30")
    html = text_of(client.get(f"{day.url}{query}"))
    assert "Mette Lund ændrede besøget hos Karl" in html
    client.post(f"{day.url}laas/{query}", {"laast": "1"})
    day.noon.refresh_from_db()
    assert day.noon.is_locked
    client.post(f"{day.url}fortryd/{VisitChange.objects.get().pk}/{query}")
    day.noon.refresh_from_db()
    assert day.noon.starts_at == at_clock(TUESDAY, "12:00")
    assert client.post(f"{day.url}flyt/{query}", typed(day.samira, "10:00")).status_code == 422


def test_what_has_been_has_no_form_and_takes_no_move(
    day: Day, plan: Proposal, login: Login, at: Callable[[str], None]
) -> None:
    adopt_plan(day.world.mette, plan)
    Visit.objects.filter(pk=day.morning.pk).update(status=Visit.Status.DONE)
    at("2026-12-01 10:00")
    query = f"?dag={TUESDAY}&besoeg={day.morning.pk}"
    response = login(day.world.mette).post(f"{day.url}flyt/{query}", typed(day.samira, "09:30"))
    assert response.status_code == 422
    assert "Besøget er givet." in text_of(response)


def test_a_decided_proposal_stays_as_it_was(day: Day, plan: Proposal, login: Login, at: Callable[[str], None]) -> None:
    adopt_plan(day.world.mette, plan)
    at("2026-11-23 14:52")
    adopt_plan(day.world.mette, usual(day))
    client = login(day.world.mette)
    html = text_of(client.get(f"{day.url}?dag={TUESDAY}&forslag=1&besoeg={day.noon.pk}"))
    assert "data-hk-move" not in html
    url = f"{day.url}flyt/?dag={TUESDAY}&forslag=1&besoeg={day.noon.pk}"
    response = client.post(url, typed(day.samira, "12:30"))
    assert (response.status_code, "Forslaget er vedtaget." in text_of(response)) == (422, True)


def test_a_visit_of_another_week_or_nobody_is_not_found(day: Day, plan: Proposal, login: Login) -> None:
    client = login(day.world.mette)
    other = make_visit(day.world.karl, TUESDAY - timedelta(days=7), None)
    for chosen in (other.pk, 0, "x"):
        assert client.post(f"{day.url}flyt/?besoeg={chosen}", typed(day.samira, "12:30")).status_code == 404
    assert client.post(f"{day.url}laas/?besoeg={other.pk}", {"laast": "1"}).status_code == 404


def test_a_visit_cancelled_meanwhile_is_told_and_not_moved(day: Day, plan: Proposal, login: Login) -> None:
    Visit.objects.filter(pk=day.noon.pk).update(status=Visit.Status.CANCELLED)
    url = f"{day.url}flyt/?dag={TUESDAY}&besoeg={day.noon.pk}"
    response = login(day.world.mette).post(url, typed(day.samira, "12:30"))
    assert response.status_code == 422
    assert "Besøget er begyndt, givet eller aflyst og kan ikke flyttes." in text_of(response)


def test_one_move_in_a_full_week_is_judged_in_less_than_300_ms(world: World) -> None:
    busy = make_busy_week(world.aaparken)
    visit = busy.visits[30]
    rows = rows_of_week(world.aaparken, WEEK, proposal=None, now=timezone.now())
    carer = rows.shifts[0].employee_id
    slots = {one.pk: Slot(one.earliest_at, (carer,)) for one in busy.visits[::9]}
    rows = rows.showing(slots)
    took = []
    for _ in range(3):
        began = time.perf_counter()
        judge_slot(rows, rows.visit[visit.pk], Slot(visit.earliest_at, (carer,)))
        took.append(time.perf_counter() - began)
    assert min(took) < 0.3
