"""Who gets help in the sample municipality: people with homes, words, habits and the colleagues they know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from handlekraft.citizens.actions import (
    add_alert,
    add_face,
    add_good_to_know,
    admit_citizen,
    record_words,
    set_door_code,
    set_faces_wanted,
    set_primary_contact,
    tell_change,
)
from handlekraft.citizens.models import Citizen
from handlekraft.demo.agreements import Agreement, agree
from handlekraft.demo.faces import choose_faces
from handlekraft.demo.makers import give_sign_in, make_replacement_number
from handlekraft.demo.material import material
from handlekraft.demo.staff import Colleague, Crew
from handlekraft.demo.texts import Deck
from handlekraft.demo.town import Home
from handlekraft.people.models import User

# Of so many citizens one has a protected address, comes from elsewhere, is younger, shares a home, has not said yet.
PROTECTED, ELSEWHERE, YOUNGER, COUPLE, WITHOUT_WORDS = 23, 9, 19, 13, 11
UNWANTED, PREFERRED = 29, 5
AGE_OF_THE_CAST = 86


@dataclass(frozen=True)
class Person:
    """Somebody who may ask for help."""

    name: str
    is_woman: bool
    born_on: date
    home: Home
    words: str = ""
    primary: str = ""


@dataclass(frozen=True)
class Known:
    """A citizen whom the stories know by name."""

    name: str
    is_woman: bool
    birthday: tuple[int, int]
    address: str
    package: str
    words: str
    username: str = ""


KNOWN = [
    Known(
        name="Ella Winther",
        is_woman=True,
        birthday=(5, 17),
        address="Kvædehaven 5, st. tv.",
        package="ella",
        words="At jeg selv kan lave min kaffe om morgenen.",
        username="ella",
    ),
    Known(
        name="Karl Mortensen",
        is_woman=False,
        birthday=(3, 2),
        address="Piletoften 12",
        package="karl",
        words="At komme ned til fællesspisningen om mandagen.",
    ),
]
PRIMARY_OF_THE_KNOWN = "Mette Lund"


class Population:
    """Draws people, homes and words; nothing twice before everything was used."""

    def __init__(self, chance: Random, today: date) -> None:
        self.chance, self.today = chance, today
        names, knowledge = material("names"), material("knowledge")
        self.names = {sex: self._names(names[key], names["families"]) for sex, key in ((True, "women"), (False, "men"))}
        self.elsewhere = iter(chance.sample(names["elsewhere"], len(names["elsewhere"])))
        self.words = Deck(material("words")["words"], chance)
        self.no_words = Deck(material("words")["no_words"], chance)
        self.good_to_know = Deck(knowledge["good_to_know"]["texts"], chance)
        self.alerts = {kind: Deck(texts, chance) for kind, texts in knowledge["alerts"].items()}
        self.door_codes = Deck(knowledge["door_codes"]["texts"], chance)
        self.number = 0

    def _names(self, first: list[str], families: list[str]) -> Iterator[str]:
        given, family = (self.chance.sample(rows, len(rows)) for rows in (first, families))
        for number in range(len(given) * len(family)):
            yield f"{given[number % len(given)]} {family[(number + number // len(given)) % len(family)]}"

    def people(self, count: int, homes: tuple[Home, ...]) -> list[Person]:
        """So many people at homes of the quarter; now and then a couple shares one."""
        taken = {known.address for known in KNOWN}
        doors = self.chance.sample([home for home in homes if home.address not in taken], count)
        found: list[Person] = []
        for number, home in enumerate(doors, 1):
            found.append(self._spouse(found[-1]) if number % COUPLE == 0 else self._person(home))
        return found

    def _person(self, home: Home) -> Person:
        self.number += 1
        name, is_woman = self._name()
        youngest, oldest = (47, 65) if self.number % YOUNGER == 0 else (67, 98)
        age = round(self.chance.triangular(youngest, oldest, (youngest + oldest) / 2 + 3))
        born_on = self.today - timedelta(days=round(age * 365.25) + self.chance.randrange(1, 360))
        return Person(name, is_woman, born_on, home)

    def _name(self) -> tuple[str, bool]:
        if self.number % ELSEWHERE == 0 and (found := next(self.elsewhere, None)):
            return found[0], found[1] == "f"
        is_woman = self.chance.random() < 0.63
        return next(self.names[is_woman]), is_woman

    def _spouse(self, of: Person) -> Person:
        given, family = next(self.names[not of.is_woman]).rsplit(" ", 1)[0], of.name.rsplit(" ", 1)[-1]
        return Person(
            f"{given} {family}", not of.is_woman, of.born_on + timedelta(days=self.chance.randrange(700)), of.home
        )

    def known(self, known: Known, homes: tuple[Home, ...]) -> Person:
        """One of those whom the stories know, as old as they say."""
        month, day = known.birthday
        year = self.today.year - AGE_OF_THE_CAST - ((month, day) > (self.today.month, self.today.day))
        home = next(home for home in homes if home.address == known.address)
        return Person(known.name, known.is_woman, date(year, month, day), home, known.words, PRIMARY_OF_THE_KNOWN)


def admit_known(crew: Crew, population: Population) -> None:
    """Those whom the stories know by name."""
    for known in KNOWN:
        citizen = _admit(crew, population, population.known(known, crew.quarter.homes), known.package)
        if known.username:
            give_sign_in(citizen, known.username)


def admit_people(crew: Crew, population: Population, packages: dict[str, int]) -> None:
    """Everybody of the team's quarter, each with a package of help."""
    names = [name for name, count in packages.items() for _ in range(count)]
    population.chance.shuffle(names)
    people = population.people(len(names), crew.quarter.homes)
    for person, name in zip(people, names, strict=True):
        _admit(crew, population, person, name)


