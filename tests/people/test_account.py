"""One's own account: what can be changed, by whom, and who is told."""

from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from django.test import Client, RequestFactory
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from handlekraft.access.frame import Refused
from handlekraft.audit.models import Event
from handlekraft.demo.world import World
from handlekraft.people import factors
from handlekraft.people.actions import accounts as acts
from handlekraft.people.devices import forget_old_devices, is_easy, name_of
from handlekraft.people.models import Device, User
from tests.people.ways import (
    PIN,
    SECRET,
    Phone,
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
CONFIRM = "/min-konto/bekraeft/?til=%2Fmin-konto%2F"
NEW = "fire blå cykler synger"


@pytest.fixture
def mette(world: World) -> Client:
    """Mette, signed in with an app."""
    client = browser()
    sign_in(client, world.mette)
    return client


@pytest.fixture(autouse=True)
def mails_leave(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, db: None) -> Iterator[None]:
    """Letters are sent when a change is stored."""
    with django_capture_on_commit_callbacks(execute=True):
        yield


def test_the_page_shows_role_factors_and_devices(mette: Client, world: World) -> None:
    know(mette, world.mette, world.mette.created_at)
    page = words(mette.get("/min-konto/"))
    for text in (
        "Teammedlem",
        "Team Åparken",
        "Du kender teamets borgere",
        "Kode-app",
        "10 koder tilbage",
        "Chrome på Android",
        "Denne enhed",
        "mette@example.org",
    ):
        assert text in page
    assert "Ingen enheder huskes." in words(browser_of(world.henrik).get("/min-konto/"))


def browser_of(user: User) -> Client:
    """A browser in which somebody with one factor is signed in."""
    client = browser()
    show_password(client, user)
    return client


class TestPassword:
    """Changing it."""

    def test_a_new_password_signs_the_other_browsers_out(self, mette: Client, world: World, at: At) -> None:
        other = browser()
        other.cookies["sessionid"] = mette.cookies["sessionid"].value
        assert mette.get("/min-konto/adgangskode/").status_code == 200
        assert mette.post("/min-konto/adgangskode/", {"password": NEW}).headers["Location"] == "/min-konto/"
        assert is_in(mette)
        assert not is_in(other)
        assert User.objects.get(pk=world.mette.pk).check_password(NEW)
        assert Event.objects.latest("pk").verb == "password changed"

    @pytest.mark.parametrize("password", ["", "kort", "12345678901234", "mette@example.org"])
    def test_a_weak_one_is_refused(self, mette: Client, world: World, password: str) -> None:
        assert mette.post("/min-konto/adgangskode/", {"password": password}).status_code == 422
        assert User.objects.get(pk=world.mette.pk).check_password(password_of(world.mette))

    def test_it_is_asked_for_again_after_a_while(self, mette: Client, at: At) -> None:
        for minute in range(54, 75, 4):
            at(f"2026-11-23 {14 + minute // 60}:{minute % 60:02}")
            is_in(mette)
        location = mette.get("/min-konto/adgangskode/").headers["Location"]
        assert location == "/min-konto/bekraeft/?til=%2Fmin-konto%2Fadgangskode%2F"
        assert mette.get(location).status_code == 200
        assert mette.post(location, {"password": ""}).status_code == 422
        wrong = mette.post(location, {"password": "forkert"})
        assert wrong.status_code == 422
        assert "Adgangskoden passer ikke." in words(wrong)
        right = mette.post(location, {"password": "mette-hemmelig"})
        assert right.headers["Location"] == "/min-konto/adgangskode/"
        assert mette.get("/min-konto/adgangskode/").status_code == 200

    def test_guessing_it_is_slowed_down(self, mette: Client) -> None:
        answers = [mette.post(CONFIRM, {"password": "gæt"}).status_code for _ in range(6)]
        assert answers == [422] * 5 + [429]


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("/min-konto/totrin/fjern/", {"factor": "1"}),
        ("/min-konto/reservekoder/", {}),
        ("/log-ind/totrin/vaelg/", {"code": "1"}),
        ("/log-ind/enhed/", {"pin": PIN, "again": PIN}),
    ],
)
def test_what_matters_wants_the_password_first(mette: Client, at: At, url: str, sent: dict[str, str]) -> None:
    session = mette.session
    session["proven_at"] = 0
    session.save()
    assert mette.post(url, sent).headers["Location"].startswith("/min-konto/bekraeft/")


