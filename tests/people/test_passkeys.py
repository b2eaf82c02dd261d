"""A phone's passkey as second factor, as whole sign-in, and everything that is not one."""

import json

import pytest

from handlekraft.audit.models import Event
from handlekraft.demo.world import World
from handlekraft.people import factors
from handlekraft.people.models import User
from tests.people.ways import Phone, browser, give_app, is_in, show_password, sign_in, words

MAKE = "/log-ind/totrin/vaelg/"
USE = "/log-ind/noegle/"
HALF_WAY = "/log-ind/noegle/spoerg/?half_way"


def with_passkey(user: User) -> Phone:
    """A phone on which the user made a passkey when she first signed in."""
    client, phone = browser(), Phone()
    show_password(client, user)
    assert client.post(MAKE, {"credential": phone.make(client), "name": "Min telefon"}).status_code == 302
    return phone


@pytest.mark.requirement("D-03")
def test_a_new_employee_makes_a_passkey_and_gets_recovery_codes(world: World) -> None:
    client, phone = browser(), Phone()
    assert show_password(client, world.mette, til="/min-konto/").headers["Location"] == MAKE
    assert "Vælg dit andet trin" in words(client.get(MAKE))
    made = client.post(MAKE, {"credential": phone.make(client), "name": "Min telefon"})
    assert made.headers["Location"] == "/log-ind/reservekoder/"
    shown = words(client.get("/log-ind/reservekoder/"))
    assert all(code in shown for code in factors.recovery_codes(world.mette))
    assert client.post("/log-ind/reservekoder/").headers["Location"] == "/log-ind/enhed/"
    assert client.get("/log-ind/reservekoder/").headers["Location"] == "/min-konto/"
    assert client.post("/log-ind/enhed/", {"skip": "1"}).headers["Location"] == "/min-konto/"
    assert "Min telefon" in words(client.get("/min-konto/"))
    assert [event.verb for event in Event.objects.order_by("pk")] == ["passkey added", "signed in"]


def test_a_passkey_is_the_second_step(world: World) -> None:
    phone, client = with_passkey(world.mette), browser()
    show_password(client, world.mette)
    page = words(client.get("/log-ind/totrin/"))
    assert "Brug adgangsnøgle" in page
    assert "reservekode" in page
    asked = client.get(HALF_WAY).json()["publicKey"]
    assert len(asked["allowCredentials"]) == 1
    assert asked["userVerification"] == "required"
    assert client.post("/log-ind/totrin/", {"credential": phone.use(client, HALF_WAY)}).status_code == 302
    assert is_in(client)


@pytest.mark.requirement("D-03")
def test_a_passkey_alone_is_a_whole_sign_in(world: World) -> None:
    phone, client = with_passkey(world.mette), browser()
    assert client.get("/log-ind/noegle/spoerg/").json()["publicKey"].get("allowCredentials", []) == []
    response = client.post(USE, {"credential": phone.use(client), "til": "/min-konto/"})
    assert response.headers["Location"] == "/log-ind/enhed/"
    assert is_in(client)


def test_a_passkey_made_for_another_house_opens_nothing(world: World) -> None:
    client = browser()
    show_password(client, world.mette)
    response = client.post(MAKE, {"credential": Phone(host="evil.example").make(client), "name": "Ond"})
    assert response.status_code == 422
    assert "Adgangsnøglen blev ikke gemt" in words(response)
    assert not factors.has_factor(world.mette)


def test_a_phone_that_does_not_check_its_owner_is_no_whole_sign_in(world: World) -> None:
    phone, client = with_passkey(world.mette), browser()
    phone.flags = 0x01
    assert client.post(USE, {"credential": phone.use(client)}).headers["Location"] == "/log-ind/"
    assert not is_in(client)


def test_a_passkey_that_was_not_verified_is_not_stored(world: World) -> None:
    client = browser()
    show_password(client, world.mette)
    phone = Phone(checks_owner=False)
    assert client.post(MAKE, {"credential": phone.make(client), "name": "Min telefon"}).status_code == 422


