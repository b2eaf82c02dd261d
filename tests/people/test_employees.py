"""Employees come, get roles and competences for a period, and go."""

from datetime import date

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from handlekraft.access.frame import Refused
from handlekraft.access.permissions import Permission, Role
from handlekraft.audit.models import Event
from handlekraft.demo.makers import make_competence, make_employee
from handlekraft.demo.world import World
from handlekraft.people.actions.employees import change_employee, end_employment, give_role
from handlekraft.people.models import Employee, Membership, User
from handlekraft.people.tasks import renew_forgotten

NEW = {
    "name": "Jonas Mark",
    "travel_mode": "bicycle",
    "weekly_minutes": "32:00",
    "starts_on": "1.12.2026",
    "external_id": "4711",
}


@pytest.fixture
def henrik(world: World, login) -> Client:  # type: ignore[no-untyped-def]
    return login(world.henrik)


def address(employee: Employee, rest: str = "") -> str:
    return f"/opsaetning/medarbejdere/{employee.pk}/{rest}"


def test_somebody_new_is_taken_on_and_changed(henrik: Client) -> None:
    assert henrik.get("/opsaetning/medarbejdere/ny/").status_code == 200
    assert henrik.post("/opsaetning/medarbejdere/ny/", NEW).status_code == 302
    jonas = Employee.objects.get(name="Jonas Mark")
    assert (jonas.weekly_minutes, jonas.starts_on) == (32 * 60, date(2026, 12, 1))
    assert henrik.get(address(jonas)).status_code == 200
    assert henrik.get(address(jonas, "ret/")).status_code == 200
    assert henrik.post(address(jonas, "ret/"), NEW | {"name": "Jonas Holm Mark"}).status_code == 302
    assert Event.objects.filter(verb="employee changed", subject_id=str(jonas.pk)).exists()
    assert henrik.post(address(jonas, "ret/"), NEW | {"weekly_minutes": "mange"}).status_code == 422
    twice = henrik.post("/opsaetning/medarbejdere/ny/", NEW | {"name": "En anden"})
    assert (twice.status_code, "4711 er allerede i brug" in twice.text) == (422, True)
    assert henrik.post("/opsaetning/medarbejdere/ny/", {}).status_code == 422


def test_a_change_to_somebody_elses_number_is_refused(henrik: Client, world: World) -> None:
    henrik.post("/opsaetning/medarbejdere/ny/", NEW)
    response = henrik.post(address(world.mette.employee, "ret/"), NEW | {"name": "Mette Lund"})
    assert response.status_code == 422


def test_search_finds_by_name_and_team(henrik: Client, world: World) -> None:
    page = henrik.get("/opsaetning/medarbejdere/", {"q": "havnen"}).text
    assert "Tove Berg" in page
    assert "Mette Lund" not in page
    part = henrik.get("/opsaetning/medarbejdere/", {"q": "mette"}, headers={"HX-Request": "true"}).text
    assert part.strip().startswith('<div id="found">')
    assert "ingen medarbejdere passer" in henrik.get("/opsaetning/medarbejdere/", {"q": "xyz"}).text.lower()


def test_a_long_list_has_pages(henrik: Client) -> None:
    Employee.objects.bulk_create(Employee(name=f"Person {n:03}") for n in range(60))
    assert "1 / 2" in henrik.get("/opsaetning/medarbejdere/").text
    assert "Person 059" in henrik.get("/opsaetning/medarbejdere/", {"side": "2", "q": "person"}).text


@pytest.mark.requirement("R-060", "R-063")
def test_a_role_is_given_in_a_place_for_a_period(henrik: Client, world: World) -> None:
    jonas = Employee.objects.create(name="Jonas Mark", user=User.objects.create(username="jonas", name="Jonas Mark"))
    form = {
        "role": "team_facilitator",
        "place": f"team-{world.aaparken.pk}",
        "starts_on": "23.11.2026",
        "ends_on": "31.12.2026",
    }
    assert henrik.post(address(jonas, "rolle/"), form).status_code == 302
    user = User.objects.get(pk=jonas.user_id)
    assert not user.may(Permission.PLAN_VISITS, world.aaparken)
    assert user.may(Permission.AGREE_HELP, world.aaparken)
    misplaced = henrik.post(address(jonas, "rolle/"), form | {"role": "planner"})
    assert (misplaced.status_code, "hører ikke til her" in misplaced.text) == (422, True)
    backwards = henrik.post(address(jonas, "rolle/"), form | {"ends_on": "1.1.2026"})
    assert (backwards.status_code, "ligger før startdatoen" in backwards.text) == (422, True)
    assert henrik.post(address(jonas, "rolle/"), {"role": "x"}).status_code == 422


