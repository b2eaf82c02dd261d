"""The cast: a handful of named people whom every test knows. Tove of the neighbouring team sees nothing of Åparken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlekraft.access.permissions import Role
from handlekraft.citizens.models import Citizen
from handlekraft.demo.makers import make_citizen, make_employee, make_section, make_team, make_user
from handlekraft.people.models import Organisation, Section, Team, User

# Who may be tried in the demo, and what she is doing when one signs in as her.
PERSONAS = {
    "mette": "Mette er social- og sundhedsassistent i Team Åparken og har aftenvagt.",
    "christina": "Christina er gruppefacilitator i Team Åparken. Hun hjælper teamet med at beslutte selv.",
    "soeren": "Søren er planlægger i Sektion Øst og holder øje med kapacitet og råderum.",
    "lene": "Lene er visitator og er i Sektion Øst hver torsdag.",
    "ali": "Ali er afløser i dag og ser kun sine fire borgere.",
    "tove": "Tove er sygeplejerske i naboteamet Havnen og ser intet af Åparken.",
    "ella": "Ella er 86 år og får hjælp af Team Åparken.",
    "dorit": "Dorit er afdelingsleder og coach for teamene. Hun ser ingen borgere.",
    "birgit": "Birgit er chef for området. Hun ser tal, ikke personer.",
    "henrik": "Henrik er systemadministrator. Han sætter systemet op og ser ingen borgere.",
}


@dataclass
class World:
    """Two teams of one section and the people around them."""

    organisation: Organisation
    east: Section
    aaparken: Team
    havnen: Team
    mette: User
    christina: User
    soeren: User
    lene: User
    ali: User
    tove: User
    birgit: User
    henrik: User
    ella: Citizen
    karl: Citizen
    nora: Citizen


def make_world() -> World:
    """Everybody in place, nothing planned."""
    organisation = Organisation.objects.create(name="Åby Kommune")
    east = make_section("Sektion Øst")
    aaparken, havnen = make_team("Team Åparken", east), make_team("Team Havnen", east, base=(55.6600, 12.1000))
    mette = make_employee(
        "Mette Lund", Role.TEAM_MEMBER, team=aaparken, profession="care_assistant", competences=["Medicin"]
    )
    christina = make_employee("Christina Dahl", Role.TEAM_FACILITATOR, team=aaparken, profession="nurse")
    ella = make_citizen(
        "Ella Winther",
        aaparken,
        cpr="7705400012",
        words="At jeg selv kan lave min kaffe om morgenen.",
        primary=mette,
        faces=[mette],
        user=make_user("Ella Winther"),
    )
    return World(
        organisation=organisation,
        east=east,
        aaparken=aaparken,
        havnen=havnen,
        mette=mette,
        christina=christina,
        soeren=make_employee("Søren Friis", Role.PLANNER, section=east, username="soeren"),
        lene=make_employee("Lene Holst", Role.NEEDS_ASSESSOR, section=east),
        ali=make_employee("Ali Haddad", Role.SUBSTITUTE, team=aaparken, profession="care_helper"),
        tove=make_employee("Tove Berg", Role.TEAM_MEMBER, team=havnen, profession="nurse", competences=["Medicin"]),
        birgit=make_employee("Birgit Kjær", Role.HEAD),
        henrik=make_employee("Henrik Toft", Role.ADMINISTRATOR),
        ella=ella,
        karl=make_citizen("Karl Mortensen", aaparken, cpr="6203400021", born_on=date(1940, 3, 2)),
        nora=make_citizen("Nora Bech", havnen, born_on=date(1938, 9, 9)),
    )
