"""The visit's page and the small pages of change: the right person, the wrong person, the wrong words."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from handlekraft.access.permissions import Role
from handlekraft.audit.models import Event
from handlekraft.citizens.models import Alert, DoorCode, GoodToKnow
from handlekraft.demo.makers import local, make_employee, make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.people.models import DatedSetting, User
from handlekraft.visits.actions.visits import hand_over_visit, move_visit
from handlekraft.visits.models import Visit, VisitChange, VisitNote
from tests.swaps import assert_swap_equals_fresh

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)
Status = Visit.Status

type Login = Callable[[User], Client]


@pytest.fixture
def jonas(world: World) -> User:
    """A colleague at work tonight."""
    jonas = make_employee("Jonas Mark", Role.TEAM_MEMBER, team=world.aaparken)
    for user in (world.mette, jonas):
        make_shift(user, TODAY, "14:00-23:30")
        make_shift(user, TOMORROW, "07:00-15:00")
    return jonas


@pytest.fixture
def visit(world: World, jonas: User) -> Visit:
    """Mette is to be at Ella's at 15.00."""
    return make_visit(world.ella, TODAY, "15:00", carer=world.mette, title="Aftensmad", text="Øve kaffen.")


def at_visit(visit: Visit, rest: str = "") -> str:
    return f"/besoeg/{visit.pk}/{rest}"


@pytest.mark.requirement("R-047")
def test_the_page_opens_with_what_matters_and_what_colleagues_know(world: World, visit: Visit, login: Login) -> None:
    Alert.objects.create(citizen=world.ella, kind=Alert.Kind.ALLERGY, text="Penicillin")
    GoodToKnow.objects.create(citizen=world.ella, text="Kaffen skal være stærk.", by=world.christina.employee)
    VisitNote.objects.create(visit=visit, citizen=world.ella, author=world.christina, outcome="worry", text="Svimmel")
    page = login(world.mette).get(at_visit(visit)).text
    for words in ("kan lave min kaffe", "Allergi: Penicillin", "Kaffen skal være stærk.", "Svimmel", "Øve kaffen."):
        assert words in page
    assert page.index("kan lave min kaffe") < page.index("Øve kaffen.")
    assert "geo:55." in page
    assert login(world.tove).get(at_visit(visit)).status_code == 404
    assert login(world.ali).get(at_visit(visit)).status_code == 404
    ella = world.ella.user
    assert ella is not None
    assert login(ella).get(at_visit(visit)).status_code == 404
    assert login(world.mette).get(at_visit(visit, "findes-ikke/")).status_code == 404


def test_whoever_does_not_come_sees_the_page_without_its_buttons(world: World, visit: Visit, login: Login) -> None:
    page = login(world.christina).get(at_visit(visit)).text
    assert "Jeg er her" not in page
    assert "Ændr på stedet" not in page
    untimed = make_visit(world.karl, TOMORROW, None)
    assert "et sted mellem 07.00–23.30" in login(world.mette).get(at_visit(untimed)).text


def test_one_begins_and_tells_how_it_went(world: World, visit: Visit, login: Login) -> None:
    mette = login(world.mette)
    assert mette.get(at_visit(visit, "jeg-er-her/")).status_code == 405
    assert "I gang" in mette.post(at_visit(visit, "jeg-er-her/"), follow=True).text
    told = {"outcome": "as_planned", "text": "Kaffen lykkedes.", "note_key": ""}
    page = mette.post(at_visit(visit, "udfoert/"), told, follow=True).text
    assert "Gemt. Det står under “Seneste noter” her og på siden om Ella." in page
    assert "Kaffen lykkedes." in page
    assert "Ikke udført alligevel" in page
    assert "i gang igen" in mette.post(at_visit(visit, "genaabn/"), follow=True).text


def test_the_words_are_kept_when_something_is_missing(world: World, visit: Visit, login: Login) -> None:
    mette = login(world.mette)
    answer = mette.post(at_visit(visit, "udfoert/"), {"text": "Kaffen lykkedes."})
    assert (answer.status_code, "Kaffen lykkedes." in answer.text) == (422, True)
    worry = mette.post(at_visit(visit, "udfoert/"), {"outcome": "worry"})
    assert (worry.status_code, "bekymret" in worry.text) == (422, True)
    unkeyed = mette.post(at_visit(visit, "udfoert/"), {"outcome": "as_planned", "note_key": "x"})
    assert unkeyed.status_code == 422
    assert mette.post(at_visit(visit, "note/"), {"extra-text": ""}).status_code == 422
    assert not VisitNote.objects.exists()
    refused = login(world.christina).post(at_visit(visit, "udfoert/"), {"outcome": "as_planned"})
    assert (refused.status_code, "ikke dit" in refused.text) == (422, True)


