"""Tables into the house: every row through the actions of the pages. All faults are found before anything is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.access.attempt import demand
from handlekraft.access.frame import Refused
from handlekraft.access.permissions import Permission, Role
from handlekraft.access.scope import Actor
from handlekraft.citizens.actions.citizen import admit_citizen, change_citizen, move_citizen
from handlekraft.citizens.actions.faces import add_face, set_primary_contact
from handlekraft.citizens.actions.help import agree_help, change_help
from handlekraft.citizens.actions.knowledge import record_words
from handlekraft.citizens.models import AgreedHelp, Citizen
from handlekraft.citizens.terms import Terms
from handlekraft.interop.columns import TABLES, Column, is_before
from handlekraft.interop.files import Sheet, cells
from handlekraft.people.actions.employees import add_employee, change_employee, give_competence, give_role
from handlekraft.people.actions.organisation import add_competence
from handlekraft.people.forms.organisation import CompetenceForm
from handlekraft.people.models import Competence, Employee, Organisation, Profession, Team
from handlekraft.rosters.actions import change_shift, enter_shift
from handlekraft.rosters.models import Shift
from handlekraft.web.moments import moment

NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True)
class Fault:
    """What is wrong, where, and how to mend it."""

    source: str
    row: int | None
    column: str
    sentence: str

    def __str__(self) -> str:
        where = [self.source]
        if self.row is not None:
            where.append(_("række %(row)s") % {"row": self.row})
        if self.column:
            where.append(_("kolonne “%(column)s”") % {"column": self.column})
        return f"{', '.join(where)}: {self.sentence}"


class Wrong(ValueError):
    """A cell that reads well but does not fit the rest."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column, self.sentence = column, sentence


@dataclass
class Load:
    """One import under way: who does it, what went wrong, and what was done to which table."""

    by: Actor
    house: Organisation
    faults: list[Fault] = field(default_factory=list)
    notes: list[Callable[[], object]] = field(default_factory=list)
    done: Counter[tuple[str, str]] = field(default_factory=Counter)

    def tables(self, sheets: Iterable[Sheet]) -> None:
        """All tables, in the order in which they need each other."""
        by_name = {sheet.name: sheet for sheet in sheets}
        for sheet in by_name.values():
            if sheet.name not in TABLES:
                known = ", ".join(TABLES)
                self.fault(
                    sheet, None, "", _("Tabellen kendes ikke. Den skal hedde en af: %(names)s.") % {"names": known}
                )
        for name, keep in KEEPERS.items():
            if name in by_name:
                self.table(by_name[name], keep)

    def table(self, sheet: Sheet, keep: Callable[[Load, dict[str, Any]], str]) -> None:
        """One table, row by row; a faulty row is undone alone, so that those after it are judged too."""
        columns = {column.heading: column for column in TABLES[sheet.name]}
        if self.misses_columns(sheet, columns):
            return
        for number, row in cells(sheet):
            before = len(self.faults)
            values = dict(self.read(sheet, number, row, columns))
            if len(self.faults) > before:
                continue
            try:
                with transaction.atomic():
                    self.done[sheet.name, keep(self, values)] += 1
            except Wrong as wrong:
                self.fault(sheet, number, wrong.column, wrong.sentence)
            except Refused as refusal:
                # Written now, so that the rows after it are counted with it; and again once all is undone.
                for note in refusal.notes:
                    note()
                self.notes += refusal.notes
                self.fault(sheet, number, "", refusal.sentence)

    def misses_columns(self, sheet: Sheet, columns: dict[str, Column]) -> bool:
        """Say which headings are missing or unknown; without the needed ones the rows are not read."""
        for heading in sheet.headings:
            if heading and heading not in columns:
                known = ", ".join(columns)
                self.fault(sheet, 1, heading, _("Kolonnen kendes ikke. Der kan stå: %(names)s.") % {"names": known})
        missing = [
            column.heading for column in columns.values() if column.required and column.heading not in sheet.headings
        ]
        for heading in missing:
            self.fault(sheet, 1, heading, _("Kolonnen mangler."))
        return bool(missing)

    def read(
        self, sheet: Sheet, number: int, row: dict[str, str], columns: dict[str, Column]
    ) -> Iterator[tuple[str, Any]]:
        """The values of a row by heading, empty cells left out; faults are noted."""
        for column in columns.values():
            typed = row.get(column.heading, "").strip()
            if not typed:
                if column.required:
                    self.fault(sheet, number, column.heading, _("Feltet skal udfyldes."))
                continue
            try:
                yield column.heading, column.read(typed)
            except ValueError as error:
                self.fault(sheet, number, column.heading, f"“{typed}”: {error}")

    def fault(self, sheet: Sheet, row: int | None, column: str, sentence: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(sheet.source, row, column, sentence))


