"""I dag: one's own day on a phone."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handlekraft.access.permissions import Role
from handlekraft.audit.models import Event
from handlekraft.citizens.models import Alert, DoorCode, KnownFace
from handlekraft.demo.makers import at_clock, local, make_citizen, make_employee, make_shift, make_visit
from handlekraft.demo.world import World
from handlekraft.people.models import User
from handlekraft.rosters.models import ProtectedTime
from handlekraft.visits.day import day_of
from handlekraft.visits.models import PlanNotice, Proposal, Visit, VisitChange, VisitNote
from handlekraft.visits.on_paper import values_of
from handlekraft.visits.punctuality import punctuality
from handlekraft.visits.telling import tell

TODAY = date(2026, 11, 23)
TOMORROW = date(2026, 11, 24)

type Login = Callable[[User], Client]


@pytest.fixture
def evening(world: World) -> World:
    """Mette's evening: a visit done, Ella next, Karl later, and a rest between."""
    make_shift(world.mette, TODAY, "15:00-23:30")
    make_visit(world.karl, TODAY, "15:10", minutes=25, carer=world.mette, status=Visit.Status.DONE)
    make_visit(world.ella, TODAY, "15:45", minutes=40, carer=world.mette, title="Aftensmad", text="Øve kaffen.")
    make_visit(world.karl, TODAY, "18:45", minutes=20, carer=world.mette, title="Støttestrømper")
    ProtectedTime.objects.create(
        employee=world.mette.employee,
        kind=ProtectedTime.Kind.RECHARGE,
        starts_at=at_clock(TODAY, "18:00"),
        ends_at=at_clock(TODAY, "18:15"),
    )
    return world


