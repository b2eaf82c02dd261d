"""What fewer faces cost: asked for, computed apart, shown in words and drawn, and a point chosen by the team."""

from collections.abc import Callable

import pytest
from django.test import Client

from handlekraft.access.frame import Refused
from handlekraft.audit.models import Event
from handlekraft.demo.world import World
from handlekraft.people.models import DatedSetting, User
from handlekraft.visits.actions.curves import choose_face_price, start_curve, store_curve
from handlekraft.visits.actions.runs import cancel_run
from handlekraft.visits.curve import Curve
from handlekraft.visits.models import CurvePoint, PlanRun
from handlekraft.visits.planning.curve import prices_tried
from handlekraft.visits.planning.problem import problem_of
from handlekraft.visits.planning.rows import rows_of_week
from handlekraft.visits.tasks import ask_for_curve, run_attempt
from tests.swaps import assert_swap_equals_fresh
from tests.visits.drawing import WEEK, Day, dispatched, make_day, shown

type Login = Callable[[User], Client]


@pytest.fixture
def day(world: World) -> Day:
    return make_day(world)


def url_of(day: Day, act: str = "") -> str:
    return f"{day.url}kurve/{act}"


def computed(day: Day) -> PlanRun:
    run = ask_for_curve(day.world.mette, day.world.aaparken, week=WEEK, iterations=60)
    assert run_attempt(run.pk, run.attempt + 1) is None
    run.refresh_from_db()
    return run


def drawn(day: Day, *points: tuple[int, int, float], weeks: int = 0) -> PlanRun:
    """A curve drawn by hand: price, minutes on the way, faces."""
    week = WEEK
    for _step in range(weeks):
        week = week.previous
    run = PlanRun.objects.create(
        kind=PlanRun.Kind.CURVE, team=day.world.aaparken, monday=week.monday, status=PlanRun.Status.DONE
    )
    for price, way, faces in points:
        CurvePoint.objects.create(
            run=run, face_minutes=price, travel_minutes=way, faces=faces, new_faces=3, uncovered=0
        )
    return run


@pytest.mark.requirement("R-046")
def test_a_curve_is_computed_apart_and_kept(day: Day) -> None:
    run = computed(day)
    assert run.status == PlanRun.Status.DONE
    points = list(run.points.all())
    assert points, "at least one price gives the best of something"
    assert {point.face_minutes for point in points} <= set(prices_tried(15))
    verbs = Event.objects.values_list("verb", flat=True)
    assert {"curve asked for", "curve stored"} <= set(verbs)
    with pytest.raises(Refused, match="Du må ikke"):
        start_curve(day.world.christina, day.world.aaparken, week=WEEK)


def test_the_price_that_holds_is_among_those_tried() -> None:
    assert prices_tried(15) == (0, 5, 10, 15, 20, 40)
    assert prices_tried(20) == (0, 5, 10, 20, 40)


def test_of_two_wishes_at_once_the_second_is_refused_and_a_proposal_is_not(day: Day, login: Login) -> None:
    client = login(day.world.mette)
    client.post(url_of(day, "regn/"))
    assert "Kurven regnes allerede" in shown(client, client.post(url_of(day, "regn/"))["Location"])
    assert PlanRun.objects.count() == 1
    client.post(f"{day.url}foreslaa/")
    assert PlanRun.objects.proposing().count() == 1


def test_a_curve_nobody_wants_any_more_keeps_nothing(day: Day) -> None:
    run = start_curve(day.world.mette, day.world.aaparken, week=WEEK, iterations=60)
    cancel_run(day.world.mette, run)
    with pytest.raises(Refused, match="afbrudt"):
        store_curve(day.world.mette, run, attempt=1, points=[])
    assert not CurvePoint.objects.exists()


def test_the_next_proposal_counts_with_the_point(day: Day) -> None:
    choose_face_price(day.world.mette, day.world.aaparken, week=WEEK, minutes=40)
    prices = problem_of(rows_of_week(day.world.aaparken, WEEK, proposal=None)).prices
    assert (prices.face, prices.new_face) == (400, 400)
    earlier = problem_of(rows_of_week(day.world.aaparken, WEEK.previous, proposal=None)).prices
    assert earlier.face == 150, "weeks before the choice were planned otherwise"


