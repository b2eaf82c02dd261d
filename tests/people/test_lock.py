"""The lock: when it falls, what it shows, who opens it, and that no words are lost."""

import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from handlekraft.audit.models import Event
from handlekraft.demo.world import World
from handlekraft.people.models import Device, User
from tests.people.ways import PIN, browser, give_app, is_in, know, password_of, show_password, words

At = Callable[[str], None]
ACCOUNT = "/laas/?til=%2Fmin-konto%2F"


@pytest.fixture
def hers(world: World) -> Client:
    """Mette's own phone, signed in at 14.50."""
    give_app(world.mette)
    client = browser()
    know(client, world.mette, world.mette.created_at)
    show_password(client, world.mette)
    return client


@pytest.mark.requirement("D-03")
def test_after_five_minutes_every_page_is_closed_until_the_pin(hers: Client, at: At) -> None:
    at("2026-11-23 14:54")
    assert is_in(hers)
    at("2026-11-23 14:58:50")
    assert is_in(hers)
    at("2026-11-23 15:04")
    assert hers.get("/min-konto/").headers["Location"] == ACCOUNT
    assert hers.post("/min-konto/sprog/", {"language": "en"}).headers["Location"].startswith("/laas/")
    assert not User.objects.get(username="mette").language
    response = hers.post(ACCOUNT, {"pin": PIN})
    assert response.headers["Location"] == "/min-konto/"
    assert is_in(hers)
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True))[-2:] == ["PIN tried", "unlocked"]


def test_the_lock_page_says_the_first_name_and_nothing_more(hers: Client, world: World, at: At) -> None:
    at("2026-11-23 15:00")
    html = hers.get(ACCOUNT).content.decode()
    assert "Hej Mette" in html
    assert not any(word in html for word in ("Lund", "Åparken", "mette@", "lock.js"))


def test_an_unlocked_person_finds_no_lock(hers: Client) -> None:
    assert hers.get(ACCOUNT).headers["Location"] == "/min-konto/"
    assert browser().get("/laas/").headers["Location"] == "/"


def test_open_pages_stay_open_and_show_nobody(hers: Client, at: At) -> None:
    at("2026-11-23 15:00")
    response = hers.get("/om/")
    assert response.status_code == 200
    assert "Mette" not in response.content.decode()
    assert isinstance(response.wsgi_request.user, AnonymousUser)
    assert hers.get("/log-ind/").status_code == 200


def test_a_wrong_pin_says_how_many_are_left_and_the_fifth_makes_the_device_unknown(hers: Client, at: At) -> None:
    at("2026-11-23 15:00")
    left = [words(hers.post("/laas/", {"pin": "111222"})) for _ in range(4)]
    assert "Du har 4 forsøg tilbage." in left[0]
    assert "Du har 1 forsøg tilbage." in left[3]
    response = hers.post("/laas/", {"pin": PIN[::-1]}, follow=True)
    assert response.redirect_chain == [("/log-ind/", 302)]
    assert "Pinkoden var forkert fem gange." in response.content.decode()
    assert not Device.objects.exists()
    user = User.objects.get(username="mette")
    assert show_password(hers, user).headers["Location"] == "/log-ind/totrin/"


def test_the_right_pin_wipes_the_wrong_ones_out(hers: Client, at: At) -> None:
    for minute in ("15:00", "15:10"):
        at(f"2026-11-23 {minute}")
        for _ in range(3):
            hers.post("/laas/", {"pin": "111222"})
        assert hers.post("/laas/", {"pin": PIN}).headers["Location"] == "/"


def test_a_pin_is_six_digits(hers: Client, at: At) -> None:
    at("2026-11-23 15:00")
    response = hers.post("/laas/", {"pin": "12"})
    assert response.status_code == 422
    assert "Pinkoden er seks cifre." in words(response)
    assert Device.objects.get().wrong_pins == 0