def test_section_and_organisation_are_places_too(henrik: Client, world: World) -> None:
    jonas = Employee.objects.create(name="Jonas Mark")
    starts = {"starts_on": "23.11.2026"}
    henrik.post(address(jonas, "rolle/"), {"role": "planner", "place": f"section-{world.east.pk}", **starts})
    henrik.post(address(jonas, "rolle/"), {"role": "head", "place": "organisation", **starts})
    assert [(m.role, m.section, m.team) for m in jonas.memberships.all()] == [
        ("planner", world.east, None),
        ("head", None, None),
    ]


def test_nobody_gives_herself_a_role(henrik: Client, world: World) -> None:
    form = {"role": "needs_assessor", "place": f"section-{world.east.pk}", "starts_on": "23.11.2026"}
    response = henrik.post(address(world.henrik.employee, "rolle/"), form)
    assert (response.status_code, "dig selv" in response.text) == (422, True)
    assert world.henrik.employee.memberships.count() == 1


def test_a_role_ends_and_its_rights_with_it(henrik: Client, world: World) -> None:
    membership = world.mette.employee.memberships.get()
    ending = address(world.mette.employee, f"rolle/{membership.pk}/")
    assert "Hvornår slutter rollen som teammedlem?" in henrik.get(ending).text
    assert henrik.post(ending, {"on": "1.1.2020"}).status_code == 422
    assert henrik.post(ending, {"on": "i går"}).status_code == 422
    assert henrik.post(ending, {"on": "22.11.2026"}).status_code == 302
    assert not User.objects.get(pk=world.mette.pk).may(Permission.PLAN_VISITS, world.aaparken)


@pytest.mark.requirement("R-060", "R-063")
def test_a_role_that_ended_is_not_reopened_by_a_later_last_day(henrik: Client, world: World) -> None:
    membership = world.mette.employee.memberships.get()
    ending = address(world.mette.employee, f"rolle/{membership.pk}/")
    henrik.post(ending, {"on": "22.11.2026"})
    later = henrik.post(ending, {"on": "1.1.2030"})
    assert (later.status_code, "Giv rollen på ny" in later.text) == (422, True)
    assert not User.objects.get(pk=world.mette.pk).may(Permission.PLAN_VISITS, world.aaparken)
    assert henrik.post(ending, {"on": "20.11.2026"}).status_code == 302


def test_nobody_ends_her_own_role(henrik: Client, world: World) -> None:
    membership = world.henrik.employee.memberships.get()
    response = henrik.post(address(world.henrik.employee, f"rolle/{membership.pk}/"), {"on": "30.11.2026"})
    assert (response.status_code, "din egen rolle" in response.text) == (422, True)
    membership.refresh_from_db()
    assert membership.ends_on is None


def test_competences_begin_end_and_begin_again(henrik: Client, world: World) -> None:
    wounds = make_competence("Sårpleje")
    mette = world.mette.employee
    form = {"competence": wounds.pk, "starts_on": "1.11.2026"}
    assert henrik.post(address(mette, "kompetence/"), form).status_code == 302
    assert henrik.get(address(mette, f"kompetence/{wounds.pk}/")).status_code == 200
    assert henrik.post(address(mette, f"kompetence/{wounds.pk}/"), {"on": "20.11.2026"}).status_code == 302
    assert mette.employee_competences.get(competence=wounds).ends_on == date(2026, 11, 20)
    assert "til fre. 20. november 2026" in henrik.get(address(mette)).text
    later = henrik.post(address(mette, f"kompetence/{wounds.pk}/"), {"on": "1.1.2030"})
    assert (later.status_code, "Giv den på ny" in later.text) == (422, True)
    henrik.post(address(mette, "kompetence/"), form)
    assert mette.employee_competences.get(competence=wounds).ends_on is None
    assert henrik.post(address(mette, "kompetence/"), {"competence": ""}).status_code == 422