@pytest.mark.requirement("R-046", "R-040")
def test_the_team_chooses_its_point(day: Day, login: Login) -> None:
    drawn(day, (0, 600, 9.78), (10, 690, 5.9), (40, 760, 5.65))
    client = login(day.world.mette)
    page = shown(client, url_of(day))
    assert "5,9 ansigter pr. borger, 11,5 timer på vej" in page
    assert 'aria-label="Kurve med 3 punkter.' in page
    done = client.post(url_of(day, "vaelg/"), {"minutter": "40"})
    row = DatedSetting.objects.get()
    assert (row.team, row.value, row.valid_from, row.changed_by) == (
        day.world.aaparken,
        40,
        WEEK.monday,
        day.world.mette,
    )
    page = shown(client, done["Location"])
    assert "Valgt: 5,7 ansigter pr. borger, 12,7 timer på vej. Det næste forslag regner med det." in page
    assert "Besluttet af Mette Lund" in page
    assert "5,7 ansigter pr. borger" in shown(client, day.url), "the week shows the chosen point"


def test_who_does_not_decide_for_the_team_does_not_choose(day: Day, login: Login) -> None:
    drawn(day, (0, 600, 9.78), (10, 690, 5.9))
    for user in (day.world.christina, day.world.soeren):
        client = login(user)
        assert "vaelg" not in shown(client, url_of(day))
        client.post(url_of(day, "vaelg/"), {"minutter": "10"})
    assert not DatedSetting.objects.exists()
    tove = login(day.world.tove)
    assert tove.get(url_of(day)).status_code == 404
    assert tove.post(url_of(day, "vaelg/"), {"minutter": "10"}).status_code == 404
    client = login(day.world.mette)
    for wrong in ("5", "", "ti"):
        assert client.post(url_of(day, "vaelg/"), {"minutter": wrong}).status_code == 404
    assert client.get(url_of(day).replace(str(WEEK), "2026-77")).status_code == 404
    dispatched(day)
    with pytest.raises(Refused, match="disponent"):
        choose_face_price(day.world.mette, day.world.aaparken, week=WEEK, minutes=10)
    assert "lægger en disponent planen" in shown(client, url_of(day))


def test_progress_is_shown_and_asked_for_again(day: Day, login: Login) -> None:
    client = login(day.world.mette)
    assert "Der er ikke regnet en kurve endnu" in shown(client, url_of(day))
    run = start_curve(day.world.mette, day.world.aaparken, week=WEEK)
    PlanRun.objects.filter(pk=run.pk).update(status=PlanRun.Status.RUNNING, share_done=0.25, heartbeat_at=run.queued_at)
    part = assert_swap_equals_fresh(client, url_of(day), None, "points")
    assert "25 % af omkring 48 sekunder" in part
    assert "hx-get" in part
    assert client.post(f"/ugen/beregning/{run.pk}/afbryd/")["Location"] == url_of(day)
    PlanRun.objects.filter(pk=run.pk).update(status=PlanRun.Status.FAILED, failure="Der er ingen vagter.")
    page = shown(client, url_of(day))
    assert "Der er ingen vagter." in page
    assert "Prøv igen" in page


def test_a_curve_of_an_earlier_week_serves_until_there_is_a_new_one(day: Day, login: Login) -> None:
    drawn(day, (0, 600, 9.0), weeks=2)
    assert "Kurven fra uge 47" in shown(login(day.world.mette), url_of(day))
    curve = Curve(day.world.mette, day.world.aaparken, WEEK)
    [dot] = curve.dots
    assert dot.is_chosen, "the nearest there is"
    assert len(curve.face_marks) == len(curve.way_marks) == 1
    assert Curve(day.world.mette, day.world.havnen, WEEK).dots == []
    assert Curve(day.world.mette, day.world.havnen, WEEK).chosen is None
    DatedSetting.objects.create(
        key="planning.new_face_minutes", value=5, valid_from=WEEK.monday, source="Kommunens udgangspunkt"
    )
    assert "Kommunens udgangspunkt" in shown(login(day.world.mette), url_of(day))
