"""Makers of rows for tests and the sample municipality. They write directly: they are the world, not its users."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import count

from django.utils import timezone

from handlekraft.access.permissions import Role
from handlekraft.citizens.cpr import REPLACEMENT_DAYS
from handlekraft.citizens.models import AgreedHelp, Citizen, KnownFace, WhatMatters
from handlekraft.people.models import (
    Competence,
    Employee,
    EmployeeCompetence,
    Membership,
    Profession,
    Section,
    Team,
    User,
)
from handlekraft.rosters.models import Shift
from handlekraft.visits.models import Visit
from handlekraft.web.moments import moment

LONG_AGO = date(2026, 1, 1)
# The crossing in the middle of the invented Åparken; one thousandth of a degree is about a hundred metres.
MIDDLE = (55.6400, 12.0800)
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ı": "i", "ş": "s", "đ": "d", "ł": "l"})
_numbers = count(1)


def local(text: str) -> datetime:
    """The moment of a local time such as "2026-11-23 14:50"."""
    return timezone.make_aware(datetime.fromisoformat(text))


def at_clock(day: date, text: str) -> datetime:
    """The moment of a local clock time such as "15:45" on `day`."""
    return moment(day, time.fromisoformat(text))


def make_section(name: str) -> Section:
    """A section."""
    return Section.objects.create(name=name)


def make_team(name: str, section: Section, *, base: tuple[float, float] = MIDDLE) -> Team:
    """A team with a base to start from."""
    return Team.objects.create(
        name=name, section=section, base_lat=base[0], base_lon=base[1], base_address=f"{name}s base"
    )


def make_profession(code: str) -> Profession:
    """A profession by code; the migration brings them, a flushed test database does not have them."""
    names = {"nurse": ("Sygeplejerske", "Sygepl."), "care_assistant": ("Social- og sundhedsassistent", "SSA")}
    name, short = names.get(code, (code, code))
    return Profession.objects.get_or_create(code=code, defaults={"name": name, "short": short})[0]


def make_user(name: str, username: str = "") -> User:
    """A sign-in whose password is the user name and "-hemmelig"."""
    username = username or name.split()[0].lower()
    user = User(username=username, name=name, email=f"{username}@example.org")
    user.set_password(f"{username}-hemmelig")
    user.save()
    return user


def make_sign_in(name: str, username: str = "") -> User:
    """A sign-in without a password: only the page of the cast opens it."""
    username = username or ".".join(unicodedata.normalize("NFKD", name.lower().translate(LETTERS)).split())
    username = "".join(letter for letter in username if letter.isascii())
    user = User(username=username, name=name, email=f"{username}@example.org")
    user.set_unusable_password()
    user.save()
    return user


def give_sign_in(citizen: Citizen, username: str) -> None:
    """Let the citizen see her own page."""
    citizen.user = make_sign_in(citizen.name, username)
    citizen.save(update_fields=["user"])


def make_replacement_number(born_on: date, number: int, *, is_woman: bool) -> str:
    """A number that cannot be anybody's: its day is above 60, as in numbers given to those who have none yet."""
    last = 2 * (number % 5) + (not is_woman)
    return f"{born_on.day + REPLACEMENT_DAYS:02}{born_on:%m%y}{number % 400:03}{last}"


def make_employee(
    name: str,
    role: Role,
    *,
    team: Team | None = None,
    section: Section | None = None,
    profession: str = "",
    mode: str = Employee.TravelMode.BICYCLE,
    competences: Iterable[str] = (),
    username: str = "",
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
) -> User:
    """An employee with a sign-in and one membership; returns the sign-in, whose `employee` is the person."""
    user = make_user(name, username)
    employee = Employee.objects.create(
        user=user,
        name=name,
        email=user.email,
        phone="12 34 56 78",
        profession=make_profession(profession) if profession else None,
        travel_mode=mode,
        starts_on=starts_on,
    )
    Membership.objects.create(
        employee=employee, role=role, team=team, section=section, starts_on=starts_on, ends_on=ends_on
    )
    for name_of_competence in competences:
        give_competence(employee, name_of_competence)
    return user