def test_another_persons_passkey_does_not_open_the_second_step(world: World) -> None:
    with_passkey(world.mette)
    toves, client = with_passkey(world.tove), browser()
    show_password(client, world.mette)
    response = client.post("/log-ind/totrin/", {"credential": toves.use(client, HALF_WAY)})
    assert response.status_code == 422
    assert "Adgangsnøglen blev ikke godkendt" in words(response)


def test_an_answer_is_good_for_one_question(world: World) -> None:
    phone, client = with_passkey(world.mette), browser()
    answer = phone.use(client)
    client.get("/log-ind/noegle/spoerg/")
    assert client.post(USE, {"credential": answer}).headers["Location"] == "/log-ind/"
    again = phone.use(client)
    assert client.post(USE, {"credential": again}).headers["Location"] == "/log-ind/enhed/"
    client.post("/log-ud/")
    assert client.post(USE, {"credential": again}).headers["Location"] == "/log-ind/"
    assert not is_in(client)


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "no json",
        "[]",
        "{}",
        '{"response": {"userHandle": "x"}}',
        "7",
        '["x"]',
        '{"response": []}',
        '{"response": {"userHandle": 7}}',
    ],
)
def test_what_is_no_credential_is_refused_in_words(world: World, credential: str) -> None:
    client = browser()
    response = client.post(USE, {"credential": credential, "til": "/om/"}, follow=True)
    assert response.redirect_chain == [("/log-ind/?til=%2Fom%2F", 302)]
    assert "Adgangsnøglen kendes ikke her." in response.content.decode()


@pytest.mark.parametrize(
    ("part", "value"), [("signature", "AAAA"), ("clientDataJSON", "e30"), ("authenticatorData", "AA")]
)
def test_a_bent_answer_is_refused(world: World, part: str, value: str) -> None:
    phone, client = with_passkey(world.mette), browser()
    assert client.post(USE, {"credential": phone.use(client, **{part: value})}).headers["Location"] == "/log-ind/"
    assert not is_in(client)


def test_the_passkey_of_one_who_was_shut_out_opens_nothing(world: World) -> None:
    phone, client = with_passkey(world.mette), browser()
    User.objects.filter(pk=world.mette.pk).update(is_active=False)
    client.post(USE, {"credential": phone.use(client)})
    assert not is_in(client)


def test_a_credential_must_be_sent_to_the_second_step(world: World) -> None:
    with_passkey(world.mette)
    client = browser()
    show_password(client, world.mette)
    assert client.post("/log-ind/totrin/", {"credential": "null"}).status_code == 422


def test_guessing_with_passkeys_is_slowed_down_by_address(world: World) -> None:
    client = browser()
    for _ in range(50):
        client.post(USE, {"credential": "{}"})
    response = client.post(USE, {"credential": "{}"}, follow=True)
    assert "Der er forsøgt for mange gange." in response.content.decode()


def test_the_question_for_a_new_passkey_is_for_those_who_may_make_one(world: World) -> None:
    client = browser()
    assert client.get("/log-ind/totrin/noegle/").status_code == 403
    give_app(world.mette)
    show_password(client, world.mette)
    assert client.get("/log-ind/totrin/noegle/").status_code == 403
    assert client.get(MAKE).headers["Location"] == "/log-ind/"


def test_a_second_passkey_is_added_from_the_account(world: World) -> None:
    client, phone = browser(), Phone()
    sign_in(client, world.mette)
    response = client.post(MAKE, {"credential": phone.make(client), "name": ""})
    assert response.status_code == 422
    response = client.post(MAKE, {"credential": phone.make(client), "name": "Teamets tablet"})
    assert response.headers["Location"] == "/min-konto/"
    assert [key.name for key in factors.passkeys(world.mette)] == ["Teamets tablet"]
    asked = client.get("/log-ind/totrin/noegle/").json()["publicKey"]
    assert len(asked["excludeCredentials"]) == 1


def test_the_owner_of_nonsense_is_nobody() -> None:
    assert factors.owner_of(json.loads('{"response": {"userHandle": "!"}}')) is None
