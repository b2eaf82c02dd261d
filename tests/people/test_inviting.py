"""The part of an employee's page that gives a sign-in, and gives it back."""

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from handlekraft.access.permissions import Role
from handlekraft.demo.makers import LONG_AGO
from handlekraft.demo.world import World
from handlekraft.people import factors
from handlekraft.people.models import Employee, Invitation, Membership
from tests.people.ways import browser, give_app, show_password, sign_in, words


@pytest.fixture
def henrik(world: World) -> Client:
    """The administrator, signed in."""
    client = browser()
    show_password(client, world.henrik)
    return client


@pytest.fixture
def samira(world: World) -> Employee:
    """A new colleague without a sign-in."""
    employee = Employee.objects.create(name="Samira Khan", email="samira@example.org", starts_on=LONG_AGO)
    Membership.objects.create(employee=employee, role=Role.TEAM_MEMBER, team=world.aaparken, starts_on=LONG_AGO)
    return employee


def page_of(employee: Employee) -> str:
    """Address of her page."""
    return f"/opsaetning/medarbejdere/{employee.pk}/"


@pytest.mark.requirement("D-03")
def test_a_letter_is_a_file_and_the_page_says_how_long_it_holds(henrik: Client, samira: Employee) -> None:
    assert "Har ikke noget log-ind endnu." in words(henrik.get(page_of(samira)))
    response = henrik.post(f"{page_of(samira)}invitation/", {"way": "letter"})
    assert response.content.startswith(b"%PDF")
    assert response.headers["Content-Disposition"] == 'attachment; filename="handlekraft-brev.pdf"'
    assert response.headers["Cache-Control"] == "no-store"
    assert "Koden gælder til man. 7. december 2026." in words(henrik.get(page_of(samira)))


def test_a_mail_is_sent_and_said(
    henrik: Client, samira: Employee, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = henrik.post(f"{page_of(samira)}invitation/", {"way": "mail"}, follow=True)
    assert "Linket er sendt til samira@example.org." in response.content.decode()
    assert mail.outbox[0].to == ["samira@example.org"]


def test_without_a_mail_there_is_the_letter(henrik: Client, samira: Employee) -> None:
    Employee.objects.filter(pk=samira.pk).update(email="")
    assert "Send link på mail" not in words(henrik.get(page_of(samira)))
    response = henrik.post(f"{page_of(samira)}invitation/", {"way": "mail"}, follow=True)
    assert "Samira Khan har ingen mailadresse. Vælg brev." in response.content.decode()
    assert not Invitation.objects.exists()


def test_an_invitation_that_ran_out_is_said(henrik: Client, samira: Employee) -> None:
    henrik.post(f"{page_of(samira)}invitation/", {"way": "letter"})
    Invitation.objects.update(ends_at=LONG_AGO.isoformat() + "T00:00Z")
    assert "ingen kode, der gælder" in words(henrik.get(page_of(samira)))


@pytest.mark.requirement("D-03")
def test_a_lost_phone_is_asked_about_and_then_closed(henrik: Client, world: World) -> None:
    give_app(world.mette)
    show_password(browser(), world.mette)
    sign_in(browser(), world.mette)
    assert "Er telefonen væk?" in words(henrik.get(page_of(world.mette.employee)))
    url = f"{page_of(world.mette.employee)}nulstil/"
    assert "Nulstil login for Mette Lund?" in words(henrik.get(url))
    assert factors.has_factor(world.mette)
    response = henrik.post(url, follow=True)
    assert "Login er nulstillet." in response.content.decode()
    assert not factors.has_factor(world.mette)


def test_nothing_to_reset_is_said(henrik: Client, samira: Employee) -> None:
    response = henrik.post(f"{page_of(samira)}nulstil/", follow=True)
    assert "Samira Khan har endnu intet login." in response.content.decode()


@pytest.mark.parametrize("what", ["invitation/", "nulstil/"])
def test_a_carer_gives_and_takes_nobodys_sign_in(world: World, samira: Employee, what: str) -> None:
    client = browser()
    sign_in(client, world.mette)
    assert client.post(f"{page_of(samira)}{what}").status_code in {403, 404}
    assert not Invitation.objects.exists()
