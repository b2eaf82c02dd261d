"""Who works in the sample municipality: sections, teams, people, what they can, all set up by its administrator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from itertools import chain
from typing import Any

from handlekraft.access.installation import Installation
from handlekraft.access.permissions import Role
from handlekraft.demo.actions import note_begun
from handlekraft.demo.makers import make_sign_in
from handlekraft.demo.material import material
from handlekraft.demo.town import Quarter, quarter
from handlekraft.people.actions.employees import add_employee, give_competence, give_role
from handlekraft.people.actions.invitations import set_up_organisation
from handlekraft.people.actions.organisation import add_competence, add_section, add_team, change_team
from handlekraft.people.actions.settings import decide_setting
from handlekraft.people.models import Competence, Employee, Organisation, Profession, Section, Team, User
from handlekraft.visits.modes import DISPATCHER

ORGANISATION = "Åby Kommune"
ADMINISTRATOR = "Henrik Toft"
SELF_MANAGING = ("aaparken", "havnen", "skoven")
ORDINARY = ("engen", "kirkebakken")
DISPATCHED_SECTION = "Sektion Vest"
OPENS, CLOSES = time(7), time(23, 30)

# Those who belong to no roster: name, sign-in, role, section (none: the whole organisation), profession.
AROUND_TEAMS: list[tuple[str, str, Role, str, str]] = [
    ("Søren Friis", "soeren", Role.PLANNER, "Sektion Øst", ""),
    ("Lene Holst", "lene", Role.NEEDS_ASSESSOR, "Sektion Øst", "nurse"),
    ("Birgit Kjær", "birgit", Role.HEAD, "", ""),
    ("Dorit Elkjær", "dorit", Role.UNIT_LEADER, "", ""),
    ("Gert Moesgård", "gert", Role.DISPATCHER, DISPATCHED_SECTION, ""),
]
FACILITATORS = {
    "aaparken": ("Christina Dahl", "christina", "nurse"),
    "havnen": ("Malene Juhl", "malene", "occupational_therapist"),
    "skoven": ("Peter Agerholm", "peter", "social_educator"),
}
# Members of teams who can be tried go by first names too.
CAST = {"Mette Lund": "mette", "Tove Berg": "tove"}
SUBSTITUTE = ("Ali Haddad", "ali", "care_helper")


@dataclass(frozen=True)
class Colleague:
    """Somebody who visits citizens: the sign-in, the line of the roster, and what she can."""

    user: User
    line: str
    competences: frozenset[str]

    @property
    def employee(self) -> Employee:
        """The person."""
        return self.user.employee

    @property
    def part(self) -> str:
        """dag, aften or kontor."""
        return self.line.split()[0]


@dataclass
class Crew:
    """A team with its quarter and those who visit."""

    quarter: Quarter
    team: Team
    colleagues: list[Colleague] = field(default_factory=list)
    load: Counter[int] = field(default_factory=Counter)

    @property
    def is_self_managing(self) -> bool:
        """Whether the team lays its own plan."""
        return self.quarter.code in SELF_MANAGING


@dataclass
class Staff:
    """Everybody who works here."""

    organisation: Organisation
    administrator: User
    crews: list[Crew]


def found_municipality(since: date, codes: tuple[str, ...]) -> Staff:
    """Set up the organisation and everybody in it, as her administrator does on the first day."""
    set_up_organisation(
        Installation(), ORGANISATION, person=ADMINISTRATOR, username="henrik", email="henrik@example.org"
    )
    organisation = Organisation.objects.get()
    note_begun(Installation(), organisation)
    henrik = User.objects.get_by_natural_key("henrik")
    sections = _sections(henrik, organisation, [quarter(code) for code in codes], since)
    competences = _competences(henrik, organisation)
    for name, username, role, place, profession in AROUND_TEAMS:
        if not place or place in sections:
            _take_on(henrik, sections.get(place) or organisation, since, (name, username, profession), role)
    crews = [_crew(henrik, code, sections, competences, since) for code in codes]
    ali = _take_on(henrik, crews[0].team, since, SUBSTITUTE, Role.SUBSTITUTE)
    can = [*material("employees")["by_profession"][SUBSTITUTE[-1]], "Medicin", "Taler arabisk"]
    _let_do(henrik, ali, can, competences, since)
    return Staff(organisation, henrik, crews)


def _sections(henrik: User, organisation: Organisation, quarters: list[Quarter], since: date) -> dict[str, Section]:
    names = dict.fromkeys(one.section for one in quarters)
    found = {name: add_section(henrik, organisation, name=name) for name in names}
    if DISPATCHED_SECTION in found:
        decide_setting(
            henrik,
            found[DISPATCHED_SECTION],
            key="visits.planned_by",
            value=DISPATCHER,
            valid_from=since,
            source="Sektion Vest er med til sammenligning",
        )
    return found


def _competences(henrik: User, organisation: Organisation) -> dict[str, Competence]:
    kinds = material("employees")["competences"]
    pairs = chain.from_iterable(((kind, name) for name in names) for kind, names in kinds.items())
    return {
        name: add_competence(henrik, organisation, name=name, kind=kind, code=f"{kind}-{number}")
        for number, (kind, name) in enumerate(pairs, 1)
    }


def _crew(
    henrik: User, code: str, sections: dict[str, Section], competences: dict[str, Competence], since: date
) -> Crew:
    here = quarter(code)
    lat, lon = here.base.place
    team = add_team(henrik, sections[here.section], name=here.team)
    change_team(
        henrik,
        team,
        name=here.team,
        opens=OPENS,
        closes=CLOSES,
        phone=_phone(9900 + list(sections).index(here.section) * 10 + len(here.team) % 10),
        base_address=here.base.address,
        base_lat=lat,
        base_lon=lon,
    )
    if code in FACILITATORS:
        _take_on(henrik, team, since, FACILITATORS[code], Role.TEAM_FACILITATOR)
    crew = Crew(here, team)
    for row in material("employees")["teams"][code]:
        crew.colleagues.append(_colleague(henrik, team, since, row, competences))
    return crew


def _colleague(henrik: User, team: Team, since: date, row: list[Any], competences: dict[str, Competence]) -> Colleague:
    name, profession, mode, hours, line, more = row
    user = _take_on(
        henrik,
        team,
        since,
        (name, CAST.get(name, ""), profession),
        Role.TEAM_MEMBER,
        travel_mode=mode,
        weekly_minutes=hours * 60,
    )
    can = dict.fromkeys([*material("employees")["by_profession"][profession], *more])
    _let_do(henrik, user, can, competences, since)
    return Colleague(user, line, frozenset(can))


def _let_do(henrik: User, user: User, can: Iterable[str], competences: dict[str, Competence], since: date) -> None:
    for competence in can:
        give_competence(henrik, user.employee, competence=competences[competence], starts_on=since)


def _take_on(
    henrik: User,
    place: Organisation | Section | Team,
    since: date,
    who: tuple[str, str, str],
    role: Role,
    **details: Any,
) -> User:
    """A new employee with a sign-in and one role. The cast of the house goes by first names."""
    name, username, profession = who
    user = make_sign_in(name, username)
    employee = add_employee(
        henrik,
        place,
        name=name,
        user=user,
        email=user.email,
        phone=_phone(Employee.objects.count()),
        profession=Profession.objects.get(code=profession) if profession else None,
        starts_on=since,
        **details,
    )
    give_role(henrik, place, employee=employee, role=role, starts_on=since)
    return user


def _phone(number: int) -> str:
    """A number that belongs to nobody: Danish numbers do not begin with 0."""
    return f"00 00 {number // 100 % 100:02} {number % 100:02}"