def keep_employee(load: Load, row: dict[str, Any]) -> str:
    """An employee, with her place and competences."""
    facts = {
        "name": row["navn"],
        "profession": found(Profession, "faggruppe", row.get("faggruppe"), "name", "short"),
        "travel_mode": row.get("transport", Employee.TravelMode.BICYCLE),
        "weekly_minutes": row.get("timer om ugen", 37 * 60),
        "phone": row.get("telefon", ""),
        "email": row.get("mail", ""),
    }
    team = found(Team, "team", row.get("team"), "name")
    employee = Employee.objects.filter(external_id=row["nummer"]).first()
    if employee is None:
        place = team or load.house
        starts_on = row.get("fra", timezone.localdate())
        employee = add_employee(load.by, place, external_id=row["nummer"], starts_on=starts_on, **facts)
        outcome = NEW
    else:
        demand(load.by, Permission.MANAGE_EMPLOYEES, employee)
        outcome = CHANGED if any(getattr(employee, name) != value for name, value in facts.items()) else SAME
        if outcome == CHANGED:
            change_employee(load.by, employee, external_id=row["nummer"], **facts)
    added = [place_employee(load, employee, team, row)] if team else []
    added += [teach(load, employee, name, row) for name in row.get("kompetencer", ())]
    return CHANGED if outcome == SAME and any(added) else outcome


def place_employee(load: Load, employee: Employee, team: Team, row: dict[str, Any]) -> bool:
    """Give the role unless it stands; whether anything was done."""
    role = row.get("rolle", Role.TEAM_MEMBER)
    starts_on = row.get("fra", timezone.localdate())
    if employee.memberships.standing_on(max(starts_on, timezone.localdate())).filter(role=role, team=team).exists():
        return False
    give_role(load.by, team, employee=employee, role=role, starts_on=starts_on)
    return True


def teach(load: Load, employee: Employee, name: str, row: dict[str, Any]) -> bool:
    """Give the competence unless she has it; one nobody had heard of is made. Whether anything was done."""
    competence = Competence.objects.filter(name__iexact=name).first()
    if competence is None:
        form = CompetenceForm({"name": name, "kind": Competence.Kind.PROFESSIONAL})
        if not form.is_valid():
            raise Wrong("kompetencer", _("“%(name)s” kan ikke være navnet på en kompetence.") % {"name": name})
        competence = add_competence(load.by, load.house, **form.cleaned_data)
    if employee.employee_competences.filter(competence=competence, ends_on=None).exists():
        return False
    give_competence(load.by, employee, competence=competence, starts_on=row.get("fra", timezone.localdate()))
    return True


def keep_citizen(load: Load, row: dict[str, Any]) -> str:
    """A citizen, with her known faces and her words."""
    team = needed(Team, "team", row["team"], "name")
    place = (row["breddegrad"], row["længdegrad"]) if "breddegrad" in row and "længdegrad" in row else None
    facts = {
        "name": row["navn"],
        "address": row["adresse"],
        "phone": row.get("telefon", ""),
        "is_protected": row.get("beskyttet", False),
    }
    citizen = Citizen.objects.filter(external_id=row["nummer"]).select_related("team__section").first()
    if citizen is None:
        citizen = admit_citizen(load.by, team, external_id=row["nummer"], cpr=row.get("cpr", ""), place=place, **facts)
        outcome = NEW
    else:
        demand(load.by, Permission.ADMIT_CITIZEN, citizen)
        outcome = renew_citizen(load, citizen, team, facts, place, row.get("cpr", ""))
    added = know_citizen(load, citizen, row)
    return CHANGED if outcome == SAME and added else outcome


def renew_citizen(
    load: Load, citizen: Citizen, team: Team, facts: dict[str, Any], place: tuple[float, float] | None, cpr: str
) -> str:
    """Bring a citizen up to what the row says."""
    outcome = SAME
    place = place or ((citizen.lat, citizen.lon) if citizen.lat is not None and citizen.lon is not None else None)
    here = (citizen.lat, citizen.lon) if place else place
    if (
        any(getattr(citizen, name) != value for name, value in facts.items())
        or place != here
        or cpr not in {"", citizen.cpr}
    ):
        change_citizen(load.by, citizen, cpr=cpr, place=place, **facts)
        outcome = CHANGED
    if citizen.team_id != team.pk:
        move_citizen(load.by, citizen, to=team)
        outcome = CHANGED
    return outcome