def test_the_day_stands_in_order(evening: World, login: Login) -> None:
    page = login(evening.mette).get("/i-dag/").text
    order = ["Karl Mortensen", "Ella Winther", "Opladning", "Støttestrømper"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "God eftermiddag, Mette" in page
    assert "aftenvagt 15.00–23.30" in page
    assert "At jeg selv kan lave min kaffe" in page
    assert "Aftensmad. Øve kaffen." in page
    assert "Du kommer fast her" in page
    assert "Ny for dig" in page
    assert "Tidligst igen kl. 10.30" in page
    assert 'href="tel:87654321"' in page


def statements(client: Client, url: str) -> int:
    """How many questions a page asks that is opened for the second time; savepoints are none."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in asked.captured_queries)


def test_thirty_visits_ask_no_more_than_one_and_stay_small(world: World, login: Login) -> None:
    make_shift(world.mette, TODAY, "07:00-23:30")
    make_visit(world.ella, TODAY, "07:30", carer=world.mette)
    client = login(world.mette)
    one = statements(client, "/i-dag/")
    for number in range(29):
        citizen = make_citizen(f"Borger Nummer{number}", world.aaparken, words="Ro på." * 20)
        Alert.objects.create(citizen=citizen, kind=Alert.Kind.DOG, text="Stor hund i haven")
        make_visit(citizen, TODAY, f"{8 + number // 3:02}:{number % 3 * 20:02}", carer=world.mette, text="Aftalt." * 20)
    assert statements(client, "/i-dag/") == one <= 16
    page = client.get("/i-dag/")
    assert page.text.count('class="visit') == 30
    assert len(page.content) <= 60 * 1024


def test_the_neighbouring_team_sees_nothing_of_it(evening: World, login: Login) -> None:
    page = login(evening.tove).get("/i-dag/").text
    assert "Ella" not in page
    assert "Du har ikke vagt i dag." in page
    ella = evening.ella.user
    assert ella is not None
    assert login(ella).get("/i-dag/").status_code == 404
    assert Client().get("/i-dag/").status_code == 302


def test_a_day_without_a_shift_names_the_next_one(world: World, login: Login) -> None:
    make_shift(world.mette, date(2026, 11, 26), "07:00-15:00")
    mette = login(world.mette)
    assert "Din næste vagt er torsdag 26. november 07.00–15.00." in mette.get("/i-dag/").text
    assert "Du har ikke vagt den dag." in mette.get("/i-dag/2026-11-25/").text
    assert "Der er ingen besøg på din dag endnu." in mette.get("/i-dag/2026-11-26/").text
    assert mette.get("/i-dag/en-dag/").status_code == 404


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-23 06:00", "Godmorgen, Mette"),
        ("2026-11-23 10:30", "God formiddag, Mette"),
        ("2026-11-23 19:00", "God aften, Mette"),
        ("2026-11-23 03:00", "God aften, Mette"),
    ],
)
def test_the_greeting_knows_the_time(
    world: World, login: Login, at: Callable[[str], None], now: str, words: str
) -> None:
    at(now)
    assert words in login(world.mette).get("/i-dag/").text


@pytest.mark.parametrize(("hours", "word"), [("07:00-15:00", "dagvagt"), ("22:00-23:30", "nattevagt")])
def test_a_shift_has_the_name_the_team_gives_it(world: World, login: Login, hours: str, word: str) -> None:
    make_shift(world.mette, TODAY, hours)
    assert word in login(world.mette).get("/i-dag/").text


def test_rest_that_is_cut_short_is_said_and_a_day_shift_says_nothing(world: World, login: Login) -> None:
    make_shift(world.mette, TODAY, "15:00-23:30")
    make_shift(world.mette, TOMORROW, "07:00-15:00")
    mette = login(world.mette)
    assert "Det er for tidligt" in mette.get("/i-dag/").text
    assert "Tidligst igen" not in mette.get("/i-morgen/").text


def test_since_you_were_last_here_tells_what_others_wrote_and_changed(evening: World, login: Login) -> None:
    ella, mette, christina = evening.ella, evening.mette, evening.christina
    last = local("2026-11-21 16:30")
    make_visit(ella, date(2026, 11, 21), "16:00", carer=mette, status=Visit.Status.DONE, ended_at=last)
    visit = make_visit(ella, date(2026, 11, 22), "09:00", carer=christina, status=Visit.Status.DONE)
    told = [
        (christina, local("2026-11-22 09:30"), "Sov dårligt"),
        (christina, local("2026-11-20 09:30"), "For længe siden"),
        (mette, local("2026-11-22 10:00"), "Mettes egne ord"),
    ]
    for author, written_at, text in told:
        VisitNote.objects.create(
            visit=visit, citizen=ella, author=author, outcome="otherwise", text=text, written_at=written_at
        )
    VisitChange.objects.create(
        visit=visit, citizen=ella, kind=VisitChange.Kind.LENGTH, by=christina, before={"minutes": 40}
    )
    page = login(mette).get("/i-dag/").text
    assert "Siden du sidst var her" in page
    assert "“Sov dårligt” · Christina, i går 09.30" in page
    assert "Ny længde (før 40 min) · Christina" in page
    assert "For længe siden" not in page
    assert "Mettes egne ord" not in page


def test_done_visits_show_how_it_went(evening: World, login: Login) -> None:
    done = Visit.objects.done().get()
    mette = login(evening.mette)
    note = VisitNote.objects.create(visit=done, citizen=done.citizen, author=evening.mette, outcome="as_planned")
    assert "Som planlagt" in mette.get("/i-dag/").text
    VisitNote.objects.filter(pk=note.pk).update(text="Frisk luft")
    assert "“Frisk luft”" in mette.get("/i-dag/").text
    Visit.objects.filter(title="Aftensmad").update(status=Visit.Status.CANCELLED, reason="På tur")
    page = mette.get("/i-dag/").text
    assert "Aflyst: På tur" in page
    Visit.objects.filter(title="Støttestrømper").update(status=Visit.Status.STARTED)
    assert "Udført …" in mette.get("/i-dag/").text


def test_the_way_is_counted_by_the_carers_own_mode(evening: World, login: Login) -> None:
    page = login(evening.mette).get("/i-dag/").text
    assert f"{evening.karl.address} → {evening.ella.address}" in page
    assert "#bike" in page
    evening.ella.is_protected = True
    evening.ella.lat = None
    evening.ella.save()
    page = login(evening.mette).get("/i-dag/").text
    assert "10 min · " in page
    assert "beskyttet adresse" in page
    type(evening.ella).objects.update(lat=None, lon=None)
    assert "10 min · " in login(evening.mette).get("/i-dag/").text


def test_the_digest_of_an_adopted_week_is_shown_until_it_is_read(evening: World, login: Login) -> None:
    proposal = Proposal.objects.create(team=evening.aaparken, monday=TODAY, number=1)
    days = [
        {"day": "2026-11-24", "new": 1, "moved": 2, "gone": 0},
        {"day": "2026-11-25", "new": 0, "moved": 0, "gone": 2},
    ]
    notice = PlanNotice.objects.create(employee=evening.mette.employee, proposal=proposal, days=days)
    mette = login(evening.mette)
    page = mette.get("/i-dag/").text
    assert "Uge 48 er vedtaget" in page
    assert "1 nyt besøg, 2 flyttede" in page
    assert "2 færre" in page
    assert login(evening.christina).post(f"/plan-nyt/{notice.pk}/laest/").status_code == 404
    mette.post(f"/plan-nyt/{notice.pk}/laest/")
    assert "er vedtaget" not in mette.get("/i-dag/").text


@pytest.mark.requirement("R-040", "R-004")
def test_tomorrow_shows_who_comes_to_those_one_knows(evening: World, login: Login) -> None:
    make_shift(evening.mette, TOMORROW, "07:00-15:00")
    jonas = make_employee("Jonas Mark", Role.TEAM_MEMBER, team=evening.aaparken)
    KnownFace.objects.create(citizen=evening.karl, employee=evening.mette.employee)
    make_visit(evening.ella, TOMORROW, "09:00", carer=jonas, second=evening.christina)
    make_visit(evening.karl, TOMORROW, None, window="10:00-12:00")
    own = make_visit(evening.ella, TOMORROW, "12:00", carer=evening.mette)
    page = login(evening.mette).get("/i-morgen/").text
    assert "<h1>I morgen</h1>" in page
    assert "Jonas og Christina" in page
    assert "10.00–12.00" in page
    assert "Ingen endnu" in page
    assert f'href="/besoeg/{own.pk}/overdrag/"' in page
    lone = login(evening.tove).get("/i-morgen/").text
    assert "Ingen af dine faste borgere" in lone
    assert "Ella" not in lone


def test_the_day_is_printed_without_codes_numbers_and_protected_addresses(evening: World, login: Login) -> None:
    DoorCode.objects.create(citizen=evening.ella, code="4711")
    Alert.objects.create(citizen=evening.ella, kind=Alert.Kind.DOG, text="Stor hund")
    evening.karl.is_protected = True
    evening.karl.save()
    make_visit(evening.karl, TODAY, "20:00", carer=evening.mette, second=evening.christina, need_of_the_day="En tur")
    own = day_of(evening.mette, evening.mette.employee, TODAY)
    lines = values_of(own)
    words = json.dumps(lines, ensure_ascii=False)
    assert [line["name"] for line in lines["visits"]] == [
        "Ella Winther",
        "Opladning",
        "Karl Mortensen",
        "Karl Mortensen",
    ]
    assert lines["visits"][-1]["with"] == "Christina Dahl"
    assert lines["visits"][-1]["agreed"] == "En tur"
    assert "Stor hund" in words
    for secret in ("4711", evening.ella.cpr, evening.karl.address):
        assert secret not in words
    sheet = login(evening.mette).get("/i-dag/udskrift/")
    assert sheet.content.startswith(b"%PDF")
    assert Event.objects.about_citizen(evening.ella.pk).filter(page="day_print").exists()
    empty = values_of(day_of(evening.tove, evening.tove.employee, TODAY))
    assert (empty["visits"], empty["sender"]) == ([], "")


def test_the_team_prints_a_colleagues_day_and_strangers_do_not(evening: World, login: Login) -> None:
    url = f"/team/{evening.aaparken.pk}/dagen/2026-11-23/udskrift/{evening.mette.employee.pk}/"
    assert login(evening.christina).get(url).content.startswith(b"%PDF")
    assert login(evening.tove).get(url).status_code == 404
    stranger = f"/team/{evening.aaparken.pk}/dagen/2026-11-23/udskrift/{evening.tove.employee.pk}/"
    assert login(evening.mette).get(stranger).status_code == 404


@pytest.mark.requirement("R-049")
def test_the_teams_day_shows_all_needs_capacity_and_slack(evening: World, login: Login) -> None:
    url = f"/team/{evening.aaparken.pk}/dagen/"
    make_visit(evening.karl, TODAY, None, minutes=60, carers_needed=2)
    whole = login(evening.christina).get(url).text
    assert "1 besøg mangler nogen" in whole
    assert "besøg hos 2 borgere" in whole
    assert "3 t 25 min" in whole
    assert "8 t 15 min" in whole
    assert "Find en" not in whole
    assert "Find en" in login(evening.mette).get(url).text
    make_visit(evening.ella, TODAY, None, minutes=600, carers_needed=2)
    assert "card clay" in login(evening.mette).get(url).text
    assert login(evening.tove).get(url).status_code == 404
    assert login(evening.mette).get(f"{url}2026-12-24/").status_code == 200
    assert login(evening.mette).get(f"{url}i-aar/").status_code == 404


@pytest.mark.requirement("R-044")
def test_the_share_of_visits_in_their_window_is_shown_for_the_team(evening: World, login: Login) -> None:
    for clock, started, ended in (
        ("08:00", local("2026-11-20 08:05"), local("2026-11-20 08:35")),
        ("09:00", None, local("2026-11-20 10:30")),
        ("10:00", local("2026-11-20 12:00"), local("2026-11-20 12:30")),
        ("10:00", None, None),
    ):
        make_visit(
            evening.ella,
            date(2026, 11, 20),
            clock,
            carer=evening.mette,
            window="08:00-11:00",
            status=Visit.Status.DONE,
            started_at=started,
            ended_at=ended,
        )
    page = login(evening.christina).get(f"/team/{evening.aaparken.pk}/dagen/").text
    assert "67 % af teamets 3 besøg på 28 dage begyndte i det aftalte tidsrum." in page
    assert "67 %" not in login(evening.tove).get(f"/team/{evening.havnen.pk}/dagen/").text
    assert punctuality(evening.havnen, TODAY).share is None


@pytest.mark.requirement("R-046")
def test_the_team_sees_how_few_faces_its_citizens_meet(evening: World, login: Login) -> None:
    for citizen, day, carer in (
        (evening.ella, date(2026, 11, 20), evening.mette),
        (evening.ella, date(2026, 11, 3), evening.christina),
        (evening.karl, date(2026, 11, 4), evening.mette),
    ):
        make_visit(citizen, day, "09:00", carer=carer, status=Visit.Status.DONE)
    page = login(evening.christina).get(f"/team/{evening.aaparken.pk}/dagen/").text
    assert "I snit 1 ansigter hos hver borger på 14 dage (2 besøg), 100 % ved den faste kontaktperson" in page
    assert "I snit 1,5 ansigter hos hver borger på 28 dage (4 besøg), 50 % ved den faste kontaktperson" in page
    type(evening.ella).objects.update(primary_contact=None)
    assert "ved den faste kontaktperson" not in login(evening.mette).get(f"/team/{evening.aaparken.pk}/dagen/").text
    assert "ansigter hos" not in login(evening.tove).get(f"/team/{evening.havnen.pk}/dagen/").text


def test_a_carer_without_a_shift_still_stands_in_the_teams_day(evening: World, login: Login) -> None:
    make_visit(evening.ella, TODAY, "20:00", carer=evening.christina)
    make_shift(evening.ali, TODAY, "15:00-23:00")
    shift = evening.mette.employee.shifts.get()
    shift.sick_at = local("2026-11-23 14:00")
    shift.save()
    page = login(evening.mette).get(f"/team/{evening.aaparken.pk}/dagen/").text
    assert "ikke på arbejde" in page
    assert "Fraværende" in page


def test_what_was_changed_is_told_in_words(evening: World) -> None:
    visit = Visit.objects.get(title="Aftensmad")
    words = {
        VisitChange.Kind.NEED: "Dagens behov: En tur",
        VisitChange.Kind.CONTENT: "Andet indhold: Aftensmad",
        VisitChange.Kind.CANCELLED: "Aflyst: Fordi",
        VisitChange.Kind.MOVED: "Flyttet: Fordi",
    }
    visit.need_of_the_day = "En tur"
    for kind, expected in words.items():
        change = VisitChange(visit=visit, kind=kind, by=evening.mette, reason="Fordi", before={"starts_at": None})
        assert tell(change).startswith(f"{expected} · Mette")
    added = VisitChange(visit=visit, kind=VisitChange.Kind.ADDED, by=evening.mette, before={})
    assert tell(added).startswith("Nyt besøg · Mette")
    worry = VisitNote(visit=visit, author=evening.mette, outcome="worry", text="Svimmel")
    assert tell(worry).startswith("Bekymring: Svimmel · Mette")
    assert [str(row) for row in (visit, change, worry)] == [
        f"Visit {visit.pk}",
        "VisitChange None",
        f"VisitNote {worry.pk}",
    ]
