"""Who gets help in the sample municipality: people with homes, words, habits and the colleagues they know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import count
from random import Random

from django.utils import timezone

from handlekraft.citizens.actions import (
    add_alert,
    add_face,
    add_good_to_know,
    add_own_activity,
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
PROTECTED, ELSEWHERE, YOUNGER, COUPLE, WITHOUT_WORDS = 23, 9, 19, 11, 12
# One of so many would rather not have somebody; one has somebody she would rather have than others.
UNWANTED, PREFERRED = 29, 5
ALERTS = {"allergy": 0.12, "dog": 0.06, "living_will": 0.05, "fall": 0.12, "other": 0.1}
GOOD_TO_KNOW = (0.7, 0.25)
DOOR_CODE = 0.3
LIFT = "lift"
AGE_OF_THE_CAST = 86
MORE_FACES = 3
"""The group a citizen knows need not be everybody who ever comes: she accepts some more."""


@dataclass(frozen=True)
class Person:
    """Somebody who asks for help, with what the team learns about her on the first visit."""

    name: str
    is_woman: bool
    born_on: date
    home: Home
    number: int = 0
    words: str = ""
    no_words: str = ""
    alerts: tuple[tuple[str, str], ...] = ()
    good_to_know: tuple[str, ...] = ()
    own_week: tuple[OwnPart, ...] = ()
    door_code: str = ""
    primary: str = ""


type OwnPart = tuple[str, str, str, str, str]
"""Kind, title, weekdays, from and until of what fills the days beside the visits."""


@dataclass(frozen=True)
class Known:
    """A citizen whom the stories know by name."""

    name: str
    is_woman: bool
    birthday: tuple[int, int]
    address: str
    package: str
    words: str
    alerts: tuple[tuple[str, str], ...]
    good_to_know: tuple[str, ...]
    own_week: tuple[OwnPart, ...]
    door_code: str = ""
    username: str = ""


KNOWN = [
    Known(
        name="Ella Winther",
        is_woman=True,
        birthday=(5, 17),
        address="Kvædehaven 5, st. tv.",
        package="ella",
        words="At jeg kan blive boende her i Kvædehaven med udsigt til æbletræet.",
        alerts=(("allergy", "Tåler ikke penicillin"), ("fall", "Svimmel, hvis det går for hurtigt. Vent lidt")),
        good_to_know=(
            "Kaffedåsen står på nederste hylde, så Ella selv kan nå den.",
            "Sønnen Jens ringer søndag aften. Hun vil gerne være færdig med maden.",
        ),
        own_week=(
            ("own", "Avis og kaffe ved æbletræet", "1234567", "11:00", "11:45"),
            ("group", "Sang i Kvædehavens fællesstue", "3", "14:00", "15:30"),
            ("relative", "Jens ringer", "7", "19:00", "19:30"),
        ),
        door_code="Nøgleboks ved døren: kode 2580",
        username="ella",
    ),
    Known(
        name="Karl Mortensen",
        is_woman=False,
        birthday=(3, 2),
        address="Piletoften 12",
        package="karl",
        words="At komme ned til fællesspisningen om mandagen.",
        alerts=(("dog", "Trine er gammel og venlig"),),
        good_to_know=("Spørg, om han vil med ned i Salonen. Han siger sjældent nej anden gang.",),
        own_week=(
            ("group", "Fællesspisning i Salonen", "1", "12:00", "13:30"),
            ("own", "Tur med Trine", "1234567", "15:00", "15:45"),
        ),
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
        self.number = len(KNOWN)

    def _names(self, first: list[str], families: list[str]) -> Iterator[str]:
        given, family = [self.chance.sample(rows, len(rows)) for rows in (first, families)]

        def name(number: int) -> str:
            return f"{given[number % len(given)]} {family[(number + number // len(given)) % len(family)]}"

        return map(name, count())

    def people(self, count: int, homes: tuple[Home, ...]) -> list[Person]:
        """So many people at homes of the quarter; now and then a couple shares one."""
        taken = {known.address for known in KNOWN}
        found: list[Person] = []
        for home in self.chance.sample([home for home in homes if home.address not in taken], count):
            self.number += 1
            spouse = found[-1] if found and self.number % COUPLE == 0 else None
            found.append(self._spouse(spouse) if spouse else self._person(home))
        return found

    def _person(self, home: Home) -> Person:
        name, is_woman = self._name()
        youngest, oldest = (47, 65) if self.number % YOUNGER == 0 else (67, 98)
        age = round(self.chance.triangular(youngest, oldest, (youngest + oldest) / 2 + 3))
        born_on = self.today - timedelta(days=round(age * 365.25) + self.chance.randrange(1, 360))
        return self._with_habits(name, born_on, home, is_woman=is_woman)

    def _name(self) -> tuple[str, bool]:
        if self.number % ELSEWHERE == 0 and (found := next(self.elsewhere, None)):
            return found[0], found[1] == "f"
        is_woman = self.chance.random() < 0.63
        return next(self.names[is_woman]), is_woman

    def _spouse(self, of: Person) -> Person:
        given, family = next(self.names[not of.is_woman]).rsplit(" ", 1)[0], of.name.rsplit(" ", 1)[-1]
        born_on = of.born_on + timedelta(days=self.chance.randrange(700))
        return self._with_habits(f"{given} {family}", born_on, of.home, is_woman=not of.is_woman)

    def _with_habits(self, name: str, born_on: date, home: Home, *, is_woman: bool) -> Person:
        silent = self.number % WITHOUT_WORDS == 0
        alerts = [kind for kind, share in ALERTS.items() if self.chance.random() < share]
        hints = [share for share in GOOD_TO_KNOW if self.chance.random() < share]
        return Person(
            name=name,
            is_woman=is_woman,
            born_on=born_on,
            home=home,
            number=self.number,
            words="" if silent else self.words.deal(a_woman=is_woman),
            no_words=self.no_words.deal(a_woman=is_woman) if silent else "",
            alerts=tuple((kind, self.alerts[kind].deal(a_woman=is_woman)) for kind in alerts),
            good_to_know=tuple(self.good_to_know.deal(a_woman=is_woman) for _ in hints),
            door_code=self.door_codes.deal(a_woman=is_woman) if self.chance.random() < DOOR_CODE else "",
        )

    def known(self, known: Known, homes: tuple[Home, ...]) -> Person:
        """One of those whom the stories know, as old as they say."""
        month, day = known.birthday
        year = self.today.year - AGE_OF_THE_CAST - ((month, day) > (self.today.month, self.today.day))
        return Person(
            name=known.name,
            is_woman=known.is_woman,
            born_on=date(year, month, day),
            home=next(home for home in homes if home.address == known.address),
            number=KNOWN.index(known) + 1,
            words=known.words,
            alerts=known.alerts,
            good_to_know=known.good_to_know,
            own_week=known.own_week,
            door_code=known.door_code,
            primary=PRIMARY_OF_THE_KNOWN,
        )


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
        cpr=make_replacement_number(person.born_on, person.number, is_woman=person.is_woman),
        phone=f"00 01 {chance.randrange(100):02} {chance.randrange(100):02}",
        is_protected=person.number % PROTECTED == 0,
        place=person.home.place,
        starts_on=timezone.localdate() - timedelta(days=chance.randrange(20, 1500)),
    )
    _know_each_other(by, citizen, faces)
    said_on = timezone.localdate() - timedelta(days=chance.randrange(24))
    record_words(by, citizen, words=person.words, no_words_because=person.no_words, said_on=said_on)
    lifted = any(agreement.carers > 1 for agreement in agreements)
    lift = ((LIFT, population.alerts[LIFT].deal(a_woman=person.is_woman)),) if lifted else ()
    _pass_on(faces[-1].user, citizen, person, person.alerts + lift)
    others = [one.employee for one in crew.colleagues if one not in faces]
    unwanted = (chance.choice(others),) if person.number % UNWANTED == 0 else ()
    preferred = tuple(face.employee for face in faces[:2]) if person.number % PREFERRED == 0 else ()
    agree(
        by,
        citizen,
        agreements,
        since=timezone.localdate(),
        weeks_before=person.number % 2,
        unwanted=unwanted,
        preferred=preferred,
    )
    return citizen


def _know_each_other(by: User, citizen: Citizen, faces: list[Colleague]) -> None:
    set_faces_wanted(by, citizen, number=len(faces) + MORE_FACES)
    set_primary_contact(by, citizen, employee=faces[0].employee)
    for face in faces[1:]:
        add_face(by, citizen, employee=face.employee)
    for change in citizen.face_changes.untold():
        tell_change(by, change)


def _pass_on(by: User, citizen: Citizen, person: Person, alerts: tuple[tuple[str, str], ...]) -> None:
    for kind, text in alerts:
        add_alert(by, citizen, kind=kind, text=text)
    for text in person.good_to_know:
        add_good_to_know(by, citizen, text=text)
    for kind, title, weekdays, starts, ends in person.own_week or _own_week(person.number):
        clocks = {"starts": time.fromisoformat(starts), "ends": time.fromisoformat(ends)}
        add_own_activity(by, citizen, kind=kind, title=title, weekdays=weekdays, **clocks)
    if person.door_code:
        set_door_code(by, citizen, code=person.door_code)


def _own_week(number: int) -> list[OwnPart]:
    """What fills the days of every second citizen beside the visits."""
    parts: list[OwnPart] = material("knowledge")["own_week"]["parts"]
    if number % 2:
        return []
    chosen = {number % len(parts), number * 7 % len(parts)}
    return [parts[place] for place in sorted(chosen)]
