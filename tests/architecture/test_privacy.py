"""Every field of every model stands in the register of personal data, and the register names no field that is gone."""

import pytest
from django.apps import apps

from handlekraft.privacy.register import Register, Unregistered, parse, register


def model_fields() -> dict[str, set[str]]:
    """Fields that are stored, for each model of the installation."""
    return {
        model._meta.label: {field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)}
        for model in apps.get_models(include_auto_created=False)
        if not model._meta.proxy and model._meta.managed
    }


def unlisted(book: Register, fields: dict[str, set[str]]) -> list[str]:
    """Fields without an entry, and entries without a field."""
    listed = {f"{label}.{field}" for label, entry in book.entries.items() for field in entry.fields}
    stored = {f"{label}.{field}" for label, names in fields.items() for field in names}
    return sorted(listed ^ stored)


def test_every_field_is_in_the_register() -> None:
    assert unlisted(register(), model_fields()) == []


def test_no_field_is_listed_twice() -> None:
    assert [entry.model for entry in register().entries.values() if len(entry.fields) != len(set(entry.fields))] == []


SMALL = """
[periods]
long = { words = "10 år", days = 3650 }
[kinds]
name = { words = "Navn" }
nothing = { words = "Intet", personal = false }
[citizens.Citizen]
title = "Borgere"
about = "Borgere"
why = "For at hjælpe"
keep = "long"
name = ["name"]
nothing = ["id"]
[people.Team]
title = "Teams"
about = "Ingen"
why = "Teams"
keep = "long"
nothing = ["id"]
"""


def test_a_field_nobody_thought_of_is_found() -> None:
    small = parse(SMALL)
    assert unlisted(small, {"citizens.Citizen": {"id", "name", "shoe_size"}, "people.Team": set()}) == [
        "citizens.Citizen.shoe_size",
        "people.Team.id",
    ]
    assert [entry.title for entry in small.published()] == ["Borgere"]


@pytest.mark.parametrize(("old", "new"), [('keep = "long"', 'keep = "forever"'), ("nothing = [", "noise = [")])
def test_a_word_the_register_does_not_explain_is_refused(old: str, new: str) -> None:
    with pytest.raises(Unregistered, match=r"citizens\.Citizen"):
        parse(SMALL.replace(old, new))
