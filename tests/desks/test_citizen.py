"""The citizen's sheet."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handlekraft.access.models import CareRelation
from handlekraft.citizens.actions import add_alert, add_face, add_good_to_know, end_citizen, register_away
from handlekraft.citizens.models import AgreedHelp, Citizen
from handlekraft.demo.makers import at_clock, local, make_competence, make_help, make_visit, make_words
from handlekraft.demo.world import World
from handlekraft.people.models import User
from handlekraft.visits.models import Visit, VisitNote
from tests.citizens.log import last_event
from tests.swaps import element, text_of

type Login = Callable[[User], Client]
TODAY = date(2026, 11, 23)


def sheet(world: World, login: Login, citizen: Citizen | None = None) -> str:
    """The sheet as Mette sees it."""
    return text_of(login(world.mette).get(reverse("citizen", args=[(citizen or world.ella).pk])))


def write_note(visit: Visit, author: User, text: str, outcome: str = "as_planned", days_ago: int = 0) -> None:
    """A note written after a visit."""
    written_at = at_clock(TODAY - timedelta(days=days_ago), "12:00")
    VisitNote.objects.create(
        visit=visit, citizen=visit.citizen, author=author, outcome=outcome, text=text, written_at=written_at
    )


@pytest.mark.requirement("R-001")
def test_the_sheet_opens_with_what_matters(world: World, login: Login) -> None:
    page = sheet(world, login)
    first = re.findall(r"<h2>([^<]+)</h2>", page)[0]
    assert first == "Hvad er vigtigt for Ella?"
    assert "At jeg selv kan lave min kaffe om morgenen." in element(page, "words")
    assert "Sagt til Mette tir. 3. november 2026 · spørg igen senest man. 1. februar 2027" in element(page, "words")
    assert "Ingen har spurgt Karl endnu" in element(sheet(world, login, world.karl), "words")
    assert login(world.tove).get(reverse("citizen", args=[world.ella.pk])).status_code == 404
    empty = login(world.mette).post(reverse("what_matters", args=[world.karl.pk]), {"words": ""})
    assert empty.status_code == 422


def test_the_question_comes_back_when_it_is_time(world: World, login: Login, at: Callable[[str], None]) -> None:
    make_words(world.karl, "Skak", said_on=date(2026, 11, 20))
    assert "tid til at spørge igen" not in sheet(world, login, world.karl)
    assert "Sagt fre. 20. november 2026" in sheet(world, login, world.karl)
    at("2027-02-18 12:00")
    assert "tid til at spørge igen" in sheet(world, login, world.karl)


@pytest.mark.requirement("R-003")
def test_her_words_stand_before_what_the_system_gives(world: World, login: Login) -> None:
    make_help(world.ella, "Bad og påklædning")
    page = sheet(world, login)
    assert page.index("lave min kaffe") < page.index("Bad og påklædning") < page.index("Seneste dage")
    # Paper shows the same elements in the same order: there is one page, and what is hidden on paper is marked.
    assert page.count("Hvad er vigtigt for Ella?") == 1
    assert "data-hk-print" in page
    assert login(world.birgit).get(reverse("citizen", args=[world.ella.pk])).status_code == 404


@pytest.mark.requirement("R-004", "R-046")
def test_known_faces_and_how_many_came(world: World, login: Login) -> None:
    add_face(world.mette, world.ella, employee=world.christina.employee)
    for days_ago in range(1, 7):
        carer = world.mette if days_ago > 2 else world.christina
        make_visit(world.ella, TODAY - timedelta(days=days_ago), carer=carer, status=Visit.Status.DONE)
    page = sheet(world, login)
    assert "fast kontakt: Mette Lund" in page
    assert "2 ansigter på 28 dage" in page
    assert re.search(r"Besøg ved den faste kontaktperson</dt><dd>67 %", page)
    assert re.search(r"1 er altid den samme\)</dt><dd>0,47", page)
    assert "Ny i gruppen om Ella: Christina Dahl, sygeplejerske" in page
    assert login(world.tove).get(reverse("citizen", args=[world.ella.pk])).status_code == 404


def test_agreed_help_and_absence(world: World, login: Login) -> None:
    first = make_help(world.ella, wished_from=time(8), wished_until=time(9), text="Kaffe\nRadioavis", ends_on=TODAY)
    second = make_help(world.ella, "Medicin", fixed_start=time(9), starts_on=date(2026, 12, 1), after=first)
    second.competences.add(make_competence("Medicin"))
    make_help(world.ella, "Slut", ends_on=date(2026, 11, 22))
    register_away(
        world.mette, world.ella, kind="hospital", starts_at=local("2026-11-23 08:00"), ends_at=local("2026-11-25 08:00")
    )
    agreed = element(sheet(world, login), "agreed")
    for words in ("helst 08.00–09.00", "Radioavis", "kl. 09.00", "fra tir. 1. december 2026", "3 t 30 min om ugen"):
        assert words in agreed
    assert "efter Morgenhjælp" in agreed
    assert "sidste dag man. 23. november 2026" in agreed
    assert "På sygehus fra man. 23. november 2026 kl. 08.00 til ons. 25. november 2026 kl. 08.00" in agreed
    assert "Slut" not in agreed


def test_the_week_has_a_rhythm(world: World, login: Login) -> None:
    make_visit(world.ella, TODAY, "07:30", carer=world.mette)
    make_visit(world.ella, TODAY + timedelta(days=1), "12:00", carer=world.mette, second=world.christina)
    make_visit(world.ella, TODAY + timedelta(days=2), None, window="18:00-22:00")
    make_visit(world.ella, TODAY + timedelta(days=3), "18:00", carer=world.mette, status=Visit.Status.CANCELLED)
    page = sheet(world, login)
    table = page[page.index("rhythm") : page.index("</table>")]
    assert re.findall(r'<th scope="row">(\w+)</th>', table) == ["Morgen", "Middag", "Aften"]
    assert "ML+CD" in table
    assert "Mette Lund, Christina Dahl 12.00" in table
    assert "Ingen endnu" in table
    assert table.count("who-comes") == 3
    assert "Der er ingen besøg i denne uge" in sheet(world, login, world.karl)


def test_the_last_days_in_the_words_of_those_who_came(world: World, login: Login) -> None:
    visit = make_visit(world.ella, TODAY, "12:00", carer=world.mette, status=Visit.Status.STARTED)
    write_note(visit, world.mette, "")
    write_note(visit, world.mette, "Spiste halv portion", "worry")
    write_note(visit, world.mette, "Gik en tur", "otherwise", days_ago=13)
    write_note(visit, world.mette, "Længe siden", days_ago=15)
    page = sheet(world, login)
    for words in ("Mette er her nu", "Besøg: som planlagt", "Spiste halv portion", "Bekymring", "Gik en tur"):
        assert words in page
    assert "Længe siden" not in page
    make_visit(world.karl, TODAY, "12:00", status=Visit.Status.STARTED)
    assert "Et besøg er i gang" in sheet(world, login, world.karl)
    assert "ikke skrevet noget de seneste 14 dage" in sheet(world, login, make_plain(world))


def make_plain(world: World) -> Citizen:
    """A citizen of whom little is known."""
    return Citizen.objects.create(name="Ukendt", team=world.aaparken, address="Åvej 1")


def test_what_is_not_known_is_left_out(world: World, login: Login) -> None:
    page = sheet(world, login, make_plain(world))
    assert "<h1>Ukendt</h1>" in page
    assert "Vis vej" not in page
    assert "tel:" not in page
    assert 'href="tel:87654321"' in sheet(world, login)
    assert f'href="geo:{world.ella.lat},{world.ella.lon}"' in sheet(world, login)


@pytest.mark.requirement("D-13")
def test_a_protected_address_is_marked_and_stays_off_lists_search_and_paper(world: World, login: Login) -> None:
    Citizen.objects.filter(pk=world.karl.pk).update(is_protected=True, address="Skjulvej 7")
    mette = login(world.mette)
    page = sheet(world, login, world.karl)
    assert "Beskyttet: nævn den ikke for andre" in page
    assert page.count("Skjulvej 7") == 1
    assert '<span class="not-on-paper">Skjulvej 7</span>' in page
    assert "geo:" not in page
    listed = text_of(mette.get(reverse("citizens")))
    assert "Skjulvej" not in listed
    assert "Beskyttet adresse" in listed
    found = text_of(mette.post(reverse("citizens"), {"q": "skjulvej"}))
    assert "Karl Mortensen" not in found
    assert login(world.tove).get(reverse("citizen", args=[world.karl.pk])).status_code == 404


def test_an_ended_citizen_says_so(world: World, login: Login) -> None:
    end_citizen(world.mette, world.ella, on=TODAY)
    assert "sidste dag man. 23. november 2026" in sheet(world, login)


def test_a_substitute_sees_the_sheet_but_may_not_agree_on_help(world: World, login: Login) -> None:
    url = reverse("citizen", args=[world.ella.pk])
    assert login(world.ali).get(url).status_code == 404
    CareRelation.objects.create(
        citizen=world.ella,
        user=world.ali,
        kind="visit",
        starts_at=local("2026-11-23 14:00"),
        ends_at=local("2026-11-23 16:00"),
    )
    make_help(world.ella)
    page = text_of(login(world.ali).get(url))
    assert "Giv videre" in page
    for words in ("Ny aftale", "Justér", "Ret gruppen", "Ret oplysninger"):
        assert words not in page


def test_a_dispatcher_reads_and_writes_nothing(world: World, login: Login) -> None:
    from handlekraft.access.permissions import Role
    from handlekraft.demo.makers import make_employee

    dan = make_employee("Dan Holm", Role.DISPATCHER, section=world.east)
    add_face(world.mette, world.ella, employee=world.christina.employee)
    add_good_to_know(world.mette, world.ella, text="Nøglen binder")
    add_alert(world.mette, world.ella, kind="dog", text="Bella")
    page = text_of(login(dan).get(reverse("citizen", args=[world.ella.pk])))
    assert "Nøglen binder" in page
    assert "Bella" in page
    for words in ("Giv videre", "Det er fortalt", "Spørg igen</a>", "Dørkode", "Ikke hjemme"):
        assert words not in page


def test_she_is_sent_to_her_own_page(world: World, login: Login) -> None:
    assert world.ella.user is not None
    answer = login(world.ella.user).get(reverse("citizen", args=[world.ella.pk]))
    assert answer["Location"] == reverse("own_page")


def test_the_look_is_logged(world: World, login: Login) -> None:
    sheet(world, login)
    assert last_event() == ("citizens seen", world.mette.pk, [world.ella.pk])


def test_the_sheet_asks_no_more_for_more(world: World, login: Login) -> None:
    mette = login(world.mette)
    url = reverse("citizen", args=[world.ella.pk])

    def fill(number: int) -> None:
        for each in range(number):
            row = make_help(world.ella, f"Hjælp {each}")
            row.preferred.add(world.mette.employee)
            visit = make_visit(world.ella, TODAY, "12:00", carer=world.mette, second=world.christina)
            write_note(visit, world.mette, f"Note {each}")
            add_good_to_know(world.mette, world.ella, text=f"Viden {each}")
            add_alert(world.mette, world.ella, kind="other", text=f"Pas på {each} {AgreedHelp.objects.count()}")

    fill(1)
    mette.get(url)  # the first look of a session notes that somebody is there
    with CaptureQueriesContext(connection) as few:
        assert mette.get(url).status_code == 200
    fill(3)
    with CaptureQueriesContext(connection) as many:
        assert mette.get(url).status_code == 200
    assert len(many) == len(few)
    assert len(few) <= 26