class TestFactors:
    """Apps, passkeys and recovery codes."""

    def test_the_last_factor_of_one_who_sees_citizens_stays(self, mette: Client, world: World) -> None:
        row = factors.of_kind(world.mette, factors.Type.TOTP)
        assert row is not None
        response = mette.post("/min-konto/totrin/fjern/", {"factor": row.pk}, follow=True)
        assert "Du ser borgere og skal have to trin." in response.content.decode()
        assert factors.has_totp(world.mette)
        assert len(factors.recovery_codes(world.mette)) == 10

    def test_one_who_sees_none_may_go_back_to_one_factor(self, world: World) -> None:
        client = browser()
        sign_in(client, world.henrik)
        row = factors.of_kind(world.henrik, factors.Type.TOTP)
        assert row is not None
        response = client.post("/min-konto/totrin/fjern/", {"factor": row.pk}, follow=True)
        assert "Den er fjernet fra dit login." in response.content.decode()
        assert not factors.has_factor(world.henrik)
        assert factors.recovery_codes(world.henrik) == []

    def test_one_of_two_is_removed(self, mette: Client, world: World) -> None:
        phone = Phone()
        mette.post("/log-ind/totrin/vaelg/", {"credential": phone.make(mette), "name": "Min telefon"})
        row = factors.of_kind(world.mette, factors.Type.TOTP)
        assert row is not None
        mette.post("/min-konto/totrin/fjern/", {"factor": row.pk})
        assert not factors.has_totp(world.mette)
        assert [key.name for key in factors.passkeys(world.mette)] == ["Min telefon"]
        assert len(factors.recovery_codes(world.mette)) == 10

    @pytest.mark.parametrize("factor", ["0", "", "x", "9" * 30])
    def test_what_is_gone_cannot_be_removed(self, mette: Client, factor: str) -> None:
        response = mette.post("/min-konto/totrin/fjern/", {"factor": factor}, follow=True)
        assert "Den er allerede fjernet." in response.content.decode()

    def test_nobody_removes_anothers(self, mette: Client, world: World) -> None:
        give_app(world.tove)
        row = factors.of_kind(world.tove, factors.Type.TOTP)
        assert row is not None
        mette.post("/min-konto/totrin/fjern/", {"factor": row.pk})
        assert factors.has_totp(world.tove)
        with pytest.raises(Refused, match="ændre en andens konto"):
            acts.remove_factor(world.mette, world.tove, factor=row.pk)

    def test_an_app_is_added_with_the_code_it_shows(self, world: World) -> None:
        client = browser_of(world.henrik)
        page = client.get("/log-ind/totrin/vaelg/")
        assert '<svg viewBox="' in page.content.decode()
        assert 'href="otpauth://totp/henrik?secret=' in page.content.decode()
        secret = client.session["offered_to_app"]
        assert secret[:4] in words(page)
        wrong = client.post("/log-ind/totrin/vaelg/", {"code": "000000"})
        assert wrong.status_code == 422
        assert client.session["offered_to_app"] == secret
        right = client.post("/log-ind/totrin/vaelg/", {"code": app_shows(0, secret)})
        assert right.headers["Location"] == "/log-ind/reservekoder/"
        assert client.post("/log-ind/reservekoder/").headers["Location"] == "/min-konto/"
        assert factors.has_totp(world.henrik)
        assert "offered_to_app" not in client.session

    def test_there_is_one_app(self, mette: Client, world: World) -> None:
        assert "Kode-app på telefonen" not in words(mette.get("/log-ind/totrin/vaelg/"))
        with pytest.raises(Refused, match="allerede en kode-app"):
            acts.add_totp(world.mette, world.mette, secret=SECRET, code=app_shows())

    def test_new_recovery_codes_replace_the_old(self, mette: Client, world: World) -> None:
        old = set(factors.recovery_codes(world.mette))
        assert mette.post("/min-konto/reservekoder/").headers["Location"] == "/log-ind/reservekoder/"
        new = set(factors.recovery_codes(world.mette))
        assert len(new) == 10
        assert not old & new
        assert all(code in words(mette.get("/log-ind/reservekoder/")) for code in new)

    def test_without_a_factor_there_are_no_recovery_codes(self, world: World) -> None:
        response = browser_of(world.henrik).post("/min-konto/reservekoder/", follow=True)
        assert "Reservekoder hører til totrinslogin." in response.content.decode()

    def test_secrets_are_unreadable_in_the_database_and_without_the_key(self, world: World, settings: Settings) -> None:
        give_app(world.mette)
        row = factors.of_kind(world.mette, factors.Type.TOTP)
        assert row is not None
        assert SECRET not in str(row.data)
        old = settings.SECRET_KEY
        settings.SECRET_KEY = "another"
        assert factors.matching_counter(row, app_shows(1)) is None
        settings.SECRET_KEY_FALLBACKS = [old]
        assert factors.matching_counter(row, app_shows(1)) is not None