@pytest.mark.requirement("D-09")
def test_a_note_that_arrives_twice_is_kept_once(world: World, visit: Visit, login: Login) -> None:
    mette, key = login(world.mette), str(uuid4())
    for _ in range(2):
        answer = mette.post(at_visit(visit, "udfoert/"), {"outcome": "otherwise", "text": "Tur", "note_key": key})
        assert answer.status_code == 302
    for _ in range(2):
        mette.post(at_visit(visit, "note/"), {"extra-text": "Mere", "extra-note_key": str(uuid4().int)})
        mette.post(at_visit(visit, "note/"), {"extra-text": "Mere", "extra-note_key": "1" * 32})
    assert VisitNote.objects.count() == 2
    other = make_visit(world.karl, TODAY, "17:00", carer=world.mette)
    wrong = mette.post(at_visit(other, "udfoert/"), {"outcome": "otherwise", "text": "Tur", "note_key": key})
    assert (wrong.status_code, "et andet besøg" in wrong.text) == (422, True)


def test_a_substitutes_note_goes_to_the_primary_contact(world: World, visit: Visit, login: Login) -> None:
    make_shift(world.ali, TODAY, "14:00-23:00")
    hand_over_visit(world.mette, visit, to=world.ali.employee, instead_of=world.mette.employee)
    ali = login(world.ali)
    own = ali.get("/i-dag/").text
    assert "kan lave min kaffe" in own
    assert "Teamets dag" not in own
    assert "Overdrag" not in own
    page = ali.post(at_visit(visit, "udfoert/"), {"outcome": "otherwise", "text": "Ella var træt"}, follow=True).text
    assert "Mette ser det ved næste besøg hos Ella" in page
    later = make_visit(world.ella, TODAY, "20:00", carer=world.mette)
    make_visit(
        world.ella,
        date(2026, 11, 20),
        "20:00",
        carer=world.mette,
        status=Status.DONE,
        ended_at=local("2026-11-20 20:30"),
    )
    assert later.pk
    assert "Ella var træt" in login(world.mette).get("/i-dag/").text


@pytest.mark.requirement("R-002")
def test_today_rather_takes_two_taps_and_replaces_what_was_agreed(world: World, visit: Visit, login: Login) -> None:
    mette = login(world.mette)
    url = at_visit(visit, "dagens-behov/")
    part = assert_swap_equals_fresh(mette, url, {"words": "En gåtur"}, "need", fresh_url=at_visit(visit))
    assert "I dag hellere:</b> En gåtur" in part
    assert "I dag hellere:</b> En gåtur" in mette.get("/i-dag/").text
    assert "En gåtur" in mette.get(f"/team/{world.aaparken.pk}/dagen/").text
    assert "skrevet ind" in mette.post(url, {"words": "Hvile"}, follow=True).text
    wrong = mette.post(url, {"words": ""}, headers={"HX-Request": "true"})
    assert (wrong.status_code, wrong.text.strip().startswith('<div id="need"')) == (422, True)
    assert login(world.tove).post(url, {"words": "x"}).status_code == 404


def test_the_door_code_is_behind_a_tap_and_never_in_a_list(world: World, visit: Visit, login: Login) -> None:
    DoorCode.objects.create(citizen=world.ella, code="4711*")
    mette = login(world.mette)
    assert "4711*" not in mette.get(at_visit(visit)).text
    assert "4711*" not in mette.get("/i-dag/").text
    part = mette.post(at_visit(visit, "doer/"), headers={"HX-Request": "true"})
    assert "4711*" in part.text
    assert part["Cache-Control"] == "no-store"
    assert Event.objects.filter(verb="door code shown").count() == 1
    assert "4711*" in mette.post(at_visit(visit, "doer/")).text
    assert "Vis dørkode" not in login(world.christina).get(at_visit(visit)).text
    assert login(world.christina).post(at_visit(visit, "doer/")).status_code == 403


