"""Terms know why they cannot be kept, and say it in words."""

from datetime import time
from typing import Any

import pytest

from handlekraft.citizens.models import AgreedHelp
from handlekraft.citizens.terms import Terms
from handlekraft.demo.makers import make_help
from handlekraft.demo.world import World


def terms(**changes: Any) -> Terms:
    """Half an hour in the morning, changed."""
    values: dict[str, Any] = {"title": "Morgenhjælp", "weekdays": "135", "minutes": 30}
    return Terms(**{**values, "allowed_from": time(7), "allowed_until": time(9), **changes})


def faults(**changes: Any) -> list[tuple[str, str]]:
    """Field and sentence of each fault."""
    return [(fault.field, fault.sentence) for fault in terms(**changes).faults()]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"minutes": 120},
        {"fixed_start": time(8, 30)},
        {"wished_from": time(7), "wished_until": time(9)},
        {"gap_at_most": None},
    ],
)
def test_good_terms_have_no_fault(changes: dict[str, Any]) -> None:
    assert faults(**changes) == []


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"weekdays": ""}, "weekdays", "mindst én ugedag"),
        ({"minutes": 4}, "minutes", "mellem 5 minutter og 10 timer"),
        ({"minutes": 601, "allowed_until": time(23)}, "minutes", "mellem 5 minutter og 10 timer"),
        ({"allowed_until": time(7)}, "allowed_until", "efter kl. 07.00"),
        ({"minutes": 121}, "allowed_until", "2 t 1 min kan ikke være i tidsrummet 07.00–09.00"),
        ({"fixed_start": time(6, 59)}, "fixed_start", "kl. 06.59 ligger ikke helt inden for"),
        ({"fixed_start": time(8, 31)}, "fixed_start", "kl. 08.31 ligger ikke helt inden for"),
        ({"wished_from": time(8)}, "wished_until", "både fra og til"),
        ({"wished_until": time(8)}, "wished_from", "både fra og til"),
        ({"wished_from": time(8), "wished_until": time(8)}, "wished_until", "efter at det begynder"),
        ({"wished_from": time(6), "wished_until": time(8)}, "wished_from", "06.00–08.00 ligger ikke inden for"),
        ({"wished_from": time(8), "wished_until": time(10)}, "wished_from", "08.00–10.00 ligger ikke inden for"),
        ({"gap_minutes": 60}, "after", "hvilken anden hjælp"),
        ({"gap_at_most": 60}, "after", "hvilken anden hjælp"),
    ],
)
def test_each_fault_names_its_field_and_what_to_do(changes: dict[str, Any], field: str, words: str) -> None:
    found = faults(**changes)
    assert [name for name, _sentence in found] == [field]
    assert words in found[0][1]


def test_company_that_contradicts_itself(world: World) -> None:
    morning = make_help(world.ella)
    found = faults(after=morning, gap_minutes=60, gap_at_most=30)
    assert found == [("gap_at_most", "Den længste afstand kan ikke være kortere end den mindste.")]
    mette = (world.mette.employee,)
    found = faults(preferred=mette, unwanted=mette)
    assert found == [("unwanted", "Mette Lund er både ønsket og fravalgt. Fjern et af krydserne.")]


def test_terms_read_from_a_row_are_those_that_were_written(world: World) -> None:
    row = make_help(world.ella, wished_from=time(8), wished_until=time(9), priority=AgreedHelp.Priority.CRITICAL)
    row.preferred.add(world.mette.employee)
    read = Terms.of(row)
    assert (read.title, read.preferred, read.priority) == ("Morgenhjælp", (world.mette.employee,), 3)
    assert read.columns()["wished_from"] == time(8)
    assert "preferred" not in read.columns()