def _admit(crew: Crew, population: Population, person: Person, package: str) -> Citizen:
    chance = population.chance
    agreements = [Agreement.draw(kind, chance) for kind in material("help")["packages"][package]]
    faces = choose_faces(crew, agreements, chance, person.primary)
    by = faces[0].user
    citizen = admit_citizen(
        by,
        crew.team,
        name=person.name,
        address=person.home.address,
        cpr=make_replacement_number(person.born_on, is_woman=person.is_woman),
        phone=f"00 01 {chance.randrange(100):02} {chance.randrange(100):02}",
        is_protected=not person.words and population.number % PROTECTED == 0,
        place=person.home.place,
        starts_on=timezone.localdate() - timedelta(days=chance.randrange(20, 1500)),
    )
    _know_each_other(by, citizen, faces)
    _say(by, citizen, person, population)
    _pass_on(citizen, person, population, agreements, by=faces[-1].user)
    others = [one.employee for one in crew.colleagues if one not in faces]
    unwanted = (chance.choice(others),) if citizen.pk % UNWANTED == 0 else ()
    preferred = tuple(face.employee for face in faces[:2]) if citizen.pk % PREFERRED == 0 else ()
    agree(by, citizen, agreements, since=timezone.localdate(), unwanted=unwanted, preferred=preferred)
    return citizen


def _know_each_other(by: User, citizen: Citizen, faces: list[Colleague]) -> None:
    set_faces_wanted(by, citizen, number=max(len(faces) + 1, 4))
    set_primary_contact(by, citizen, employee=faces[0].employee)
    for face in faces[1:]:
        add_face(by, citizen, employee=face.employee)
    for change in citizen.face_changes.untold():
        tell_change(by, change)


def _say(by: User, citizen: Citizen, person: Person, population: Population) -> None:
    said_on = timezone.localdate() - timedelta(days=population.chance.randrange(24))
    if not person.words and population.number % WITHOUT_WORDS == 0:
        record_words(by, citizen, no_words_because=population.no_words.deal(a_woman=person.is_woman), said_on=said_on)
    else:
        words = person.words or population.words.deal(a_woman=person.is_woman)
        record_words(by, citizen, words=words, said_on=said_on)


def _pass_on(
    citizen: Citizen, person: Person, population: Population, agreements: list[Agreement], *, by: User
) -> None:
    chance, a_woman = population.chance, person.is_woman
    kinds = ["lift"] if any(one.carers == 2 for one in agreements) else []
    kinds += [kind for kind, share in ALERTS.items() if chance.random() < share]
    for kind in kinds:
        add_alert(by, citizen, kind=kind, text=population.alerts[kind].deal(a_woman=a_woman))
    for share in (0.7, 0.25):
        if chance.random() < share:
            add_good_to_know(by, citizen, text=population.good_to_know.deal(a_woman=a_woman))
    if chance.random() < 0.3:
        set_door_code(by, citizen, code=population.door_codes.deal(a_woman=a_woman))


ALERTS = {"allergy": 0.12, "dog": 0.06, "living_will": 0.05, "fall": 0.12, "other": 0.1}