def make_competence(name: str, kind: str = Competence.Kind.PROFESSIONAL) -> Competence:
    """A competence by name."""
    code = name.lower().replace(" ", "-").replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return Competence.objects.get_or_create(name=name, defaults={"code": code, "kind": kind})[0]


def give_competence(employee: Employee, name: str) -> None:
    """Let the employee have the competence since long ago."""
    EmployeeCompetence.objects.create(employee=employee, competence=make_competence(name), starts_on=LONG_AGO)


def make_citizen(
    name: str,
    team: Team,
    *,
    place: tuple[float, float] | None = None,
    born_on: date = date(1940, 5, 17),
    cpr: str = "",
    words: str = "",
    primary: User | None = None,
    faces: Iterable[User] = (),
    **fields: object,
) -> Citizen:
    """A citizen of the team, some doors away from the middle."""
    number = next(_numbers)
    lat, lon = place or (MIDDLE[0] + (number % 7) * 0.001, MIDDLE[1] + (number % 5) * 0.0015)
    citizen = Citizen.objects.create(
        name=name,
        team=team,
        born_on=born_on,
        cpr=cpr,
        address=f"Åparken {number}",
        lat=lat,
        lon=lon,
        phone="87 65 43 21",
        starts_on=LONG_AGO,
        primary_contact=primary.employee if primary else None,
        **fields,
    )
    for face in faces:
        KnownFace.objects.create(citizen=citizen, employee=face.employee, starts_on=LONG_AGO)
    if words:
        make_words(citizen, words, asked_by=primary)
    return citizen


def make_words(
    citizen: Citizen, words: str, *, asked_by: User | None = None, said_on: date = date(2026, 11, 3)
) -> WhatMatters:
    """What the citizen said matters."""
    return WhatMatters.objects.create(
        citizen=citizen,
        words=words,
        said_on=said_on,
        asked_by=asked_by.employee if asked_by else None,
        ask_again_on=said_on + timedelta(days=90),
    )


def make_help(
    citizen: Citizen, title: str = "Morgenhjælp", *, minutes: int = 30, window: str = "07:00-11:00", **fields: object
) -> AgreedHelp:
    """Agreed help every day inside a window."""
    starts, ends = window.split("-")
    values: dict[str, object] = {"weekdays": "1234567", "starts_on": LONG_AGO, **fields}
    return AgreedHelp.objects.create(
        citizen=citizen,
        title=title,
        minutes=minutes,
        allowed_from=time.fromisoformat(starts),
        allowed_until=time.fromisoformat(ends),
        **values,
    )


def make_shift(user: User, day: date, hours: str = "07:00-15:00", *, team: Team | None = None) -> Shift:
    """A shift on one day, in the user's own team unless another is given."""
    starts, ends = hours.split("-")
    place = {"team": team} if team else {"team_id": user.employee.memberships.get().team_id}
    return Shift.objects.create(
        employee=user.employee, **place, starts_at=at_clock(day, starts), ends_at=at_clock(day, ends)
    )


def make_visit(
    citizen: Citizen,
    day: date,
    clock: str | None = "09:00",
    *,
    minutes: int = 30,
    carer: User | None = None,
    second: User | None = None,
    window: str = "07:00-23:30",
    **fields: object,
) -> Visit:
    """A visit; planned at `clock` by `carer` when both are given."""
    earliest, latest = window.split("-")
    values: dict[str, object] = {"title": "Besøg", "carers_needed": 2 if second else 1, **fields}
    return Visit.objects.create(
        citizen=citizen,
        day=day,
        minutes=minutes,
        earliest_at=at_clock(day, earliest),
        latest_at=at_clock(day, latest),
        starts_at=at_clock(day, clock) if clock else None,
        carer=carer.employee if carer else None,
        second_carer=second.employee if second else None,
        **values,
    )
