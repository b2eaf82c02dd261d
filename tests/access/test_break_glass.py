"""Emergency access: only for whom one knows already, with a reason that she and her team read, and for four hours."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from handlekraft.access.actions import end_break_glass, open_break_glass
from handlekraft.access.frame import Refused
from handlekraft.access.models import CareRelation, break_glasses_for
from handlekraft.audit.models import Event, EventCitizen
from handlekraft.citizens.models import Citizen
from handlekraft.demo.makers import make_citizen
from handlekraft.demo.world import World
from handlekraft.people.models import DatedSetting, User

type Login = Callable[[User], Client]

URL = "/noedadgang/"
ELLA = {"cpr": "770540-0012", "reason": "Ella er faldet, og naboen har ringet."}
NOBODY = "Vi fandt ingen borger, der passer."


def sees(user: User, citizen: Citizen) -> bool:
    return Citizen.objects.visible_to(user).filter(pk=citizen.pk).exists()


@pytest.fixture
def tove(world: World, login: Login) -> Client:
    """Tove of the neighbouring team, who sees nothing of Åparken."""
    assert not sees(world.tove, world.ella)
    return login(world.tove)


@pytest.mark.requirement("D-03")
def test_a_neighbour_sees_the_citizen_for_four_hours(world: World, login: Login, at: Callable[[str], None]) -> None:
    assert login(world.lene).post(URL, ELLA).status_code == 403
    answer = login(world.tove).post(URL, ELLA)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/{world.ella.pk}/")
    assert sees(world.tove, world.ella)
    assert not sees(world.tove, world.karl)
    at("2026-11-23 18:49")
    assert sees(world.tove, world.ella)
    at("2026-11-23 18:51")
    assert not sees(world.tove, world.ella)


def test_it_stands_in_the_log_with_its_basis(world: World, tove: Client) -> None:
    tove.post(URL, ELLA)
    relation = CareRelation.objects.get()
    event = Event.objects.get(verb="break-glass opened")
    assert (event.actor_id, event.role, event.team_id) == (world.tove.pk, "team_member", world.havnen.pk)
    assert (event.subject_kind, event.subject_id) == ("access.carerelation", str(relation.pk))
    row = EventCitizen.objects.get(event_id=event.pk)
    assert (row.citizen_id, row.basis) == (world.ella.pk, f"relation {relation.pk}")


def test_name_and_birthday_name_a_citizen_too(world: World, tove: Client) -> None:
    tove.post(URL, {"name": "  ella  winther ", "born_on": "17.5.1940", "reason": ELLA["reason"]})
    assert sees(world.tove, world.ella)


@pytest.mark.parametrize(
    "typed",
    [
        {"cpr": "0101400000"},
        {"name": "Ella Winther", "born_on": "18.5.1940"},
        {"name": "Ella", "born_on": "17.5.1940"},
        {"name": "Ingen Sådan", "born_on": "17.5.1940"},
        # The right name does not help a wrong number.
        {"cpr": "0101400000", "name": "Ella Winther", "born_on": "17.5.1940"},
    ],
)
def test_a_wrong_search_tells_nothing(world: World, tove: Client, typed: dict[str, str]) -> None:
    answer = tove.post(URL, {**typed, "reason": ELLA["reason"]})
    assert answer.status_code == 422
    assert NOBODY in answer.text
    assert ELLA["reason"] in answer.text
    assert not CareRelation.objects.exists()
    event = Event.objects.get()
    assert (event.verb, event.actor_id, event.subject_id) == ("break-glass searched in vain", world.tove.pk, "")
    assert not EventCitizen.objects.exists()


def test_two_of_the_same_name_and_birthday_are_nobody(world: World, tove: Client) -> None:
    make_citizen("Ella Winther", world.havnen)
    assert NOBODY in tove.post(URL, {"name": "Ella Winther", "born_on": "17.5.1940", "reason": ELLA["reason"]}).text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Skriv borgerens CPR-nummer, eller både fulde navn og fødselsdag."),
        ({"name": "Ella Winther"}, "Skriv borgerens CPR-nummer, eller både fulde navn og fødselsdag."),
        ({"born_on": "17.5.1940"}, "Skriv borgerens CPR-nummer, eller både fulde navn og fødselsdag."),
        ({"cpr": "770540"}, "Et CPR-nummer har ti cifre"),
        ({"cpr": "770540-001x"}, "Et CPR-nummer har ti cifre"),
        ({"cpr": "7705400012", "reason": "Haster"}, "mindst 10"),
        ({"cpr": "7705400012", "reason": ""}, "Hvorfor har du brug for adgang? Skal udfyldes."),
        ({"name": "Ella", "born_on": "i går"}, "Skriv datoen som dag, måned og år"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_searched(tove: Client, typed: dict[str, str], told: str) -> None:
    answer = tove.post(URL, {"reason": ELLA["reason"], **typed})
    assert answer.status_code == 422
    assert told in answer.text
    assert not Event.objects.exists()


def test_who_guesses_is_stopped_for_a_while(world: World, tove: Client, at: Callable[[str], None]) -> None:
    for _guess in range(5):
        tove.post(URL, {**ELLA, "cpr": "0101400000"})
    answer = tove.post(URL, ELLA)
    assert answer.status_code == 422
    assert "Du har søgt forgæves for mange gange." in answer.text
    assert not CareRelation.objects.exists()
    assert Event.objects.filter(verb="break-glass searched in vain").count() == 6
    at("2026-11-23 15:06")
    assert tove.post(URL, ELLA).status_code == 302


def test_another_nurse_is_not_stopped_by_it(world: World, tove: Client, login: Login) -> None:
    for _guess in range(5):
        tove.post(URL, {**ELLA, "cpr": "0101400000"})
    answer = login(world.mette).post(URL, {"name": "Nora Bech", "born_on": "9.9.1938", "reason": ELLA["reason"]})
    assert answer.status_code == 302


def test_who_sees_the_citizen_anyway_opens_nothing(world: World, login: Login) -> None:
    answer = login(world.mette).post(URL, ELLA, follow=True)
    assert answer.redirect_chain[0][0].endswith(f"/{world.ella.pk}/")
    assert not CareRelation.objects.exists()


@pytest.mark.parametrize("person", ["soeren", "lene", "ali", "birgit", "henrik"])
def test_only_roles_with_the_right_may_use_it(world: World, login: Login, person: str) -> None:
    browser = login(getattr(world, person))
    answers = [browser.get(URL), browser.post(URL, ELLA)]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert "Du må ikke bruge nødadgang her." in answers[0].text
    assert not CareRelation.objects.exists()


def test_the_way_there_is_shown_to_those_who_may_go(world: World, login: Login) -> None:
    ways = [f'href="{URL}"' in login(user).get("/borgere/").text for user in (world.mette, world.tove, world.lene)]
    assert ways == [True, True, False]
    team = f"/team/{world.aaparken.pk}/"
    ways = [f'href="{team}noedadgange/"' in login(user).get(team).text for user in (world.mette, world.birgit)]
    assert ways == [True, False]


def test_a_citizen_may_not_use_it(world: World, login: Login) -> None:
    assert login(world.ella.user).get(URL).status_code == 403


def test_the_municipality_decides_the_hours(world: World) -> None:
    DatedSetting.objects.create(key="access.break_glass_hours", value=2, valid_from="2026-01-01", source="Politik")
    relation = open_break_glass(world.tove, world.ella, reason=ELLA["reason"])
    assert relation.ends_at - relation.starts_at == timedelta(hours=2)


def test_the_reason_is_needed_without_the_page_too(world: World) -> None:
    with pytest.raises(Refused, match="mindst 10 tegn"):
        open_break_glass(world.tove, world.ella, reason="   Haster   ")
    with pytest.raises(IntegrityError), transaction.atomic():
        CareRelation.objects.create(
            citizen=world.ella,
            user=world.tove,
            kind=CareRelation.Kind.BREAK_GLASS,
            ends_at=timezone.now() + timedelta(hours=1),
        )


# --- its end ---


@pytest.fixture
def opened(world: World) -> CareRelation:
    return open_break_glass(world.tove, world.ella, reason=ELLA["reason"])


def test_it_can_be_given_back_early(world: World, tove: Client, opened: CareRelation) -> None:
    assert "Du har nødadgang til kl. 18.50." in tove.get(URL).text
    answer = tove.post(f"{URL}{opened.pk}/slut/", follow=True)
    assert "Nødadgangen er afsluttet." in answer.text
    assert "Du har nødadgang til kl." not in answer.text
    assert not sees(world.tove, world.ella)
    assert Event.objects.filter(verb="break-glass ended", actor_id=world.tove.pk).count() == 1


def test_somebody_elses_is_not_ended(world: World, login: Login, opened: CareRelation) -> None:
    assert login(world.mette).post(f"{URL}{opened.pk}/slut/").status_code == 404
    with pytest.raises(Refused, match="Du kan kun afslutte din egen"):
        end_break_glass(world.mette, opened)
    assert sees(world.tove, world.ella)


def test_another_kind_of_relation_is_not_ended_here(world: World, opened: CareRelation) -> None:
    CareRelation.objects.update(kind=CareRelation.Kind.VISIT)
    with pytest.raises(Refused, match="Du kan kun afslutte din egen"):
        end_break_glass(world.tove, CareRelation.objects.get())


def test_what_is_over_is_not_ended_again(world: World, tove: Client, opened: CareRelation) -> None:
    end_break_glass(world.tove, opened)
    with pytest.raises(Refused, match="Nødadgangen er allerede slut"):
        end_break_glass(world.tove, opened)
    assert tove.post(f"{URL}{opened.pk}/slut/").status_code == 404
    assert tove.get(f"{URL}{opened.pk}/slut/").status_code == 405


# --- the team sees it ---


@pytest.mark.requirement("D-03")
def test_the_team_sees_who_was_there_and_why(world: World, login: Login, opened: CareRelation) -> None:
    url = f"/team/{world.aaparken.pk}/noedadgange/"
    mette, sheet = login(world.mette), f"/borgere/{world.ella.pk}/"
    assert "Tove Berg har nødadgang til kl. 18.50" in mette.get(sheet).text
    answer = mette.get(url)
    assert all(words in answer.text for words in ("Ella Winther", "Tove Berg", ELLA["reason"], "Åben til kl. 18.50"))
    end_break_glass(world.tove, opened)
    assert "Slut" in mette.get(url).text
    assert "har nødadgang" not in mette.get(sheet).text
    assert EventCitizen.objects.filter(citizen_id=world.ella.pk, basis="team").exists()
    assert login(world.tove).get(url).status_code == 404
    assert "Ingen har brugt nødadgang" in login(world.tove).get(f"/team/{world.havnen.pk}/noedadgange/").text


def test_a_team_is_told_of_its_own_citizens_only(world: World, opened: CareRelation) -> None:
    long_ago = timezone.now() - timedelta(days=1)
    assert list(break_glasses_for(world.aaparken, long_ago)) == [opened]
    assert not break_glasses_for(world.havnen, long_ago).exists()
    assert not break_glasses_for(world.aaparken, timezone.now() + timedelta(minutes=1)).exists()