def test_without_a_known_device_the_password_opens(world: World, at: At) -> None:
    client = browser()
    show_password(client, world.henrik)
    at("2026-11-23 15:00")
    assert "Skriv din adgangskode" in words(client.get("/laas/"))
    wrong = client.post("/laas/", {"password": "forkert"})
    assert wrong.status_code == 422
    assert "Adgangskoden passer ikke." in words(wrong)
    assert Event.objects.latest("pk").verb == "unlock failed"
    assert client.post("/laas/", {"password": password_of(world.henrik)}).headers["Location"] == "/"
    assert is_in(client)


def test_guessing_the_password_at_the_lock_is_slowed_down(world: World, at: At) -> None:
    client = browser()
    show_password(client, world.henrik)
    at("2026-11-23 15:00")
    answers = [client.post("/laas/", {"password": "gæt"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_a_pin_opens_nothing_on_another_browser(hers: Client, world: World, at: At) -> None:
    thief = browser()
    thief.cookies["sessionid"] = hers.cookies["sessionid"].value
    at("2026-11-23 15:00")
    assert thief.post("/laas/", {"pin": PIN}).status_code == 422
    assert not is_in(thief)


def test_a_page_that_asks_by_itself_is_no_activity(hers: Client, at: At) -> None:
    at("2026-11-23 14:54")
    assert hers.get("/min-konto/", headers={"X-Hk-Poll": "1"}).status_code == 200
    at("2026-11-23 14:55:30")
    assert not is_in(hers)


def test_an_address_cannot_call_itself_a_poll(hers: Client, at: At) -> None:
    at("2026-11-23 14:54")
    assert hers.get("/min-konto/?X-Hk-Poll=1").status_code == 200
    at("2026-11-23 14:55:30")
    assert is_in(hers)


def test_htmx_is_sent_to_the_lock_as_a_whole_page(hers: Client, at: At) -> None:
    at("2026-11-23 15:00")
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/min-konto/"}
    response = hers.get("/min-konto/", headers=headers)
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, ACCOUNT)


class TestClock:
    """The open page asks how long it has; a person who types without sending says so."""

    def test_asking_changes_nothing_and_being_there_does(self, hers: Client, at: At) -> None:
        at("2026-11-23 14:54")
        assert hers.get("/laas/tid/", headers={"X-Hk-Poll": "1"}).json()["left"] == pytest.approx(60, abs=2)
        assert hers.post("/laas/tid/").json()["left"] == pytest.approx(300, abs=2)

    def test_locked_and_strangers_have_no_time(self, hers: Client, at: At) -> None:
        at("2026-11-23 15:00")
        assert hers.post("/laas/tid/").json() == {"left": 0}
        assert hers.get("/laas/tid/").json() == {"left": 0}
        assert browser().get("/laas/tid/").json() == {"left": 0}

    def test_the_session_is_not_written_at_every_step(self, hers: Client, at: At) -> None:
        at("2026-11-23 14:51")
        is_in(hers)
        noted = hers.session["active_at"]
        is_in(hers)
        assert hers.session["active_at"] == noted


@pytest.mark.parametrize("headers", [{}, {"X-Hk-Poll": "1"}])
def test_a_removed_device_is_signed_out_at_its_next_request(hers: Client, headers: dict[str, str]) -> None:
    Device.objects.all().delete()
    assert hers.get("/min-konto/", headers=headers).headers["Location"] == "/log-ind/?til=%2Fmin-konto%2F"
    assert "_auth_user_id" not in hers.session


@pytest.mark.parametrize("headers", [{}, {"X-Hk-Poll": "1"}])
def test_a_role_that_needs_two_factors_shuts_one_factor_out(world: World, headers: dict[str, str]) -> None:
    client = browser()
    show_password(client, world.henrik)
    role = {"role": "team_member", "team": world.aaparken, "starts_on": "2026-01-01"}
    world.henrik.employee.memberships.create(**role)
    assert client.get("/min-konto/", headers=headers).headers["Location"].startswith("/log-ind/")


class TestDraft:
    """Words that were being written when the lock fell."""

    def test_the_words_of_a_late_form_come_back_once(self, hers: Client, at: At) -> None:
        at("2026-11-23 15:00")
        sent = {"text": "Ella sov godt.", "mood": ["a", "b"], "csrfmiddlewaretoken": "x", "password": "hemmelig"}
        hers.post("/borgere/ny/", sent, headers={"Referer": "http://localhost/min-konto/"})
        assert hers.get("/laas/kladde/").headers["Location"].startswith("/laas/")
        response = hers.post(ACCOUNT, {"pin": PIN})
        assert response.headers["Location"] == "/min-konto/#kladde"
        assert hers.get("/laas/kladde/").json() == {
            "path": "/min-konto/",
            "action": "/borgere/ny/",
            "fields": [["text", "Ella sov godt."], ["mood", "a"], ["mood", "b"]],
        }
        assert hers.get("/laas/kladde/").json() == {}

    def test_a_stranger_leaves_none(self, world: World) -> None:
        client = browser()
        client.post("/borgere/ny/", {"text": "Hej"})
        assert "draft" not in client.session

    @pytest.mark.parametrize("sent", [{}, {"text": "x" * 20_001}])
    def test_nothing_and_too_much_are_not_kept(self, hers: Client, at: At, sent: dict[str, str]) -> None:
        at("2026-11-23 15:00")
        hers.post("/borgere/ny/", sent)
        assert hers.post(ACCOUNT, {"pin": PIN}).headers["Location"] == "/min-konto/"

    def test_the_open_page_locks_itself_and_hands_over_its_words(self, hers: Client) -> None:
        draft = {
            "path": "/min-konto/",
            "action": "http://localhost/borgere/ny/",
            "fields": [["text", "Ella"], ["pin", "1"]],
        }
        response = hers.post("/laas/nu/", {"til": "/min-konto/", "draft": json.dumps(draft)})
        assert response.headers["Location"] == ACCOUNT
        assert not is_in(hers)
        assert hers.post(ACCOUNT, {"pin": PIN}).headers["Location"] == "/min-konto/#kladde"
        assert hers.get("/laas/kladde/").json()["fields"] == [["text", "Ella"]]

    @pytest.mark.parametrize(
        "action",
        ["/log-ind/enhed/", "/min-konto/adgangskode/", "/invitation/velkommen/", "/log-ind/totrin/vaelg/", "/laas/"],
    )
    def test_pages_about_sign_ins_keep_nothing_whatever_its_name(self, hers: Client, at: At, action: str) -> None:
        draft = {"path": action, "action": f"http://localhost{action}", "fields": [["again", PIN]]}
        hers.post("/laas/nu/", {"til": "/min-konto/", "draft": json.dumps(draft)})
        assert "draft" not in hers.session
        at("2026-11-23 15:00")
        hers.post(action, {"again": PIN, "of_tomorrow": PIN})
        assert "draft" not in hers.session

    def test_words_for_an_address_of_nothing_are_not_kept(self, hers: Client) -> None:
        draft = {"path": "/", "action": "/findes-ikke/", "fields": [["text", "Ella"]]}
        hers.post("/laas/nu/", {"til": "/min-konto/", "draft": json.dumps(draft)})
        assert "draft" not in hers.session

    @pytest.mark.parametrize("draft", ["", "{", "[]", '{"fields": 1}', '{"fields": [1]}', "x" * 20_001])
    def test_what_is_no_draft_is_not_kept_but_the_lock_falls(self, hers: Client, draft: str) -> None:
        hers.post("/laas/nu/", {"til": "/min-konto/", "draft": draft})
        assert not is_in(hers)
        assert "draft" not in hers.session

    def test_a_stranger_has_nothing_to_lock(self, world: World) -> None:
        assert browser().post("/laas/nu/").headers["Location"] == "/log-ind/"