class TestMailAddress:
    """It opens the sign-in for whoever forgot the password, so it is guarded like an invitation."""

    def test_a_leader_of_one_section_moves_no_mail_of_somebody_with_a_role_outside_it(self, world: World) -> None:
        leader = make_employee("Dorit Juul", Role.UNIT_LEADER, section=world.east)
        mette = world.mette.employee
        change_employee(leader, mette, phone="11 22 33 44")
        Membership.objects.create(employee=mette, role=Role.HEAD, starts_on=date(2027, 1, 1))
        change_employee(leader, mette, phone="11 22 33 45")
        with pytest.raises(Refused, match="også en rolle uden for dit område"):
            change_employee(leader, mette, email="dorit@example.org")
        with pytest.raises(Refused, match="også en rolle uden for dit område"):
            end_employment(leader, mette, on=date(2026, 11, 30))
        assert mette.memberships.filter(ends_on=None).count() == 2

    def test_the_old_address_is_told_and_the_sign_in_follows(
        self, world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        mette = world.mette.employee
        change_employee(world.henrik, mette, email="mette.lund@example.org")
        with django_capture_on_commit_callbacks(execute=True):
            change_employee(world.henrik, mette, email="ml@example.org")
        (told,) = mail.outbox
        assert told.to == ["mette.lund@example.org"]
        assert "Mailadressen til dit login er ændret." in told.body
        assert User.objects.get(pk=world.mette.pk).email == "ml@example.org"

    def test_a_forgotten_password_is_renewed_at_the_address_of_the_sign_in(
        self, world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        User.objects.filter(pk=world.mette.pk).update(email="hendes@example.org")
        Employee.objects.filter(user=world.mette).update(email="en.anden@example.org")
        with django_capture_on_commit_callbacks(execute=True):
            renew_forgotten.func("mette")
        assert [message.to for message in mail.outbox] == [["hendes@example.org"]]

    def test_without_a_sign_in_nobody_is_told(self, world: World) -> None:
        jonas = Employee.objects.create(name="Jonas Mark", email="gammel@example.org")
        change_employee(world.henrik, jonas, email="ny@example.org")
        assert (jonas.email, mail.outbox) == ("ny@example.org", [])


def test_the_end_of_work_ends_every_role(henrik: Client, world: World) -> None:
    mette = world.mette.employee
    Membership.objects.create(employee=mette, role=Role.SUBSTITUTE, team=world.havnen, starts_on=date(2027, 1, 1))
    assert "Hvornår er sidste arbejdsdag for Mette?" in henrik.get(address(mette, "slut/")).text
    assert henrik.post(address(mette, "slut/"), {"on": "30.11.2026"}).status_code == 302
    assert [m.ends_on for m in mette.memberships.all()] == [date(2026, 11, 30)]
    assert "sidste dag man. 30. november 2026" in henrik.get(address(mette)).text


def test_a_leader_reaches_only_her_own_section(world: World, login) -> None:  # type: ignore[no-untyped-def]
    dorit = make_employee("Dorit Juul", Role.UNIT_LEADER, section=world.east)
    browser = login(dorit)
    assert browser.get("/opsaetning/").status_code == 200
    assert browser.get(address(world.mette.employee)).status_code == 200
    assert browser.get(address(world.henrik.employee)).status_code == 403
    assert browser.post("/opsaetning/medarbejdere/ny/", NEW).status_code == 302
    assert browser.get(address(Employee.objects.get(name="Jonas Mark"))).status_code == 200
    with pytest.raises(Refused):
        give_role(dorit, world.organisation, employee=world.mette.employee, role=Role.HEAD, starts_on=date(2026, 1, 1))
    assert login(world.mette).get(address(world.mette.employee)).status_code == 403
