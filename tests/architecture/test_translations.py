"""The check of the translations finds what is missing, empty, forgotten or broken. The check itself is `make check`."""

import importlib.util
from types import ModuleType

import polib
import pytest

from tests.architecture.tree import ROOT


@pytest.fixture(scope="module")
def check() -> ModuleType:
    """The check, as `make check` runs it."""
    spec = importlib.util.spec_from_file_location("translations", ROOT / ".ci/translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("danish", "english", "faults"),
    [
        ("Gem", "Save", []),
        ("Gem", "", ["not translated"]),
        ("Gem", "Gem", ["the same as the Danish; if that is right, say why in .ci/same_in_english.toml"]),
        ("Team", "Team", []),
        ("Hej %(name)s", "Hello %(nmae)s", ["names a value that the Danish text does not"]),
        ("Hej %(name)s", "Hello %(name)s", []),
    ],
)
def test_a_wrong_translation_is_found(check: ModuleType, danish: str, english: str, faults: list[str]) -> None:
    entry = polib.POEntry(msgid=danish, msgstr=english)
    assert list(check.faults(entry, {"Team": "the word is used in both languages"})) == faults


def test_both_numbers_need_a_translation(check: ModuleType) -> None:
    entry = polib.POEntry(
        msgid="%(n)s besøg", msgid_plural="%(n)s besøg i alt", msgstr_plural={0: "%(n)s visit", 1: ""}
    )
    assert list(check.faults(entry, {})) == ["not translated"]


def test_texts_of_python_and_of_templates_are_found(check: ModuleType) -> None:
    assert list(
        check.texts_in_python('x = _("Gem")\ny = pgettext("rolle", "Chef")\nz = ngettext("et", "flere", n)\nw = "Bart"')
    ) == [
        (None, "Gem", None),
        ("rolle", "Chef", None),
        (None, "et", "flere"),
    ]
    found = {key[1] for key, place in check.texts_in_code() if place.endswith("privacy/privacy.html")}
    assert {"Hvad ved Handlekraft om dig?", "Hvor længe"} <= found


def test_missing_and_forgotten_texts_are_found(check: ModuleType) -> None:
    po = polib.POFile()
    po.append(polib.POEntry(msgid="Gammel", msgstr="Old"))
    assert list(check.complaints(po, {(None, "Ny", None): "a.py"}, {"Team": "same"})) == [
        "a.py: missing: 'Ny'",
        "no longer used: 'Gammel'",
        ".ci/same_in_english.toml: no longer used: 'Team'",
    ]
