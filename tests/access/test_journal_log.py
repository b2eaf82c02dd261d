"""Who has seen my record? Day by day, in plain words, with a reason; names for the own team, the others on request."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from handlekraft.access import views
from handlekraft.access.actions import answer_why, ask_why, open_break_glass
from handlekraft.access.frame import Refused
from handlekraft.access.journal_log import JournalLog, tell
from handlekraft.access.models import CareRelation, WhyQuestion
from handlekraft.audit.log import write_event
from handlekraft.audit.models import SEEN, Event
from handlekraft.citizens.actions import add_alert
from handlekraft.citizens.models import Alert, Citizen
from handlekraft.demo.world import World
from handlekraft.people.models import User

type Login = Callable[[User], Client]

OWN = "/min-side/journal-log/"
REASON = "Ella er faldet, og naboen har ringet."


def write(user: User, citizen: Citizen, basis: str, verb: str = SEEN) -> Event:
    """An event as the application writes it, at the clock of the moment."""
    role, profession, team_id = user.standing(timezone.now())
    return write_event(
        verb,
        actor_id=user.pk,
        role=role,
        profession=profession,
        team_id=team_id,
        citizens=[citizen.pk],
        basis={citizen.pk: basis},
    )


@pytest.fixture
def day(world: World, at: Callable[[str], None]) -> World:
    """A day in Ella's log: Mette of her team, Søren of the section, Tove in an emergency, Ella herself."""
    for clock in ("07:30", "07:40", "09:12"):
        at(f"2026-11-23 {clock}")
        write(world.mette, world.ella, "team")
    at("2026-11-23 09:15")
    write(world.mette, world.ella, "team", "good to know added")
    write(world.mette, world.ella, "team", "good to know added")
    write(world.mette, world.ella, "team", "alert added")
    at("2026-11-23 10:00")
    write(world.soeren, world.ella, "section")
    at("2026-11-23 11:00")
    relation = open_break_glass(world.tove, world.ella, reason=REASON)
    write(world.tove, world.ella, f"relation {relation.pk}")
    at("2026-11-23 12:00")
    write(world.ella.user, world.ella, "own")
    write(world.mette, world.karl, "team")
    at("2026-11-23 14:50")
    return world


def lines_of(world: World) -> list[tuple[str, str, str, int, list[str]]]:
    """What stands in Ella's log of today: name, standing, reason, looks, deeds."""
    today = timezone.localdate()
    told = tell(world.ella, JournalLog(world.ella, today, today).lines)
    return [(line.name, line.standing, line.reason, line.looks, [words for _at, words in line.deeds]) for line in told]


def test_each_person_and_day_is_one_line_newest_first(day: World) -> None:
    assert lines_of(day) == [
        ("Ella Winther", "Borger", "Egen adgang", 1, []),
        ("", "Teammedlem · Sygeplejerske · Team Havnen", f"Nødadgang: {REASON}", 1, ["åbnede en nødadgang"]),
        ("", "Planlægger", "Arbejder for hele sektionen", 1, []),
        (
            "Mette Lund",
            "Teammedlem · Social- og sundhedsassistent · Team Åparken",
            "Medarbejder i teamet",
            3,
            ["skrev noget, der er godt at vide", "skrev et opmærksomhedspunkt"],
        ),
    ]


def test_what_was_before_the_day_and_after_it_is_left_out(world: World, at: Callable[[str], None]) -> None:
    for moment in ("2026-11-22 23:59", "2026-11-23 00:00", "2026-11-23 23:59", "2026-11-24 00:00"):
        at(moment)
        write(world.mette, world.ella, "team")
    at("2026-11-23 23:59")
    [(_name, _standing, _reason, looks, _deeds)] = lines_of(world)
    assert looks == 2


