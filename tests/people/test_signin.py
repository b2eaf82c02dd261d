"""Password and second factor: who gets in, who does not, and what the log says."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from handlekraft.audit.models import Event
from handlekraft.demo.makers import make_user
from handlekraft.demo.world import World
from handlekraft.people import factors
from handlekraft.people.models import Employee, Invitation, User
from tests.people.ways import (
    app_shows,
    browser,
    give_app,
    is_in,
    know,
    password_of,
    show_password,
    sign_in,
    words,
)

At = Callable[[str], None]


def verbs() -> list[str]:
    """What the log says, in order."""
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_the_page_asks_for_name_and_password(world: World) -> None:
    response = browser().get("/log-ind/")
    assert response.status_code == 200
    assert "Brugernavn eller e-mail" in words(response)
    assert "Prøv som en af dem" not in words(response)


@pytest.mark.requirement("D-03")
def test_a_role_that_sees_citizens_owes_a_second_factor(world: World) -> None:
    give_app(world.mette)
    client = browser()
    assert show_password(client, world.mette, til="/min-konto/").headers["Location"] == "/log-ind/totrin/"
    assert not is_in(client)
    assert "Bekræft, at det er dig" in words(client.get("/log-ind/totrin/"))
    refused = client.post("/log-ind/totrin/", {"code": "000000"})
    assert refused.status_code == 422
    assert "Koden passer ikke" in words(refused)
    response = client.post("/log-ind/totrin/", {"code": app_shows(1)})
    assert response.headers["Location"] == "/log-ind/enhed/"
    assert client.post("/log-ind/enhed/", {"skip": "1"}).headers["Location"] == "/min-konto/"
    assert is_in(client)
    assert verbs()[-3:] == ["second factor failed", "second factor proved", "signed in"]


@pytest.mark.parametrize("name", ["METTE", "mette@example.org", " mette "])
def test_the_name_is_known_in_any_case_and_the_mail_too(world: World, name: str) -> None:
    response = browser().post("/log-ind/", {"username": name, "password": password_of(world.mette)})
    assert response.headers["Location"] == "/log-ind/totrin/vaelg/"


def test_a_mail_address_of_two_people_is_nobodys(world: World) -> None:
    User.objects.filter(pk=world.tove.pk).update(email="mette@example.org")
    response = browser().post("/log-ind/", {"username": "mette@example.org", "password": password_of(world.mette)})
    assert response.status_code == 422


@pytest.mark.parametrize(("username", "known"), [("mette", True), ("ukendt", False)])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    world: World, username: str, known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(
        "handlekraft.people.signin.make_password", lambda text: hashed.append(text) or make_password(text)
    )
    response = browser().post("/log-ind/", {"username": username, "password": "forkert"})
    assert response.status_code == 422
    assert "Brugernavn eller adgangskode passer ikke." in words(response)
    assert 'value="forkert"' not in response.content.decode()
    assert hashed == ([] if known else ["forkert"])
    event = Event.objects.latest("pk")
    assert (event.verb, event.actor_id) == ("sign-in failed", None)
    assert event.subject_id == (str(world.mette.pk) if known else "")


def test_empty_fields_are_named(world: World) -> None:
    response = browser().post("/log-ind/", {"username": "", "password": ""})
    assert response.status_code == 422
    assert "Skriv din adgangskode." in words(response)


def test_somebody_who_was_shut_out_does_not_come_in(world: World) -> None:
    User.objects.filter(pk=world.henrik.pk).update(is_active=False)
    assert show_password(browser(), world.henrik).status_code == 422


def test_a_session_ends_when_its_user_is_shut_out(world: World) -> None:
    client = browser()
    show_password(client, world.henrik)
    assert is_in(client)
    User.objects.filter(pk=world.henrik.pk).update(is_active=False)
    assert client.get("/min-konto/").headers["Location"] == "/log-ind/?til=%2Fmin-konto%2F"


@pytest.mark.requirement("D-03")
def test_a_role_that_sees_no_citizen_comes_in_with_one_factor_until_it_does(world: World, at: At) -> None:
    client = browser()
    assert show_password(client, world.henrik, til="/min-konto/").headers["Location"] == "/min-konto/"
    assert is_in(client)
    world.henrik.employee.memberships.update(role="team_member", team=world.aaparken)
    at("2026-11-23 14:51")
    assert not is_in(client)
    assert show_password(client, world.henrik).headers["Location"] == "/log-ind/totrin/vaelg/"


def test_the_session_has_a_new_key_after_each_step(world: World) -> None:
    give_app(world.mette)
    client = browser()
    keys = []
    for step in ("/log-ind/", "/log-ind/totrin/"):
        client.post(step, {"username": "mette", "password": password_of(world.mette), "code": app_shows(1)})
        keys.append(client.session.session_key)
    assert len(set(keys)) == 2


def test_a_code_opens_once(world: World, at: At) -> None:
    give_app(world.mette)
    code = app_shows(1)
    for expected in (302, 422):
        client = browser()
        show_password(client, world.mette)
        assert client.post("/log-ind/totrin/", {"code": code}).status_code == expected


def test_a_recovery_code_opens_once_and_its_owner_is_told(
    world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    give_app(world.mette)
    code = factors.recovery_codes(world.mette)[3]
    for expected in (302, 422):
        client = browser()
        show_password(client, world.mette)
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post("/log-ind/totrin/", {"code": code}).status_code == expected
    assert len(factors.recovery_codes(world.mette)) == 9
    assert "En reservekode er brugt" in mail.outbox[-1].body


def test_the_second_step_needs_the_first_and_does_not_wait_for_ever(world: World, at: At) -> None:
    give_app(world.mette)
    client = browser()
    assert client.get("/log-ind/totrin/").headers["Location"] == "/log-ind/"
    show_password(client, world.mette)
    at("2026-11-23 15:01")
    assert client.get("/log-ind/totrin/").headers["Location"] == "/log-ind/"
    show_password(client, world.mette)
    User.objects.filter(pk=world.mette.pk).update(is_active=False)
    assert client.get("/log-ind/totrin/").headers["Location"] == "/log-ind/"


def test_guessing_codes_is_slowed_down(world: World) -> None:
    give_app(world.mette)
    client = browser()
    show_password(client, world.mette)
    answers = [client.post("/log-ind/totrin/", {"code": f"00000{n}"}).status_code for n in range(6)]
    assert answers == [422] * 5 + [429]
    assert client.post("/log-ind/totrin/", {"code": app_shows(1)}).status_code == 429


def test_an_empty_code_is_not_a_try(world: World) -> None:
    give_app(world.mette)
    client = browser()
    show_password(client, world.mette)
    response = client.post("/log-ind/totrin/", {"code": ""})
    assert response.status_code == 422
    assert "Skriv koden." in words(response)


@pytest.mark.requirement("D-03")
def test_guessing_passwords_is_slowed_down_but_not_for_the_owner_on_her_own_phone(world: World, at: At) -> None:
    give_app(world.mette)
    stranger, hers = browser(), browser()
    know(hers, world.mette, world.mette.created_at)
    answers = [show_password(stranger, world.mette, "gæt").status_code for _ in range(7)]
    assert answers == [422] * 5 + [429] * 2
    response = show_password(stranger, world.mette)
    assert response.status_code == 429
    assert "Vent 1 minut, og prøv igen." in words(response)
    assert show_password(hers, world.mette).status_code == 302
    at("2026-11-23 14:52")
    assert show_password(stranger, world.mette).status_code == 302


def test_a_known_device_asks_for_no_second_factor_until_its_time_is_out(world: World, at: At) -> None:
    give_app(world.mette)
    client = browser()
    know(client, world.mette, world.mette.created_at)
    assert show_password(client, world.mette, til="/min-konto/").headers["Location"] == "/min-konto/"
    client.post("/log-ud/")
    assert not is_in(client)
    at("2026-12-24 14:50")
    assert show_password(client, world.mette).headers["Location"] == "/log-ind/totrin/"


def test_the_device_of_one_is_not_known_to_another(world: World) -> None:
    give_app(world.tove)
    client = browser()
    know(client, world.mette, world.mette.created_at)
    assert show_password(client, world.tove).headers["Location"] == "/log-ind/totrin/"


def test_one_who_is_in_is_sent_on_from_the_sign_in_page(world: World) -> None:
    client = browser()
    sign_in(client, world.mette)
    assert client.get("/log-ind/?til=/om/").headers["Location"] == "/om/"
    assert client.get("/log-ind/?til=https://elsewhere.example/").headers["Location"] == "/"


def test_a_page_asked_for_too_early_is_shown_afterwards(world: World) -> None:
    client = browser()
    closed = client.get("/min-konto/adgangskode/?x=1")
    assert closed.headers["Location"] == "/log-ind/?til=%2Fmin-konto%2Fadgangskode%2F%3Fx%3D1"
    response = client.post(closed.headers["Location"], {"username": "henrik", "password": password_of(world.henrik)})
    assert response.headers["Location"] == "/min-konto/adgangskode/?x=1"


def test_signing_out_ends_it_and_is_logged(world: World) -> None:
    client = browser()
    show_password(client, world.henrik)
    response = client.post("/log-ud/", follow=True)
    assert "Du er logget ud." in response.content.decode()
    assert not is_in(client)
    assert verbs()[-1] == "signed out"
    assert client.post("/log-ud/").status_code == 302
    assert client.get("/log-ud/").status_code == 405


def test_the_chosen_language_comes_along(world: World) -> None:
    User.objects.filter(pk=world.henrik.pk).update(language="en")
    response = show_password(browser(), world.henrik)
    assert response.cookies["django_language"].value == "en"


def test_each_page_of_another_is_closed_to_htmx_too(world: World) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/min-konto/?a=1"}
    response = browser().post("/min-konto/sprog/", {"language": "en"}, headers=headers)
    assert response.status_code == 200
    assert response.headers["HX-Redirect"] == "/log-ind/?til=%2Fmin-konto%2F%3Fa%3D1"


@pytest.mark.parametrize(
    ("referer", "til"),
    [("http://localhost/min-konto/", "%2Fmin-konto%2F"), ("https://elsewhere.example/x/", "%2Fmin-konto%2Fsprog%2F")],
)
def test_a_form_sent_too_late_leads_back_to_its_page(world: World, referer: str, til: str) -> None:
    response = browser().post("/min-konto/sprog/", {"language": "en"}, headers={"Referer": referer})
    assert response.headers["Location"] == f"/log-ind/?til={til}"


class TestForgotten:
    """A lost password: a mail to whoever has one, the same words to everybody."""

    @pytest.fixture
    def ask(self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Callable[[str], str]:
        def send(name: str) -> str:
            with django_capture_on_commit_callbacks(execute=True):
                return words(browser().post("/log-ind/glemt/", {"username": name}))

        return send

    def test_the_page_explains_both_ways(self, world: World) -> None:
        assert "brev med en ny kode" in words(browser().get("/log-ind/glemt/"))
        assert browser().post("/log-ind/glemt/", {"username": ""}).status_code == 422

    def test_a_link_goes_to_the_mail_of_the_employee(self, world: World, ask: Callable[[str], str]) -> None:
        assert "Hvis vi kender dig" in ask("mette")
        assert mail.outbox[0].to == ["mette@example.org"]
        assert "/invitation/" in mail.outbox[0].body
        assert Event.objects.latest("pk").verb == "sign-in renewal asked"

    @pytest.mark.parametrize("name", ["ukendt", "ella", "tove", "ali", "henrik"])
    def test_nobody_else_gets_one_and_nobody_can_tell(self, world: World, ask: Callable[[str], str], name: str) -> None:
        Employee.objects.filter(pk=world.tove.employee.pk).update(ends_on="2026-11-22")
        Employee.objects.filter(pk=world.ali.employee.pk).update(email="")
        User.objects.filter(pk=world.ali.pk).update(email="")
        User.objects.filter(pk=world.henrik.pk).update(is_active=False)
        assert "Hvis vi kender dig" in ask(name)
        assert mail.outbox == []
        assert not Invitation.objects.exists()

    def test_a_mailbox_is_not_filled(self, world: World, ask: Callable[[str], str]) -> None:
        for _ in range(3):
            ask("mette")
        assert "Der er forsøgt for mange gange" in ask("mette")
        assert len(mail.outbox) == 3


def test_a_user_without_employee_or_role_comes_in_and_sees_nothing(world: World) -> None:
    guest = make_user("Gæst Gæstesen", "gaest")
    client = browser()
    assert show_password(client, guest).status_code == 302
    assert "Du har ingen rolle lige nu." in words(client.get("/min-konto/"))


def test_the_backend_finds_no_stranger(client: Client, world: World) -> None:
    assert client.login(username="", password="") is False


def test_the_button_of_every_page_signs_out_with_its_own_token(world: World) -> None:
    client = browser(enforce_csrf_checks=True)
    page = client.get("/log-ind/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    sent = {"username": "henrik", "password": password_of(world.henrik), "csrfmiddlewaretoken": token[1]}
    assert client.post("/log-ind/", sent).status_code == 302
    page = client.get("/min-konto/").content.decode()
    form = re.search(r'action="/log-ud/"><input type="hidden" name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert form is not None
    assert client.post("/log-ud/").status_code == 403
    assert client.post("/log-ud/", {"csrfmiddlewaretoken": form[1]}).status_code == 302
