"""What each column of an imported table may hold, and how it is read. What is wrong with a cell is one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handlekraft.access.permissions import Role
from handlekraft.citizens.cpr import parse
from handlekraft.citizens.models import AgreedHelp
from handlekraft.people.models import Employee
from handlekraft.web.fields import DanishDateField, DanishTimeField, DurationMinutesField

type Reader = Callable[[str], Any]

DAYS = {"ma": "1", "ti": "2", "on": "3", "to": "4", "fr": "5", "lø": "6", "sø": "7"}
RHYTHMS = {"alle": "1234567", "hver dag": "1234567", "dagligt": "1234567", "hverdage": "12345", "weekend": "67"}
MODES = {
    "gå": Employee.TravelMode.WALK,
    "gang": Employee.TravelMode.WALK,
    "til fods": Employee.TravelMode.WALK,
    "cykel": Employee.TravelMode.BICYCLE,
    "bil": Employee.TravelMode.CAR,
}
ROLES = {
    "teammedlem": Role.TEAM_MEMBER,
    "gruppefacilitator": Role.TEAM_FACILITATOR,
    "afløser": Role.SUBSTITUTE,
}
YES, NO = {"ja", "j", "x", "1", "sand", "true"}, {"nej", "n", "0", "", "falsk", "false"}
PRIORITIES = {
    "kan vente": AgreedHelp.Priority.MAY_WAIT,
    "samme dag": AgreedHelp.Priority.SAME_DAY,
    "må aldrig udgå": AgreedHelp.Priority.CRITICAL,
}


@dataclass(frozen=True)
class Column:
    """One column: its heading, how a cell is read, whether it must be filled, an example and a word of help."""

    heading: str
    read: Reader
    example: str
    help: str | Promise = ""
    required: bool = False


def text(typed: str) -> str:
    """As it stands."""
    return typed


def shorter_than(length: int) -> Reader:
    """A text that fits its field."""

    def read(typed: str) -> str:
        if len(typed) > length:
            raise ValueError(_("er længere end %(length)s tegn") % {"length": length})
        return typed

    return read


def clean_with(field: Any) -> Reader:
    """Read as the form field of the pages reads it."""

    def read(typed: str) -> Any:
        try:
            return field.clean(typed)
        except ValidationError as error:
            raise ValueError(error.messages[0]) from error

    return read


day: Reader = clean_with(DanishDateField())
clock: Reader = clean_with(DanishTimeField())
length: Reader = clean_with(DurationMinutesField())


def cpr(typed: str) -> str:
    """A CPR number, checked by its date; spreadsheets like to drop the leading zero."""
    return parse(typed.zfill(10) if typed.isdigit() else typed).digits


def number(least: int, most: int) -> Reader:
    """A whole number within bounds."""

    def read(typed: str) -> int:
        if not typed.isdigit() or not least <= int(typed) <= most:
            raise ValueError(_("skal være et helt tal fra %(least)s til %(most)s") % {"least": least, "most": most})
        return int(typed)

    return read


def degrees(least: float, most: float) -> Reader:
    """A coordinate in decimal degrees, with point or comma."""

    def read(typed: str) -> float:
        try:
            value = float(typed.replace(",", "."))
        except ValueError as error:
            raise ValueError(_("skal være et tal, for eksempel 55,6761")) from error
        if not least <= value <= most:
            raise ValueError(_("ligger ikke i Danmark (%(least)s til %(most)s)") % {"least": least, "most": most})
        return value

    return read


def one_of(choices: Mapping[str, Any]) -> Reader:
    """One of some words."""

    def read(typed: str) -> Any:
        if typed.lower() not in choices:
            raise ValueError(_("skal være en af: %(words)s") % {"words": ", ".join(choices)})
        return choices[typed.lower()]

    return read


def yes_or_no(typed: str) -> bool:
    """Ja or nej."""
    if typed.lower() in YES:
        return True
    if typed.lower() in NO:
        return False
    raise ValueError(_("skal være ja eller nej"))


def weekdays(typed: str) -> str:
    """Days as "ma on fr", "hverdage" or "alle"; returned as ISO numbers."""
    if typed.lower() in RHYTHMS:
        return RHYTHMS[typed.lower()]
    names = [name for name in typed.lower().replace(",", " ").replace(";", " ").split() if name != "og"]
    unknown = [name for name in names if name[:2] not in DAYS]
    if unknown:
        raise ValueError(_("“%(day)s” er ikke en ugedag. Skriv fx: ma on fr") % {"day": unknown[0]})
    return "".join(sorted({DAYS[name[:2]] for name in names}))


def several(typed: str) -> tuple[str, ...]:
    """Words between commas."""
    return tuple(word.strip() for word in typed.replace(";", ",").split(",") if word.strip())


TABLES: dict[str, tuple[Column, ...]] = {
    "medarbejdere": (
        Column("nummer", shorter_than(60), "101", gettext_lazy("jeres eget medarbejdernummer"), required=True),
        Column("navn", shorter_than(120), "Mette Lund", required=True),
        Column("faggruppe", text, "Social- og sundhedsassistent", gettext_lazy("navn eller forkortelse")),
        Column("transport", one_of(MODES), "cykel", gettext_lazy("til fods, cykel eller bil")),
        Column("timer om ugen", length, "37:00"),
        Column("telefon", shorter_than(30), "12 34 56 78"),
        Column("mail", shorter_than(254), "mette@example.org"),
        Column("team", text, "Team Åparken", gettext_lazy("teamet skal findes i forvejen")),
        Column("rolle", one_of(ROLES), "teammedlem", gettext_lazy("teammedlem, gruppefacilitator eller afløser")),
        Column("fra", day, "1.1.2026"),
        Column("kompetencer", several, "Medicin, Sårpleje", gettext_lazy("med komma imellem; nye bliver oprettet")),
    ),
    "borgere": (
        Column("nummer", shorter_than(60), "B-17", gettext_lazy("jeres eget borgernummer"), required=True),
        Column("navn", shorter_than(120), "Ella Winther", required=True),
        Column("cpr", cpr, "770540-0012", gettext_lazy("ti cifre")),
        Column("adresse", shorter_than(200), "Åparken 12, 2. tv", required=True),
        Column("team", text, "Team Åparken", required=True),
        Column("telefon", shorter_than(30), "87 65 43 21"),
        Column("breddegrad", degrees(54, 58), "55,6410"),
        Column("længdegrad", degrees(7, 16), "12,0815"),
        Column("beskyttet", yes_or_no, "nej", gettext_lazy("beskyttet navn og adresse")),
        Column("kontaktperson", text, "101", gettext_lazy("medarbejdernummer")),
        Column("kendte ansigter", several, "101, 102", gettext_lazy("medarbejdernumre")),
        Column("vigtigt", text, "At jeg selv kan lave min kaffe", gettext_lazy("borgerens egne ord")),
    ),
    "hjælp": (
        Column("nummer", shorter_than(60), "H-170", gettext_lazy("jeres eget nummer på aftalen"), required=True),
        Column("borger", text, "B-17", gettext_lazy("borgernummer"), required=True),
        Column("titel", shorter_than(80), "Morgenhjælp", required=True),
        Column("dage", weekdays, "ma on fr", gettext_lazy("ugedage, hverdage eller alle"), required=True),
        Column("hver uge", number(1, 4), "1", gettext_lazy("1 = hver uge, 2 = hver anden")),
        Column("minutter", length, "30", required=True),
        Column("tidligst", clock, "7.00", required=True),
        Column("senest", clock, "10.00", gettext_lazy("besøget er slut"), required=True),
        Column("ønsket fra", clock, "8.00"),
        Column("ønsket til", clock, "9.00"),
        Column("fast tid", clock, ""),
        Column("to medarbejdere", yes_or_no, "nej"),
        Column("kompetencer", several, "Medicin"),
        Column("helst", several, "101", gettext_lazy("medarbejdernumre")),
        Column("ikke", several, "", gettext_lazy("medarbejdernumre")),
        Column("efter", text, "", gettext_lazy("nummer på den hjælp, der kommer først")),
        Column("mindste afstand", length, ""),
        Column("længste afstand", length, ""),
        Column("vigtighed", one_of(PRIORITIES), "samme dag", gettext_lazy("kan vente, samme dag eller må aldrig udgå")),
        Column("tekst", text, "Kaffe, bad og støttestrømper"),
        Column("fra", day, "1.1.2026"),
        Column("til", day, ""),
    ),
    "vagter": (
        Column("nummer", shorter_than(60), "V-2001", gettext_lazy("jeres eget vagtnummer")),
        Column("medarbejder", text, "101", gettext_lazy("medarbejdernummer"), required=True),
        Column("team", text, "Team Åparken", required=True),
        Column("dato", day, "23.11.2026", required=True),
        Column("start", clock, "15.00", required=True),
        Column("slut", clock, "23.30", required=True),
    ),
}


def is_before(start: date | time, end: date | time) -> bool:
    """Whether two of a kind stand in order."""
    return start < end  # type: ignore[operator]