def test_a_substitute_of_the_own_team_is_named_with_the_reason_of_the_visit(world: World) -> None:
    now = timezone.now()
    relation = CareRelation.objects.create(
        user=world.ali, citizen=world.ella, kind="visit", starts_at=now, ends_at=now.replace(hour=23)
    )
    write(world.ali, world.ella, f"relation {relation.pk}")
    assert [line[:3] for line in lines_of(world)] == [
        ("Ali Haddad", "Afløser · Social- og sundhedshjælper · Team Åparken", "Besøg"),
    ]


def test_who_was_of_the_team_then_is_named_although_the_citizen_has_moved(day: World) -> None:
    day.ella.team = day.havnen
    day.ella.save()
    names = [line[0] for line in lines_of(day)]
    assert names == ["Ella Winther", "Tove Berg", "", "Mette Lund"]


def test_the_installation_and_what_is_no_longer_known_have_words_too(world: World) -> None:
    write_event("help imported long ago", actor_id=None, role="installation", citizens=[world.ella.pk])
    write_event(SEEN, actor_id=0, role="gone", citizens=[world.ella.pk], basis={world.ella.pk: "relation 999"})
    assert lines_of(world) == [
        ("", "Systemet", "Arbejdet i systemet", 1, []),
        ("", "Systemet", "Arbejdet i systemet", 0, ["ændrede noget"]),
    ]


# --- the page ---


@pytest.mark.requirement("D-04")
def test_the_citizen_reads_who_looked_and_why(day: World, login: Login) -> None:
    answer = login(day.ella.user).get(OWN)
    assert answer.status_code == 200
    text = answer.text
    assert "Hvem har set min journal?" in text
    assert "Mette Lund" in text
    assert "07.30–09.15" in text
    assert "Så oplysninger 3 gange" in text
    assert f"Hvorfor: Nødadgang: {REASON}" in text
    assert "Du selv" in text
    assert "Tove Berg" not in text
    assert "Søren Friis" not in text


@pytest.mark.requirement("D-04")
def test_the_team_reads_the_same(day: World, login: Login) -> None:
    url = f"/borgere/{day.ella.pk}/log/"
    text = login(day.mette).get(url).text
    assert "Hvem har set journalen?" in text
    assert "Borgeren selv" in text
    assert "Spørg hvorfor" not in text
    assert "Søren Friis" not in text.replace("Menu for", "")
    assert [login(user).get(url).status_code for user in (day.soeren, day.birgit, day.henrik)] == [200, 404, 404]
    assert login(day.ella.user).get(url)["Location"] == OWN


@pytest.mark.requirement("D-03", "D-04")
def test_the_neighbour_reads_nothing(world: World, login: Login) -> None:
    assert login(world.tove).get(f"/borgere/{world.ella.pk}/log/").status_code == 404
    assert login(world.tove).get(OWN).status_code == 404
    assert login(world.ella.user).get(f"/borgere/{world.karl.pk}/log/").status_code == 404


def test_a_period_can_be_chosen(day: World, login: Login, at: Callable[[str], None]) -> None:
    ella = login(day.ella.user)
    assert "Ingen har set eller skrevet noget" in ella.get(OWN, {"first": "1.11.2026", "last": "22.11.2026"}).text
    assert "Mette Lund" in ella.get(OWN, {"first": "23.11.2026", "last": "23.11.2026"}).text
    at("2026-12-24 12:00")
    assert "Mette Lund" not in login(day.ella.user).get(OWN).text


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("24.11.2026", "23.11.2026", "Den første dag ligger efter den sidste."),
        ("1.1.2025", "23.11.2026", "Vælg højst et år ad gangen."),
        ("i går", "23.11.2026", "Skriv datoen som dag, måned og år"),
        ("", "23.11.2026", "Fra: "),
    ],
)
def test_a_period_that_is_none_is_said_and_the_last_days_are_shown(
    day: World, login: Login, first: str, last: str, told: str
) -> None:
    answer = login(day.ella.user).get(OWN, {"first": first, "last": last})
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{first}"' in answer.text or not first
    assert "Mette Lund" in answer.text