def know_citizen(load: Load, citizen: Citizen, row: dict[str, Any]) -> bool:
    """Primary contact, faces and words that are new; whether anything was."""
    done = False
    if number := row.get("kontaktperson"):
        employee = needed(Employee, "kontaktperson", number, "external_id")
        if citizen.primary_contact_id != employee.pk:
            set_primary_contact(load.by, citizen, employee=employee)
            done = True
    known = set(citizen.known_faces.filter(ends_on=None).values_list("employee_id", flat=True))
    for number in row.get("kendte ansigter", ()):
        employee = needed(Employee, "kendte ansigter", number, "external_id")
        if employee.pk not in known:
            add_face(load.by, citizen, employee=employee)
            done = True
    newest = citizen.what_matters.first()
    if (words := row.get("vigtigt")) and (newest is None or newest.words != words):
        record_words(load.by, citizen, words=words)
        done = True
    return done


def keep_help(load: Load, row: dict[str, Any]) -> str:
    """Agreed help, changed from today where it has begun."""
    citizen = needed(Citizen, "borger", row["borger"], "external_id")
    after = needed(AgreedHelp, "efter", row["efter"], "external_id") if "efter" in row else None
    terms = Terms(
        title=row["titel"],
        weekdays=row["dage"],
        minutes=row["minutter"],
        allowed_from=row["tidligst"],
        allowed_until=row["senest"],
        text=row.get("tekst", ""),
        every_weeks=row.get("hver uge", 1),
        wished_from=row.get("ønsket fra"),
        wished_until=row.get("ønsket til"),
        fixed_start=row.get("fast tid"),
        carers_needed=2 if row.get("to medarbejdere") else 1,
        competences=tuple(needed(Competence, "kompetencer", name, "name") for name in row.get("kompetencer", ())),
        preferred=tuple(needed(Employee, "helst", number, "external_id") for number in row.get("helst", ())),
        unwanted=tuple(needed(Employee, "ikke", number, "external_id") for number in row.get("ikke", ())),
        after=after,
        gap_minutes=row.get("mindste afstand", 0),
        gap_at_most=row.get("længste afstand"),
        priority=row.get("vigtighed", AgreedHelp.Priority.SAME_DAY),
        ends_on=row.get("til"),
    )
    help = AgreedHelp.objects.filter(external_id=row["nummer"]).first()  # noqa: A001 - the noun of the field
    if help is None:
        agree_help(load.by, citizen, terms=terms, starts_on=row.get("fra"), external_id=row["nummer"])
        return NEW
    demand(load.by, Permission.AGREE_HELP, help)
    if help.citizen_id != citizen.pk:
        raise Wrong("borger", _("Aftalen hører til en anden borger. Giv den et nyt nummer."))
    if sortable(Terms.of(help)) == sortable(terms):
        return SAME
    change_help(load.by, help, terms=terms)
    return CHANGED


def sortable(terms: Terms) -> tuple[object, ...]:
    """Terms without regard to the order of people and competences."""
    people = [sorted(row.pk for row in rows) for rows in (terms.competences, terms.preferred, terms.unwanted)]
    return (*terms.columns().values(), *people)


def keep_shift(load: Load, row: dict[str, Any]) -> str:
    """A shift; one that ends before it begins ends the next day."""
    team = needed(Team, "team", row["team"], "name")
    employee = needed(Employee, "medarbejder", row["medarbejder"], "external_id")
    starts_at = moment(row["dato"], row["start"])
    ends_at = moment(row["dato"] + timedelta(days=not is_before(row["start"], row["slut"])), row["slut"])
    number = row.get("nummer", "")
    known = Shift.objects.filter(external_id=number).first() if number else None
    known = known or Shift.objects.filter(employee=employee, team=team, starts_at=starts_at).first()
    if known is None:
        enter_shift(load.by, team, employee=employee, starts_at=starts_at, ends_at=ends_at, external_id=number)
        return NEW
    demand(load.by, Permission.ENTER_SHIFTS, known)
    if known.employee_id != employee.pk or known.team_id != team.pk:
        raise Wrong("nummer", _("Vagten hører til en anden medarbejder eller et andet team. Giv den et nyt nummer."))
    if (known.starts_at, known.ends_at) == (starts_at, ends_at):
        return SAME
    change_shift(load.by, known, starts_at=starts_at, ends_at=ends_at)
    return CHANGED


def found(model: Any, column: str, typed: str | None, *fields: str) -> Any:
    """The row that a cell names, or None for an empty cell."""
    return needed(model, column, typed, *fields) if typed else None


def needed(model: Any, column: str, typed: str, *fields: str) -> Any:
    """The row that a cell names in one of the fields."""
    for name in fields:
        if row := model.objects.filter(**{f"{name}__iexact": typed}).first():
            return row
    raise Wrong(column, _("“%(typed)s” findes ikke.") % {"typed": typed})


KEEPERS: dict[str, Callable[[Load, dict[str, Any]], str]] = {
    "medarbejdere": keep_employee,
    "borgere": keep_citizen,
    "hjælp": keep_help,
    "vagter": keep_shift,
}
