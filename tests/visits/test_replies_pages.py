"""The pages of a day that changes: said on the phone or for the team, answered with names and reasons."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from handlekraft.demo.makers import make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.people.models import User
from handlekraft.visits.actions.visits import move_visit
from handlekraft.visits.models import Disruption, PlanRun, Visit
from handlekraft.visits.tasks import adopt, take_sick_call
from tests.swaps import assert_swap_equals_fresh, text_of
from tests.visits.drawing import shown
from tests.visits.test_replies import TODAY, answer, at_clock, ella, jonas, karl, shift_of, sofie

__all__ = ["ella", "jonas", "karl", "sofie"]
type Login = Callable[[User], Client]


def day_url(world: World) -> str:
    return f"/team/{world.aaparken.pk}/dagen/{TODAY}/aendret/"


def url_of(happened: Disruption | None, act: str = "") -> str:
    assert happened is not None
    return f"/team/{happened.team_id}/aendringer/{happened.pk}/{act}"


@pytest.fixture
def happened(world: World, jonas: User, sofie: User, ella: Visit) -> Disruption:
    """Sofie has fallen out; nobody has computed yet."""
    found = take_sick_call(world.mette, shift_of(sofie))
    assert found is not None
    return found


@pytest.mark.requirement("R-040", "R-045")
def test_on_the_phone_one_says_that_one_is_late(
    world: World, login: Login, jonas: User, sofie: User, ella: Visit
) -> None:
    client = login(sofie)
    assert "/i-dag/forsinket/" in shown(client, "/i-dag/")
    assert "I dag 15.00–23.30" in shown(client, "/i-dag/forsinket/")
    refused = client.post("/i-dag/forsinket/", {"shift": shift_of(sofie).pk})
    assert refused.status_code == 422
    assert not Disruption.objects.exists()
    done = client.post("/i-dag/forsinket/", {"shift": shift_of(sofie).pk, "minutes": "20"})
    happened = Disruption.objects.get()
    assert done["Location"] == url_of(happened)
    assert happened.kind == Disruption.Kind.LATE
    assert "Sofie er forsinket og hos den næste kl. 16.50" in shown(client, url_of(happened))


def test_who_has_nothing_left_reads_why_and_keeps_her_words(world: World, login: Login, sofie: User) -> None:
    response = login(sofie).post("/i-dag/forsinket/", {"shift": shift_of(sofie).pk, "minutes": "20"})
    assert response.status_code == 422
    assert "Sofie har ingen besøg tilbage" in text_of(response)


@pytest.mark.requirement("R-040")
def test_on_the_phone_one_says_that_one_is_sick(
    world: World, login: Login, jonas: User, sofie: User, ella: Visit
) -> None:
    make_shift(world.ali, TODAY, "15:00-23:30")
    make_visit(world.karl, TODAY, "18:00", carer=world.ali)
    for user, onward in ((sofie, "/aendringer/"), (world.ali, "/i-dag/")):
        client = login(user)
        done = client.post("/i-dag/syg/", {"shift": shift_of(user).pk})
        assert onward in done["Location"], "a substitute does not see the team"
        assert shift_of(user).sick_at is not None
        assert "Teamet har fået besked. God bedring." in shown(client, "/i-dag/")
    assert "Du har ingen vagt, det kan handle om." in shown(login(world.tove), "/i-dag/syg/")
    own = shift_of(jonas).pk
    assert login(world.ali).post("/i-dag/syg/", {"shift": own}).status_code == 422, "only one's own"


def test_for_the_team_somebody_says_what_happened(
    world: World, login: Login, jonas: User, sofie: User, ella: Visit, karl: Visit
) -> None:
    client, url = login(world.soeren), day_url(world)
    page = shown(client, url)
    for words in ("Sofie Thy · 15.00–23.30", "Ella Winther", "19.00 Karl Mortensen · Medicin (30 min)"):
        assert words in page
    kinds = Disruption.Kind
    sent = [
        ({"nyt": "1", "citizen": world.ella.pk, "title": "Fald", "at": "17.30", "minutes": "20"}, kinds.ADDED),
        ({"laengere": "1", "visit": ella.pk, "minutes": "40"}, None),
        ({"forsinket": "1", "shift": shift_of(jonas).pk, "minutes": "30"}, kinds.LATE),
        ({"syg": "1", "shift": shift_of(sofie).pk}, kinds.SICK),
    ]
    for data, kind in sent:
        before = Disruption.objects.count()
        response = client.post(url, data)
        assert response.status_code == 302, text_of(response)
        assert Disruption.objects.count() == before + (kind is not None)
        if kind:
            assert Disruption.objects.latest("pk").kind == kind
    ella.refresh_from_db()
    assert ella.minutes == 40, "there was room for it"


def test_a_visit_that_takes_too_long_asks_what_then(world: World, login: Login, sofie: User, ella: Visit) -> None:
    make_visit(world.karl, TODAY, "17:10", minutes=30, carer=sofie, window="17:00-22:00")
    client = login(world.mette)
    response = client.post(day_url(world), {"laengere": "1", "visit": ella.pk, "minutes": "60"})
    assert response["Location"] == url_of(Disruption.objects.get())
    assert "Besøget hos Ella tager længere tid i dag" in shown(client, response["Location"])
    Visit.objects.filter(pk=ella.pk).update(minutes=30)
    response = client.post(f"/besoeg/{ella.pk}/laengde/", {"minutes": "65"})
    assert response["Location"] == url_of(Disruption.objects.latest("pk")), "the same from the visit's own page"


def test_whom_it_does_not_concern_finds_nothing(world: World, login: Login, sofie: User, ella: Visit) -> None:
    assert login(world.tove).get(day_url(world)).status_code == 404
    assert login(world.christina).get(day_url(world)).status_code == 403
    client = login(world.mette)
    assert client.get(day_url(world).replace("11-23", "11-22")).status_code == 404, "yesterday is over"
    assert client.post(day_url(world), {"andet": "1"}).status_code == 404
    wrong = client.post(day_url(world), {"nyt": "1", "title": "Fald", "at": "halv seks", "minutes": "20"})
    assert wrong.status_code == 422
    assert "halv seks" in text_of(wrong)
    refused = client.post(day_url(world), {"laengere": "1", "visit": ella.pk, "minutes": "0"})
    assert refused.status_code == 422
    over = {"forsinket": "1", "shift": shift_of(sofie).pk, "minutes": "20"}
    Visit.objects.filter(pk=ella.pk).update(status=Visit.Status.DONE)
    assert client.post(day_url(world), over).status_code == 422


def test_the_answer_page_waits_and_then_tells(world: World, login: Login, happened: Disruption) -> None:
    client, url = login(world.mette), url_of(happened)
    waiting = assert_swap_equals_fresh(client, url, None, "answer")
    assert "hx-get" in waiting
    assert client.post(url_of(happened, "vedtag/")).status_code == 404, "there is nothing to adopt yet"
    answer(happened)
    told = assert_swap_equals_fresh(client, url, None, "answer")
    assert "hx-get" not in told
    assert "Ella kl. 16.30 flyttes fra Sofie til Jonas, fordi Sofie er fraværende." in told
    assert "Det går ud over 1 borger. 1 besøg får et nyt ansigt." in told
    assert "Vedtag ændringen" in told
    assert "Vedtag ændringen" not in shown(login(world.christina), url)
    assert login(world.tove).get(url).status_code == 404


@pytest.mark.parametrize(("status", "words"), [("failed", "Ingen vagter"), ("cancelled", "Beregningen gik i stå.")])
def test_an_answer_that_does_not_come_says_so(
    world: World, login: Login, happened: Disruption, status: str, words: str
) -> None:
    PlanRun.objects.filter(pk=happened.run_id).update(status=status, failure=words if status == "failed" else "")
    client = login(world.mette)
    page = shown(client, url_of(happened))
    assert "Vi fandt ikke et svar" in page
    assert words in page
    if status == "failed":
        assert client.post(f"/ugen/beregning/{happened.run_id}/igen/")["Location"] == url_of(happened)


@pytest.mark.requirement("R-040")
def test_the_answer_is_adopted_on_its_page(world: World, login: Login, happened: Disruption, ella: Visit) -> None:
    answer(happened)
    client = login(world.mette)
    for first in ("/i-dag/", f"/team/{world.aaparken.pk}/dagen/", f"/team/{world.aaparken.pk}/ugen/2026-48/"):
        make_shift(world.mette, TODAY, "15:00-23:30") if first == "/i-dag/" else None
        assert "Sofie er fraværende i dag" in shown(client, first)
    assert login(world.christina).post(url_of(happened, "vedtag/")).status_code == 302
    ella.refresh_from_db()
    assert ella.carer is None, "a facilitator decides nothing"
    assert client.post(url_of(happened, "vedtag/"))["Location"] == url_of(happened)
    ella.refresh_from_db()
    assert ella.carer is not None
    page = shown(client, url_of(happened))
    assert "Planen er ændret." in page
    assert "Vedtaget af Mette Lund" in page
    assert "Sofie er fraværende i dag" not in shown(client, "/i-dag/")


def test_the_plan_may_stand(world: World, login: Login, happened: Disruption) -> None:
    proposal = answer(happened)
    client = login(world.mette)
    assert "Forslag 1" in shown(client, f"/team/{world.aaparken.pk}/ugen/2026-48/")
    assert login(world.christina).post(url_of(happened, "lad-staa/")).status_code == 302
    client.post(url_of(happened, "lad-staa/"))
    assert "Mette Lund lod planen stå" in shown(client, url_of(happened))
    week = shown(client, f"/team/{world.aaparken.pk}/ugen/2026-48/")
    assert "Ikke vedtaget endnu" not in week, "nobody stumbles over an answer that was not wanted"
    assert proposal.adopted_at is None


def test_an_answer_that_no_longer_holds_is_not_adopted(
    world: World, login: Login, happened: Disruption, karl: Visit
) -> None:
    answer(happened)
    move_visit(world.mette, karl, starts_at=at_clock(TODAY, "20:00"))
    client = login(world.mette)
    client.post(url_of(happened, "vedtag/"))
    assert "har ændret planen, siden forslaget blev lavet" in shown(client, url_of(happened))
    Disruption.objects.filter(pk=happened.pk).update(day=TODAY - timedelta(days=1), at=timezone.now())
    assert "Forslaget gælder ikke længere" in shown(client, url_of(happened))


def test_nobody_affected_is_said_too(world: World, login: Login, jonas: User, happened: Disruption) -> None:
    proposal = answer(happened)
    proposal.proposed_visits.update(carer=None, starts_at=None)
    happened.affected.update(before={"starts_at": at_clock(TODAY, "16:30").isoformat(), "carers": [jonas.employee.pk]})
    proposal.proposed_visits.update(carer=jonas.employee, starts_at=at_clock(TODAY, "16:30"))
    assert "Ingen andre bliver berørt." in shown(login(world.mette), url_of(happened))


def test_little_moves_are_told_last(world: World, login: Login, jonas: User, happened: Disruption) -> None:
    proposal = answer(happened)
    happened.affected.update(
        before={"starts_at": at_clock(TODAY, "16:30").isoformat(), "carers": [jonas.employee.pk]}, cause="room"
    )
    proposal.proposed_visits.update(carer=jonas.employee, starts_at=at_clock(TODAY, "16:35"))
    page = shown(login(world.mette), url_of(happened))
    assert "1 besøg rykkes højst 10 minutter" in page
    assert "Alle møder nogen, de kender." in page


def test_a_face_the_citizen_knows_is_called_so(world: World, login: Login, sofie: User, karl: Visit) -> None:
    make_shift(world.mette, TODAY, "15:00-23:30")
    visit = make_visit(world.ella, TODAY, "16:30", minutes=30, carer=sofie, window="15:00-18:00")
    happened = take_sick_call(world.mette, shift_of(sofie))
    answer(happened)
    assert "Mette er fast kontakt" in shown(login(world.mette), url_of(happened))
    world.ella.primary_contact = None
    world.ella.save()
    assert "Mette er et kendt ansigt" in shown(login(world.mette), url_of(happened))
    assert visit.pk


def test_absence_on_the_roster_leads_to_the_answer(world: World, login: Login, sofie: User, ella: Visit) -> None:
    done = login(world.mette).post(f"/vagter/{shift_of(sofie).pk}/fravaer/")
    assert done["Location"] == url_of(Disruption.objects.get())


def test_absence_of_one_without_visits_leads_to_the_day(world: World, login: Login, sofie: User) -> None:
    done = login(world.mette).post(f"/vagter/{shift_of(sofie).pk}/fravaer/")
    assert done["Location"] == f"/team/{world.aaparken.pk}/dagen/{TODAY}/"
    assert not Disruption.objects.exists()


def test_a_visit_more_without_anybody_asks_who_could_come(world: World, login: Login, jonas: User) -> None:
    data = {"title": "Fald", "day": str(TODAY), "at": "17.30", "minutes": "20"}
    done = login(world.mette).post(f"/borgere/{world.ella.pk}/besoeg/nyt/", data)
    happened = Disruption.objects.get()
    assert done["Location"] == url_of(happened)
    adopt(world.mette, answer(happened))
    assert Visit.objects.get(title="Fald").carer == jonas.employee
