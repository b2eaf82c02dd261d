"""Definitions are read or refused where they are wrong; answers become scores or stay missing."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from handlekraft_engine.surveys.instrument import Instrument, read_instrument
from handlekraft_engine.surveys.scores import Score, Values, check_answer, score

FOLDER = Path(__file__).parents[3] / "../shared/reference/instruments"

OPTIONS = [{"value": value, "da": None, "en": None} for value in (1, 2, 3, 4, 5)]
ASIDE = [{"code": "dk", "spss": 97, "da": "Ved ikke", "en": "Don't know"}]


def item(name: str, **changed: Any) -> dict[str, Any]:
    return {"id": name, "type": "choice", "scale": "five", "reverse": False, **changed}


def subscale(name: str, items: list[str], method: str = "mean", **changed: Any) -> dict[str, Any]:
    return {"id": name, "items": items, "method": method, "min_answered": 1, "rescale": None, **changed}


def definition(*subscales: dict[str, Any], **scoring: Any) -> dict[str, Any]:
    return {
        "id": "tried",
        "version": "1.0",
        "scales": [{"id": "five", "options": OPTIONS, "non_substantive": ASIDE}],
        "items": [
            item("A"),
            item("B", reverse=True),
            item("C", count_values=[4, 5], waves=["midway", "final"]),
            {"id": "N", "type": "number", "reverse": False, "min": 0, "max": 100},
            {"id": "T", "type": "text", "reverse": False},
        ],
        "scoring": {"total": None, "subscales": list(subscales), **scoring},
    }


def made(*subscales: dict[str, Any], **scoring: Any) -> Instrument:
    return read_instrument(definition(*subscales, **scoring))


def test_methods() -> None:
    stretched = {"from": [1, 5], "to": [0, 100]}
    tried = made(
        subscale("mean", ["A", "B"], rescale=stretched),
        subscale("sum", ["A", "B"], "sum", multiply=4),
        subscale("count", ["C"], "count"),
        subscale("profile", ["A", "C"], "concat", min_answered=2),
    )
    found = score(tried, {"A": 4, "B": 2, "C": 5})
    assert {name: one.value for name, one in found.items()} == {"mean": 75, "sum": 32, "count": 1, "profile": "45"}
    assert tried.subscales[0].higher_is_better


def test_missing_is_missing_until_enough_is_answered() -> None:
    tried = made(subscale("both", ["A", "B"], min_answered=2), subscale("one", ["A", "B"]))
    assert score(tried, {"A": 4, "B": "dk"}) == {"both": Score(None, 1, 2), "one": Score(4, 1, 2)}
    assert score(tried, {})["one"] == Score(None, 0, 2)


def test_a_value_table_is_asked_by_profile_or_by_weights() -> None:
    tried = made(subscale("index", ["A", "C"], "lookup", min_answered=2, table="local:values.csv"))
    answers = {"A": 1, "C": 2}

    def index(values: Values | None) -> Any:
        return score(tried, answers, {"local:values.csv": values} if values else None)["index"].value

    assert index(None) is None, "nothing is loaded"
    assert index(Values(profiles={"12": 0.5})) == 0.5
    assert index(Values(profiles={"11": 1.0})) is None, "the table does not know the profile"
    assert index(Values(weights={("A", 1): 2.0, ("C", 2): 3.0}, factor=0.2, constant=-0.4)) == pytest.approx(0.6)
    assert index(Values(weights={("A", 1): 2.0})) is None, "a weight is missing"


def test_items_of_a_wave_and_storage() -> None:
    tried = made(subscale("one", ["A"]), storage="tally")
    assert [one.id for one in tried.in_wave("baseline")] == ["A", "B", "N", "T"]
    assert [one.id for one in tried.in_wave("final")] == ["A", "B", "C", "N", "T"]
    assert tried.only_counts
    assert not made(subscale("one", ["A"])).only_counts


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("A", 6, "A: 6 is none of 1, 2, 3, 4, 5, dk"),
        ("A", "na", "A: 'na' is none of"),
        ("A", True, "A: True is none of"),
        ("A", 3.0, "A: 3.0 is none of"),
        ("N", 101, "N: 101 is no number from 0 to 100"),
        ("N", "many", "N: 'many' is no number"),
        ("N", True, "N: True is no number"),
        ("X", 1, "tried has no item 'X'"),
    ],
)
def test_an_answer_that_cannot_be_given_says_what_can(name: str, answer: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        score(made(subscale("one", ["A"])), {name: answer})


def test_numbers_and_texts_are_taken() -> None:
    tried = made(subscale("n", ["N"]))
    check_answer(tried, "T", "what matters most")
    assert score(tried, {"N": 70, "T": "a walk"})["n"].value == 70


def wrong(path: list[Any], value: Any) -> dict[str, Any]:
    raw: Any = deepcopy(definition(subscale("one", ["A"])))
    place = raw
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return dict(raw)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["items"], None, "tried: 'items' is missing"),
        (["items", 0, "scale"], "six", "tried: item A: there is no scale 'six'"),
        (["items", 0, "type"], "text", "tried: item A: an item to choose from needs a scale"),
        (["items", 0, "type"], "slider", "tried: item A: 'slider' is not a valid Kind"),
        (["items", 0, "reverse"], None, "tried: item A: 'reverse' is missing"),
        (["items", 1, "id"], "A", "tried: A stands twice"),
        (["items", 2, "count_values"], [7], "tried: item C: values are counted that cannot be chosen"),
        (["scales", 0, "options"], OPTIONS[:1], "tried: scale five: a scale needs at least two values"),
        (["scales", 0, "options"], OPTIONS[:1] * 2, "tried: scale five: a value stands twice"),
        (["scoring", "total"], "all", "tried: scoring.total names 'all'"),
        (["scoring", "subscales", 0, "items"], ["Z"], "tried: subscale one: there is no item 'Z'"),
        (["scoring", "subscales", 0, "items"], ["T"], "tried: subscale one: a text cannot be scored"),
        (["scoring", "subscales", 0, "method"], "count", "tried: subscale one: an item does not say which values"),
        (
            ["scoring", "subscales", 0, "min_answered"],
            2,
            "tried: subscale one: min_answered 2 is not between 1 and its 1",
        ),
        (["scoring", "subscales", 0, "rescale"], {"from": [1, 1], "to": [0, 1]}, "needs two different ends"),
    ],
)
def test_a_definition_that_contradicts_itself_is_refused_where_it_does(path: list[Any], value: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_instrument(wrong(path, value))


def test_a_definition_without_a_name_is_still_refused_in_words() -> None:
    with pytest.raises(ValueError, match="the instrument: 'scales' is missing"):
        read_instrument({})


@pytest.mark.skipif(not FOLDER.exists(), reason="the instrument definitions of the design are not on this machine")
def test_every_worked_example_of_every_definition_comes_out() -> None:
    files = sorted(FOLDER.glob("*/*.yaml"))
    checked = 0
    for file in files:
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
        found = read_instrument(raw)
        for example in raw["worked_examples"]:
            scores = score(found, example["answers"])
            for name, value in example["expect"].items():
                assert scores[name].value == (
                    value if value is None or isinstance(value, str) else pytest.approx(value)
                ), file
                checked += 1
    assert len(files) == 29
    assert checked >= 60
