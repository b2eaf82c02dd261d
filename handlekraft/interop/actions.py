"""An import is one action: all of it, or nothing and a list of everything that must be mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import ngettext

from handlekraft.access.frame import Refused, action
from handlekraft.access.permissions import Permission
from handlekraft.access.scope import Actor
from handlekraft.interop.columns import TABLES
from handlekraft.interop.files import Sheet
from handlekraft.interop.loading import CHANGED, NEW, SAME, Fault, Load
from handlekraft.people.models import Organisation


class Faulty(Refused):
    """Nothing was kept; these are the faults."""

    def __init__(self, faults: list[Fault], notes: Iterable[Callable[[], object]] = ()) -> None:
        count = len(faults)
        super().__init__(
            ngettext("Der er %(n)s fejl. Intet er gemt.", "Der er %(n)s fejl. Intet er gemt.", count) % {"n": count},
            notes=notes,
        )
        self.faults = faults


@dataclass(frozen=True)
class Outcome:
    """What an import did to one table."""

    table: str
    new: int
    changed: int
    same: int


@action("files imported", needs=Permission.IMPORT_DATA, anywhere=True)
def import_tables(by: Actor, house: Organisation, *, sheets: Iterable[Sheet]) -> list[Outcome]:
    """Take the tables in. Rows known by their number are brought up to date. Raises `Faulty` with every fault."""
    load = Load(by, house)
    load.tables(sheets)
    if load.faults:
        raise Faulty(load.faults, load.notes)
    outcomes = [Outcome(name, *(load.done[name, kind] for kind in (NEW, CHANGED, SAME))) for name in TABLES]
    return [outcome for outcome in outcomes if outcome.new or outcome.changed or outcome.same]