class TestDevices:
    """Browsers that know their user."""

    def test_a_device_is_remembered_with_a_pin(self, mette: Client, world: World) -> None:
        assert "Vælg en pinkode" in words(mette.get("/log-ind/enhed/"))
        response = mette.post("/log-ind/enhed/", {"pin": PIN, "again": PIN})
        assert response.status_code == 302
        device = Device.objects.get(user=world.mette)
        assert PIN not in device.pin
        assert mette.session["device"] == device.pk
        mette.post("/log-ud/")
        assert show_password(mette, world.mette, til="/om/").headers["Location"] == "/om/"

    @pytest.mark.requirement("D-03")
    def test_one_factor_makes_no_device_that_stands_for_two(self, world: World) -> None:
        client = browser_of(world.henrik)
        assert "Husk denne enhed" not in words(client.get("/min-konto/"))
        response = client.post("/log-ind/enhed/", {"pin": PIN, "again": PIN}, follow=True)
        assert response.redirect_chain == [("/min-konto/", 302)]
        assert "logget ind med to trin" in response.content.decode()
        assert not Device.objects.exists()

    @pytest.mark.parametrize("kind", ["app", "passkey"])
    def test_the_first_factor_forgets_what_was_known_before_it(self, world: World, kind: str) -> None:
        client = browser()
        know(client, world.henrik, world.henrik.created_at)
        show_password(client, world.henrik)
        client.get("/log-ind/totrin/vaelg/")
        sent = {"code": app_shows(0, client.session["offered_to_app"])}
        if kind == "passkey":
            sent = {"credential": Phone().make(client), "name": "Telefon"}
        assert client.post("/log-ind/totrin/vaelg/", sent).headers["Location"] == "/log-ind/reservekoder/"
        assert not Device.objects.exists()
        assert client.get("/log-ind/reservekoder/").status_code == 200
        client.post("/log-ud/")
        assert show_password(client, world.henrik).headers["Location"] == "/log-ind/totrin/"

    def test_a_device_whose_time_is_over_is_forgotten(self, mette: Client, world: World, at: At) -> None:
        know(mette, world.mette, world.mette.created_at)
        forget_old_devices()
        assert Device.objects.filter(user=world.mette).exists()
        at("2027-02-01 12:00")
        forget_old_devices()
        assert not Device.objects.filter(user=world.mette).exists()

    def test_another_factor_keeps_the_devices(self, mette: Client, world: World) -> None:
        know(mette, world.mette, world.mette.created_at)
        mette.post("/log-ind/totrin/vaelg/", {"credential": Phone().make(mette), "name": "Telefon"})
        assert Device.objects.filter(user=world.mette).exists()

    @pytest.mark.parametrize(
        ("pin", "again", "words_said"),
        [
            ("123456", "123456", "for let at gætte"),
            (PIN, "250715", "ikke ens"),
            ("12", "12", "seks cifre"),
            (PIN, "", "en gang til"),
        ],
    )
    def test_a_poor_pin_is_refused(self, mette: Client, pin: str, again: str, words_said: str) -> None:
        response = mette.post("/log-ind/enhed/", {"pin": pin, "again": again})
        assert response.status_code == 422
        assert words_said in words(response)
        assert not Device.objects.exists()

    def test_the_action_itself_refuses_an_easy_pin(self, world: World) -> None:
        with pytest.raises(Refused, match="for let at gætte"):
            acts.remember_device(world.mette, world.mette, token="t", name="x", pin="654321", at=world.mette.created_at)

    def test_ones_own_device_is_forgotten_and_nobody_elses(self, mette: Client, world: World) -> None:
        hers = know(mette, world.mette, world.mette.created_at)
        toves = know(browser(), world.tove, world.tove.created_at)
        for device in (toves, hers):
            mette.post("/min-konto/enheder/glem/", {"device": device.pk})
        assert list(Device.objects.all()) == [toves]
        assert Event.objects.latest("pk").verb == "device forgotten"

    @pytest.mark.parametrize(
        ("pin", "easy"),
        [("111111", True), ("121212", True), ("123456", True), ("987654", True), ("135791", False), (PIN, False)],
    )
    def test_easy_pins(self, pin: str, easy: bool) -> None:
        assert is_easy(pin) is easy

    @pytest.mark.parametrize(
        ("agent", "name"),
        [
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari på iPhone"),
            ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge på Windows"),
            ("", "Browser på computer"),
        ],
    )
    def test_a_device_has_a_name_its_owner_knows(self, rf: RequestFactory, agent: str, name: str) -> None:
        assert name_of(rf.get("/", headers={"User-Agent": agent})) == name


class TestLanguage:
    """Danish or English, on all devices."""

    def test_it_is_kept_with_the_account(self, mette: Client, world: World) -> None:
        response = mette.post("/min-konto/sprog/", {"language": "en"})
        assert response.cookies["django_language"].value == "en"
        assert User.objects.get(pk=world.mette.pk).language == "en"

    def test_another_language_is_not(self, mette: Client, world: World) -> None:
        assert mette.post("/min-konto/sprog/", {"language": "tlh"}).status_code == 302
        assert User.objects.get(pk=world.mette.pk).language == ""


def test_the_owner_is_told_of_each_change(
    world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        acts.change_password(world.mette, world.mette, password=NEW)
    assert mail.outbox[-1].to == ["mette@example.org"]
    assert "Din adgangskode er ændret." in mail.outbox[-1].body
    assert "kl. 14.50" in mail.outbox[-1].body


def test_a_mail_server_that_is_down_stops_no_change(
    world: World, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def down(_message: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", down)
    with django_capture_on_commit_callbacks(execute=True):
        acts.change_password(world.mette, world.mette, password=NEW)
    assert User.objects.get(pk=world.mette.pk).check_password(NEW)


def test_one_without_mail_is_told_nothing(
    world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    world.mette.email = ""
    with django_capture_on_commit_callbacks(execute=True):
        acts.change_password(world.mette, world.mette, password=NEW)
    assert mail.outbox == []
