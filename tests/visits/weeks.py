"""A busy week for a team: carers with shifts by day and evening, citizens with visits every day. Always the same."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from handlekraft.access.permissions import Role
from handlekraft.citizens.models import AgreedHelp, Citizen, KnownFace
from handlekraft.demo.makers import at_clock, make_citizen, make_employee, make_help, make_shift, make_visit
from handlekraft.people.models import Team, User
from handlekraft.rosters.week import Week
from handlekraft.visits.models import Visit

WEEK = Week(2026, 49)
FIRST = [
    "Samira",
    "Jonas",
    "Anders",
    "Birthe",
    "Carsten",
    "Dorte",
    "Erik",
    "Fatima",
    "Gitte",
    "Hassan",
    "Ida",
    "Jens",
    "Kirsten",
    "Lars",
    "Mona",
    "Niels",
]
LAST = [
    "Grethe",
    "Bent",
    "Ruth",
    "Kaj",
    "Arne",
    "Else",
    "Vagn",
    "Inger",
    "Tove",
    "Poul",
    "Aase",
    "Erna",
    "Svend",
    "Agnete",
    "Jytte",
    "Egon",
]
HELP = [
    ("Morgenhjælp", 30, "07:00-11:00"),
    ("Medicin", 15, "07:00-10:00"),
    ("Frokost", 20, "11:00-14:00"),
    ("Sår", 25, "09:00-15:00"),
    ("Aftenhjælp", 30, "17:00-22:30"),
    ("Sengetid", 20, "20:00-23:30"),
]


@dataclass
class Busy:
    """The people of the week."""

    carers: list[User]
    citizens: list[Citizen]
    visits: list[Visit]


def make_busy_week(team: Team, *, carers: int = 12, visits: int = 60, days: int = 7, week: Week = WEEK) -> Busy:
    """`carers` of the team, two thirds of whom work by day, and `visits` a day."""
    chance = Random(7)
    modes = ["bicycle", "bicycle", "car", "walk"]
    people = [
        make_employee(
            f"{FIRST[n % 16]} {chr(65 + n)}ndersen",
            Role.TEAM_MEMBER,
            team=team,
            username=f"carer{n}",
            profession="care_assistant",
            mode=modes[n % 4],
            competences=["Medicin"] if n % 2 else [],
        )
        for n in range(carers)
    ]
    citizens = [_citizen(n, team, people, chance) for n in range(max(visits * 2 // 3, 1))]
    for day in week.days[:days]:
        for n, carer in enumerate(people):
            if chance.random() < 0.8:
                make_shift(carer, day, "15:00-23:30" if n % 3 == 2 else "07:00-15:00")
    helps = [_help(citizens[n % len(citizens)], n) for n in range(visits)]
    made = [_visit(help_, day) for day in week.days[:days] for help_ in helps]
    return Busy(people, citizens, made)


def _citizen(number: int, team: Team, people: list[User], chance: Random) -> Citizen:
    place = (55.64 + chance.random() * 0.03, 12.08 + chance.random() * 0.05)
    known = chance.sample(people, min(3, len(people)))
    name = f"{LAST[number % 16]} {chr(65 + number % 26)}gaard"
    citizen = make_citizen(name, team, place=place, primary=known[0])
    KnownFace.objects.bulk_create(KnownFace(citizen=citizen, employee=face.employee) for face in known)
    return citizen


def _help(citizen: Citizen, number: int) -> AgreedHelp:
    title, minutes, window = HELP[number % len(HELP)]
    start = time.fromisoformat(window[:5])
    wished = {"wished_from": start, "wished_until": (timedelta_time(start, 90))} if number % 2 else {}
    help_ = make_help(citizen, title, minutes=minutes, window=window, **wished)
    if title == "Medicin":
        help_.competences.add(*_medicine())
    return help_


def timedelta_time(start: time, minutes: int) -> time:
    """The clock some minutes later on the same day."""
    moment = at_clock(date(2026, 6, 1), start.isoformat()) + timedelta(minutes=minutes)
    return time(moment.astimezone(at_clock(date(2026, 6, 1), "00:00").tzinfo).hour, moment.minute)


def _medicine() -> list[int]:
    from handlekraft.people.models import Competence

    return list(Competence.objects.filter(name="Medicin").values_list("pk", flat=True))


def _visit(help_: AgreedHelp, day: date) -> Visit:
    window = f"{help_.allowed_from:%H:%M}-{help_.allowed_until:%H:%M}"
    wished = {
        "wished_from_at": at_clock(day, help_.wished_from.isoformat()) if help_.wished_from else None,
        "wished_until_at": at_clock(day, help_.wished_until.isoformat()) if help_.wished_until else None,
    }
    visit = make_visit(
        help_.citizen, day, None, minutes=help_.minutes, window=window, help=help_, title=help_.title, **wished
    )
    visit.competences.set(help_.competences.all())
    return visit