def test_a_long_log_has_sheets(day: World, login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LINES_ON_A_PAGE", 3)
    ella = login(day.ella.user)
    first = ella.get(OWN, {"first": "23.11.2026", "last": "23.11.2026"}).text
    assert "Side 1 af 2" in first
    assert "first=23.11.2026&amp;last=23.11.2026&amp;side=2" in first
    assert "Mette Lund" not in first
    second = ella.get(OWN, {"side": "2"}).text
    assert "Mette Lund" in second
    assert "Nyere" in second


def test_a_longer_log_asks_no_more_queries(day: World, login: Login) -> None:
    def queries() -> int:
        client = login(day.ella.user)
        with CaptureQueriesContext(connection) as asked:
            client.get(OWN)
        return len(asked)

    few = queries()
    for user in (day.mette, day.christina, day.soeren):
        write(user, day.ella, "team", "help agreed")
    assert queries() <= few


# --- why? ---


@pytest.fixture
def emergency(day: World) -> Event:
    """Tove's last look."""
    event = Event.objects.filter(actor_id=day.tove.pk).last()
    assert event is not None
    return event


@pytest.mark.requirement("D-04")
def test_a_citizen_asks_and_her_team_answers(day: World, emergency: Event, login: Login) -> None:
    ella, mette = login(day.ella.user), login(day.mette)
    assert f'name="event" value="{emergency.pk}"' in ella.get(OWN).text
    asked = ella.post(OWN, {"event": emergency.pk}, follow=True)
    assert "Dit team har fået dit spørgsmål." in asked.text
    assert "Dit team svarer dig her." in asked.text
    assert "Spurgt, venter på svar" in asked.text
    question = WhyQuestion.objects.get()
    page = mette.get(f"/borgere/{day.ella.pk}/log/").text
    assert "Borgeren har spurgt" in page
    assert f'action="/spoerg-hvorfor/{question.pk}/svar/"' in page
    answered = mette.post(
        f"/spoerg-hvorfor/{question.pk}/svar/", {f"answer{question.pk}-text": "Tove kom, da du faldt."}, follow=True
    )
    assert "Svaret er sendt til borgeren." in answered.text
    read = ella.get(OWN).text
    assert "Tove kom, da du faldt." in read
    assert "Mette Lund svarede" in read
    assert "Spurgt og besvaret" in read
    deeds = Event.objects.filter(verb__startswith="log question").order_by("pk")
    assert [(event.verb, event.actor_id) for event in deeds] == [
        ("log question asked", day.ella.user.pk),
        ("log question answered", day.mette.pk),
    ]


def test_an_open_question_waits_where_the_team_works(day: World, emergency: Event, login: Login) -> None:
    question = ask_why(day.ella.user, day.ella.user, event_id=emergency.pk)
    asked, to = "har spurgt, hvorfor nogen har læst i journalen", f'href="/borgere/{day.ella.pk}/log/"'
    mette = login(day.mette)
    for address in ("/i-dag/", f"/borgere/{day.ella.pk}/"):
        page = mette.get(address).text
        assert asked in page
        assert to in page
    assert asked not in login(day.tove).get("/i-dag/").text
    answer_why(day.mette, question, text="Tove kom, da du faldt.")
    assert asked not in mette.get("/i-dag/").text


def test_an_empty_answer_is_not_sent(day: World, emergency: Event, login: Login) -> None:
    question = ask_why(day.ella.user, day.ella.user, event_id=emergency.pk)
    other = ask_why(day.ella.user, day.ella.user, event_id=Event.objects.filter(verb="alert added").get().pk)
    answer = login(day.mette).post(f"/spoerg-hvorfor/{question.pk}/svar/", {f"answer{question.pk}-text": " "})
    assert answer.status_code == 422
    assert "Noget mangler eller skal rettes" in answer.text
    assert f'name="answer{other.pk}-text"' in answer.text
    with pytest.raises(Refused, match="Skriv et svar"):
        answer_why(day.mette, question, text=" ")


def test_an_answer_stands(day: World, emergency: Event, login: Login) -> None:
    question = ask_why(day.ella.user, day.ella.user, event_id=emergency.pk)
    answer_why(day.mette, question, text="Tove kom, da du faldt.")
    late = login(day.christina).post(f"/spoerg-hvorfor/{question.pk}/svar/", {f"answer{question.pk}-text": "Nej."})
    assert late.status_code == 422
    assert "Spørgsmålet er allerede besvaret." in late.text
    assert WhyQuestion.objects.get().answer == "Tove kom, da du faldt."


def test_only_the_team_answers(day: World, emergency: Event, login: Login) -> None:
    question = ask_why(day.ella.user, day.ella.user, event_id=emergency.pk)
    url, words = f"/spoerg-hvorfor/{question.pk}/svar/", {f"answer{question.pk}-text": "Fordi."}
    CareRelation.objects.all().delete()
    statuses = [login(user).post(url, words).status_code for user in (day.tove, day.birgit, day.ella.user)]
    assert statuses == [404, 404, 403]
    assert login(day.mette).get(url).status_code == 405
    assert not WhyQuestion.objects.exclude(answer="").exists()


def test_the_dispatcher_reads_the_questions_and_does_not_answer(day: World, emergency: Event, login: Login) -> None:
    ask_why(day.ella.user, day.ella.user, event_id=emergency.pk)
    day.mette.employee.memberships.update(role="dispatcher")
    text = login(day.mette).get(f"/borgere/{day.ella.pk}/log/").text
    assert "Teamet har ikke svaret endnu." in text
    assert "Send svar" not in text


def test_one_asks_once_and_about_oneself_only(day: World, emergency: Event, login: Login) -> None:
    ella = login(day.ella.user)
    ella.post(OWN, {"event": emergency.pk})
    assert "Du har allerede spurgt." in ella.post(OWN, {"event": emergency.pk}, follow=True).text
    about_karl = write(day.mette, day.karl, "team")
    assert "Du kan kun spørge til din egen journal." in ella.post(OWN, {"event": about_karl.pk}, follow=True).text
    assert "Du kan kun spørge til din egen journal." in ella.post(OWN, {}, follow=True).text
    for user, account in ((day.mette, day.mette), (day.mette, day.ella.user)):
        with pytest.raises(Refused):
            ask_why(user, account, event_id=emergency.pk)
    assert WhyQuestion.objects.count() == 1


def test_a_number_that_is_none_is_about_nobody(day: World, login: Login) -> None:
    assert "Du kan kun spørge til din egen journal." in login(day.ella.user).post(OWN, {"event": "x"}, follow=True).text


def test_a_question_outlives_the_log(day: World, login: Login) -> None:
    WhyQuestion.objects.create(citizen=day.ella, event_id=987_654, asked_by=day.ella.user)
    assert "Et opslag, der ikke længere står i loggen" in login(day.ella.user).get(OWN).text


def test_questions_are_found_by_those_who_see_the_citizen(day: World, emergency: Event) -> None:
    question = ask_why(day.ella.user, day.ella.user, event_id=emergency.pk)
    assert list(WhyQuestion.objects.visible_to(day.mette).unanswered()) == [question]
    assert not WhyQuestion.objects.visible_to(day.birgit).exists()
    answer_why(day.mette, question, text="Fordi.")
    assert not WhyQuestion.objects.visible_to(day.mette).unanswered().exists()
    assert str(question) == f"WhyQuestion {question.pk}"
    assert str(CareRelation.objects.get()).startswith("CareRelation ")


def test_half_an_answer_cannot_be_stored(day: World) -> None:
    for half in ({"answer": "Fordi."}, {"answered_by": day.mette}, {"answered_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            WhyQuestion.objects.create(citizen=day.ella, event_id=1, asked_by=day.ella.user, **half)


def test_what_an_action_wrote_is_read_in_the_log(world: World, login: Login) -> None:
    add_alert(world.mette, world.ella, kind=Alert.Kind.DOG, text="Hund")
    assert "Skrev et opmærksomhedspunkt" in login(world.ella.user).get(OWN).text