@pytest.mark.requirement("R-045")
def test_time_length_and_content_change_in_a_tap_or_a_small_form(world: World, visit: Visit, login: Login) -> None:
    mette = login(world.mette)
    for rest in ("flyt/", "laengde/", "indhold/", "aflys/", "ingen-hjemme/"):
        assert mette.get(at_visit(visit, rest)).status_code == 200
    moved = mette.post(at_visit(visit, "flyt/"), {"day": "23.11.2026", "at": "16.15"}, follow=True).text
    assert "Besøget er flyttet." in moved
    assert "Flyttet (før kl. 15.00) · Mette" in moved
    mette.post(at_visit(visit, "laengde/et-tryk/"), {"by": "15"})
    mette.post(at_visit(visit, "laengde/"), {"minutes": "50"})
    longer = mette.post(at_visit(visit, "indhold/"), {"title": "Gåtur"}, follow=True).text
    assert "Ny længde (før 45 min)" in longer
    visit.refresh_from_db()
    assert (visit.starts_at, visit.minutes, visit.title) == (local("2026-11-23 16:15"), 50, "Gåtur")
    for rest, data in (
        ("flyt/", {"day": "i morgen", "at": "x"}),
        ("laengde/", {"minutes": "mange"}),
        ("indhold/", {"title": ""}),
        ("aflys/", {"because": "other"}),
        ("ingen-hjemme/", {"text": "x"}),
        ("flyt/", {"day": "23.11.2026", "at": "6"}),
    ):
        assert mette.post(at_visit(visit, rest), data).status_code == 422, rest
        assert login(world.tove).post(at_visit(visit, rest), data).status_code == 404
    assert login(world.christina).get(at_visit(visit, "flyt/")).status_code == 403
    assert mette.post(at_visit(visit, "laengde/et-tryk/"), {"by": "x"}).status_code == 404
    assert mette.post(at_visit(visit, "laengde/et-tryk/"), {"by": "-60"}).status_code == 403


def test_a_warning_is_said_after_the_change(world: World, visit: Visit, login: Login) -> None:
    Visit.objects.filter(pk=visit.pk).update(latest_at=local("2026-11-23 16:00"))
    page = login(world.mette).post(at_visit(visit, "flyt/"), {"day": "23.11.2026", "at": "17"}, follow=True).text
    assert "uden for" in page


@pytest.mark.requirement("R-040", "R-045")
def test_a_visit_is_handed_over_in_two_taps_and_taken_back(
    world: World, visit: Visit, jonas: User, login: Login
) -> None:
    mette = login(world.mette)
    page = mette.get(at_visit(visit, "overdrag/")).text
    assert "Giv til Jonas" in page
    assert "i stedet for Mette" in page
    given = mette.post(at_visit(visit, "overdrag/"), {"to": jonas.employee.pk, "from": world.mette.employee.pk})
    assert given.status_code == 302
    assert "Fra Mette i dag" in login(jonas).get("/i-dag/").text
    back = login(jonas).post(f"/besoeg/aendring/{VisitChange.objects.get().pk}/fortryd/", follow=True).text
    assert "Fortrudt" in back
    visit.refresh_from_db()
    assert visit.carer == world.mette.employee
    assert mette.post(at_visit(visit, "overdrag/"), {"to": world.ali.employee.pk}).status_code == 403
    assert mette.post(at_visit(visit, "overdrag/"), {}).status_code == 403
    assert mette.get(at_visit(visit, "overdrag/?fra=999999")).status_code == 404
    assert login(world.tove).post(at_visit(visit, "overdrag/"), {"to": world.tove.employee.pk}).status_code == 404


def test_one_takes_a_visit_oneself_and_two_come_together(world: World, visit: Visit, jonas: User, login: Login) -> None:
    page = login(jonas).post(at_visit(visit, "overtag/"), follow=True).text
    assert "Besøget er dit." in page
    mette = login(world.mette)
    together = mette.post(at_visit(visit, "to-sammen/"), follow=True).text
    assert "Hvem kommer?" in together
    assert "Jonas kommer også." in together
    mette.post(at_visit(visit, "overdrag/"), {"to": world.mette.employee.pk})
    swap = mette.get(at_visit(visit, "overdrag/")).text
    assert "Overdrag pladsen fra Jonas i stedet" in swap
    assert "i stedet for Jonas" in mette.get(at_visit(visit, f"overdrag/?fra={jonas.employee.pk}")).text
    assert "du mødes med <b>Jonas Mark</b>" in mette.get(at_visit(visit)).text
    assert "I kommer to: du og <b>Jonas</b>" in mette.get("/i-dag/").text
    assert "Én medarbejder" in mette.post(at_visit(visit, "to-sammen/"), follow=True).text


def test_what_is_settled_is_told_before_one_tries(world: World, visit: Visit, login: Login) -> None:
    Visit.objects.filter(pk=visit.pk).update(status=Status.STARTED)
    page = login(world.mette).get(at_visit(visit, "overdrag/")).text
    assert "Besøget er i gang." in page
    assert "Giv til" not in page
    Visit.objects.filter(pk=visit.pk).update(status=Status.PLANNED)
    DatedSetting.objects.create(
        key="visits.planned_by", value="dispatcher", section=world.east, valid_from=TODAY, source="Til sammenligning"
    )
    assert "Ring til disponenten" in login(world.mette).get(at_visit(visit, "overdrag/")).text


