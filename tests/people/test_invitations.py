"""How a person gets a sign-in, and gets it back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from handlekraft.access.frame import Refused
from handlekraft.access.installation import Installation
from handlekraft.access.permissions import Role
from handlekraft.audit.models import Event
from handlekraft.demo.makers import LONG_AGO, make_employee
from handlekraft.demo.world import World
from handlekraft.people import factors, letters
from handlekraft.people.actions.invitations import (
    accept_invitation,
    forget_second_factor,
    invite_employee,
    set_up_organisation,
)
from handlekraft.people.codes import bare, digest_of, new_code
from handlekraft.people.models import Employee, Invitation, Membership, Organisation, User
from tests.people.ways import app_shows, browser, give_app, know, password_of, show_password, words

At = Callable[[str], None]
NEW = "fire blå cykler synger"


@pytest.fixture
def samira(world: World) -> Employee:
    """A new colleague without a sign-in."""
    employee = Employee.objects.create(name="Samira Åse Khan", email="samira@example.org", starts_on=LONG_AGO)
    Membership.objects.create(employee=employee, role=Role.TEAM_MEMBER, team=world.aaparken, starts_on=LONG_AGO)
    return employee


def code_of(response_url: str) -> str:
    """The code in a link."""
    return response_url.rstrip("/").rsplit("/", 1)[1]


@pytest.mark.requirement("D-03")
def test_a_letter_leads_to_a_whole_sign_in(world: World, samira: Employee) -> None:
    invitation = invite_employee(world.henrik, samira, way="letter")
    assert Event.objects.latest("pk").verb == "employee invited"
    client = browser()
    assert "brev med en kode" in words(client.get("/invitation/"))
    response = client.post("/invitation/", {"code": invitation.code.lower().replace("-", " ")})
    assert response.headers["Location"] == "/invitation/velkommen/"
    page = words(client.get("/invitation/velkommen/"))
    assert "Velkommen, Samira" in page
    assert "samira.khan" in page
    assert client.post("/invitation/velkommen/", {"password": "kort"}).status_code == 422
    response = client.post("/invitation/velkommen/", {"password": NEW})
    assert response.headers["Location"] == "/log-ind/totrin/vaelg/"
    assert client.get("/log-ind/totrin/vaelg/").status_code == 200
    code = app_shows(0, client.session["offered_to_app"])
    assert client.post("/log-ind/totrin/vaelg/", {"code": code}).headers["Location"] == "/log-ind/reservekoder/"
    assert "Trin på vejen ind" in client.get("/log-ind/reservekoder/").content.decode()
    assert client.post("/log-ind/reservekoder/").headers["Location"] == "/log-ind/enhed/"
    assert "Trin på vejen ind" in client.get("/log-ind/enhed/").content.decode()
    assert client.post("/log-ind/enhed/", {"pin": "250714", "again": "250714"}).headers["Location"] == "/"
    assert "samira.khan" in words(client.get("/min-konto/"))
    assert "Trin på vejen ind" not in client.get("/log-ind/enhed/").content.decode()


def test_a_mail_carries_a_link_that_leaves_the_address_bar(
    world: World, samira: Employee, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite_employee(world.henrik, samira, way="mail")
    message = mail.outbox[0]
    assert message.to == ["samira@example.org"]
    assert f"http://localhost:8000/invitation/{invitation.code}/" in message.body
    assert "Hej Samira" in message.body
    assert "man. 7. december 2026" in message.body
    client = browser()
    response = client.get(f"/invitation/{invitation.code}/")
    assert response.headers["Location"] == "/invitation/velkommen/"
    assert client.get("/invitation/velkommen/").status_code == 200


def test_the_code_is_not_in_the_database(world: World, samira: Employee) -> None:
    invitation = invite_employee(world.henrik, samira, way="letter")
    stored = Invitation.objects.values().get()
    assert invitation.code not in str(stored)
    assert stored["digest"] == digest_of(invitation.code)


def test_a_code_is_used_once_and_for_a_fortnight(world: World, samira: Employee, at: At) -> None:
    first = invite_employee(world.henrik, samira, way="letter")
    client = browser()
    client.get(f"/invitation/{first.code}/")
    assert client.post("/invitation/velkommen/", {"password": NEW}).status_code == 302
    assert client.get("/invitation/velkommen/").headers["Location"] == "/invitation/"
    over = browser().get(f"/invitation/{first.code}/")
    assert over.status_code == 404
    assert "Linket gælder ikke mere" in words(over)
    second = invite_employee(world.henrik, samira, way="letter")
    at("2026-12-07 14:51")
    response = browser().post("/invitation/", {"code": second.code})
    assert response.status_code == 422
    assert "brugt eller udløbet" in words(response)


def test_a_new_code_ends_the_old_one(world: World, samira: Employee) -> None:
    first = invite_employee(world.henrik, samira, way="letter")
    second = invite_employee(world.henrik, samira, way="letter")
    assert browser().get(f"/invitation/{first.code}/").status_code == 404
    assert browser().get(f"/invitation/{second.code}/").status_code == 302


def test_two_who_hold_the_same_code_cannot_both_use_it(world: World, samira: Employee) -> None:
    invitation = invite_employee(world.henrik, samira, way="letter")
    user = User.objects.get(username="samira.khan")
    accept_invitation(user, user, invitation=invitation, password=NEW)
    with pytest.raises(Refused, match="brugt eller udløbet"):
        accept_invitation(user, user, invitation=invitation, password=f"{NEW} igen")
    with pytest.raises(Refused, match="ændre en andens konto"):
        accept_invitation(world.tove, user, invitation=invitation, password=NEW)


def test_a_race_for_the_code_ends_in_words(world: World, samira: Employee, monkeypatch: pytest.MonkeyPatch) -> None:
    invitation = invite_employee(world.henrik, samira, way="letter")
    client = browser()
    client.get(f"/invitation/{invitation.code}/")

    def too_late(*_by: object, **_details: object) -> None:
        raise Refused("Koden er brugt.")

    monkeypatch.setattr("handlekraft.people.views.invitations.accept_invitation", too_late)
    response = client.post("/invitation/velkommen/", {"password": NEW})
    assert response.status_code == 422
    assert "Koden er brugt." in words(response)


@pytest.mark.parametrize("code", ["", "kort", "BCDF-GHJK-LMNP"])
def test_a_code_has_sixteen_letters(world: World, code: str) -> None:
    assert browser().post("/invitation/", {"code": code}).status_code == 422


def test_guessing_codes_is_slowed_down(world: World) -> None:
    client = browser()
    for _ in range(50):
        client.post("/invitation/", {"code": new_code()})
    assert client.post("/invitation/", {"code": new_code()}).status_code == 429


def test_codes_are_letters_that_nobody_misreads() -> None:
    code = new_code()
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert not set(bare(code)) & set("AEIOUY0O1I")
    assert digest_of(code.lower()) == digest_of(bare(code))


class TestRenewal:
    """A lost password, a lost phone."""

    def test_a_new_password_keeps_the_second_factor_and_forgets_the_devices(self, world: World) -> None:
        give_app(world.mette)
        client = browser()
        know(client, world.mette, world.mette.created_at)
        show_password(client, world.mette)
        invitation = invite_employee(world.henrik, world.mette.employee, way="letter")
        client.get(f"/invitation/{invitation.code}/")
        assert "Trin på vejen ind" not in client.get("/invitation/velkommen/").content.decode()
        response = client.post("/invitation/velkommen/", {"password": NEW})
        assert response.headers["Location"] == "/log-ind/totrin/"
        assert show_password(browser(), world.mette).status_code == 422
        assert client.post("/log-ind/totrin/", {"code": app_shows(1)}).headers["Location"] == "/log-ind/enhed/"

    def test_a_lost_phone_closes_everything_until_a_new_invitation(self, world: World) -> None:
        give_app(world.mette)
        know(browser(), world.mette, world.mette.created_at)
        forget_second_factor(world.henrik, world.mette.employee)
        mette = User.objects.get(pk=world.mette.pk)
        assert not factors.has_factor(mette)
        assert factors.recovery_codes(mette) == []
        assert not mette.devices.exists()
        assert Event.objects.latest("pk").verb == "second factor lost"
        assert show_password(browser(), mette, password_of(mette)).status_code == 422

    def test_one_without_a_sign_in_has_none_to_lose(self, world: World, samira: Employee) -> None:
        with pytest.raises(Refused, match="Samira Åse Khan har endnu intet login"):
            forget_second_factor(world.henrik, samira)

    def test_who_has_left_gets_no_further(self, world: World, samira: Employee) -> None:
        invitation = invite_employee(world.henrik, samira, way="letter")
        client = browser()
        client.get(f"/invitation/{invitation.code}/")
        Employee.objects.filter(pk=samira.pk).update(ends_on=LONG_AGO)
        assert client.get("/invitation/velkommen/").headers["Location"] == "/invitation/"


class TestWhoMay:
    """Invitations are for those who manage the person in all she does."""

    def test_a_carer_invites_nobody(self, world: World, samira: Employee) -> None:
        for act in (
            lambda: invite_employee(world.mette, samira, way="letter"),
            lambda: forget_second_factor(world.mette, samira),
        ):
            with pytest.raises(Refused, match="oprette og ændre medarbejdere"):
                act()
        assert not Invitation.objects.exists()

    def test_a_leader_of_one_section_gains_no_role_outside_it(self, world: World, samira: Employee) -> None:
        leader = make_employee("Dorit Bang", Role.UNIT_LEADER, section=world.east)
        Membership.objects.filter(employee=samira).update(team=None, section=world.east)
        Membership.objects.create(employee=samira, role=Role.ADMINISTRATOR, starts_on=LONG_AGO + timedelta(days=1))
        with pytest.raises(Refused, match="også en rolle uden for dit område"):
            invite_employee(leader, samira, way="letter")
        invite_employee(world.henrik, samira, way="letter")
        with pytest.raises(Refused, match="også en rolle uden for dit område"):
            forget_second_factor(leader, samira)

    def test_a_mail_needs_an_address(self, world: World, samira: Employee) -> None:
        samira.email = ""
        with pytest.raises(Refused, match="har ingen mailadresse"):
            invite_employee(world.henrik, samira, way="mail")

    def test_a_mail_that_did_not_leave_is_said(
        self,
        world: World,
        samira: Employee,
        monkeypatch: pytest.MonkeyPatch,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        def down(_message: object) -> None:
            raise ConnectionRefusedError

        monkeypatch.setattr("django.core.mail.EmailMessage.send", down)
        with (
            pytest.raises(Refused, match="Mailen kunne ikke sendes"),
            django_capture_on_commit_callbacks(execute=True),
        ):
            invite_employee(world.henrik, samira, way="mail")


@pytest.mark.parametrize(
    ("name", "username"),
    [("Mette Lund", "mette.lund"), ("Søren Ærø Ågård", "soeren.aagaard"), ("Bo", "bo"), ("李", "medarbejder")],
)
def test_user_names_come_from_names(world: World, name: str, username: str) -> None:
    for expected in (username, f"{username}2", f"{username}3"):
        employee = Employee.objects.create(name=name)
        invite_employee(world.henrik, employee, way="letter")
        assert employee.user is not None
        assert employee.user.username == expected


def test_the_letter_is_a_page_with_address_and_code(
    world: World, samira: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation = invite_employee(world.henrik, samira, way="letter")
    assert letters.invitation_letter(invitation).startswith(b"%PDF")
    printed: dict[str, object] = {}
    monkeypatch.setattr(letters, "paper", lambda _template, values: printed.update(values) or b"")
    letters.invitation_letter(invitation)
    assert printed["sender"] == "Åby Kommune"
    assert ["Kode", invitation.code] in printed["facts"]  # type: ignore[operator]
    assert ["Dit brugernavn", "samira.khan"] in printed["facts"]  # type: ignore[operator]


@pytest.mark.django_db
def test_the_first_administrator_is_invited_by_the_installation(client: Client) -> None:
    invitation = set_up_organisation(Installation(), "Åby Kommune", person="Henrik Toft", username="Henrik", email="")
    assert Organisation.objects.get().name == "Åby Kommune"
    assert Event.objects.get().verb == "organisation set up"
    assert client.get(f"/invitation/{invitation.code}/").status_code == 302
    response = client.post("/invitation/velkommen/", {"password": NEW})
    assert response.headers["Location"] == "/"
    assert "Systemadministrator" in words(client.get("/min-konto/"))