def test_a_visit_is_cancelled_with_a_reason_in_words(world: World, visit: Visit, login: Login) -> None:
    mette = login(world.mette)
    page = mette.post(at_visit(visit, "aflys/"), {"because": "relative", "words": "Jens er her"}, follow=True).text
    assert "Aflyst: Pårørende hjælper i stedet: Jens er her" in page
    mette.post(f"/besoeg/aendring/{VisitChange.objects.get().pk}/fortryd/")
    mette.post(at_visit(visit, "aflys/"), {"because": "other", "words": "Strejke"})
    visit.refresh_from_db()
    assert visit.reason == "Strejke"
    again = mette.post(at_visit(visit, "aflys/"), {"because": "wished"})
    assert (again.status_code, "Fortryd aflysningen først" in again.text) == (422, True)


def test_nobody_home_shows_the_steps_and_tells_the_team(world: World, visit: Visit, login: Login) -> None:
    mette = login(world.mette)
    page = mette.get(at_visit(visit, "ingen-hjemme/")).text
    assert "Fast kontaktperson: Mette Lund" in page
    assert 'href="tel:87654321"' in page
    mette.post(at_visit(visit, "ingen-hjemme/"), {"steps": ["team", "rang"], "text": "Hos naboen"})
    visit.refresh_from_db()
    assert visit.reason == "Ringet på og banket på; Sagt det til teamet; Hos naboen"
    assert "Hos naboen" in login(world.christina).get(f"/team/{world.aaparken.pk}/dagen/").text
    lonely = make_visit(world.karl, TODAY, "17:00", carer=world.mette)
    world.karl.phone = ""
    world.karl.save()
    page = mette.get(at_visit(lonely, "ingen-hjemme/")).text
    assert "ingen fast kontaktperson" in page
    assert "ikke noget nummer" in page


def test_a_visit_more_is_laid_in(world: World, jonas: User, login: Login) -> None:
    mette, url = login(world.mette), f"/borgere/{world.ella.pk}/besoeg/nyt/"
    assert 'value="15.00"' in mette.get(url).text
    data = {"title": "Gåtur", "day": "23.11.2026", "at": "19.30", "minutes": "30", "is_mine": "on"}
    assert "Nyt besøg" in mette.post(url, data, follow=True).text
    assert Visit.objects.get().carer == world.mette.employee
    assert mette.post(url, data | {"day": "22.11.2026"}).status_code == 422
    clash = mette.post(url, data | {"at": "19.40"})
    assert (clash.status_code, "når ikke frem" in clash.text) == (422, True)
    mette.post(url, data | {"is_mine": ""})
    assert Visit.objects.unassigned().count() == 1
    gone = mette.post(f"/besoeg/aendring/{VisitChange.objects.first().pk}/fortryd/")  # type: ignore[union-attr]
    assert gone["Location"] == "/i-dag/"
    assert login(world.tove).get(url).status_code == 404
    assert login(world.christina).get(url).status_code == 403


def test_an_old_change_has_no_undo_button(world: World, visit: Visit, login: Login) -> None:
    mette = login(world.mette)
    move_visit(world.mette, visit, starts_at=local("2026-11-23 16:00"))
    assert "Fortryd den seneste" in mette.get(at_visit(visit)).text
    VisitChange.objects.update(at=timezone.now() - timedelta(hours=3))
    assert "Fortryd den seneste" not in mette.get(at_visit(visit)).text
    assert login(world.tove).post(f"/besoeg/aendring/{VisitChange.objects.get().pk}/fortryd/").status_code == 404


def test_somebody_falls_out_and_the_gaps_are_shown(world: World, visit: Visit, jonas: User, login: Login) -> None:
    shift = world.mette.employee.shifts.get(starts_at=local("2026-11-23 14:00"))
    away = login(jonas)
    page = away.post(f"/vagter/{shift.pk}/fravaer/", follow=True).text
    assert "Mette er meldt fraværende" in page
    assert "Vi ser på, hvem det rammer" in page, "on to the answer"
    page = away.get(f"/team/{world.aaparken.pk}/dagen/").text
    assert "Mette er fraværende i dag" in page
    assert "1 besøg mangler nogen" in page
    assert f'href="/besoeg/{visit.pk}/overdrag/"' in page
    assert "Fraværende" in page
    assert "kommer alligevel" in away.post(f"/vagter/{shift.pk}/kommer/", follow=True).text
    visit.refresh_from_db()
    assert visit.carer == world.mette.employee
    assert login(world.tove).post(f"/vagter/{shift.pk}/fravaer/").status_code == 403
