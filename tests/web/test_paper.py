"""Paper is a tagged PDF in the reader's language; values are text, never code."""

from typing import Any

import pytest
import typst
from django.contrib.staticfiles import finders
from django.utils import translation

from handlekraft.web.paper import NoSuchPaper, find_template, fonts, paper

VISIT = {
    "time": "15.45",
    "minutes": "40 min",
    "name": "Bent Aagaard",
    "address": "Møllevej 3, 2. tv",
    "what_matters": "At jeg selv kan lave min kaffe",
    "agreed": "støtte til aftensmad",
    "alerts": ["Penicillin", "Hund"],
    "with": "Jonas",
}
DAY: dict[str, Any] = {
    "title": "Dagsliste",
    "who": "Samira Khan",
    "day": "mandag 23. november 2026",
    "sender": "Team Åparken",
    "printed": "Udskrevet kl. 14.50",
    "visits": [VISIT],
}
LETTER: dict[str, Any] = {
    "title": "Din invitation",
    "sender": "Åby Kommune",
    "place_and_date": "Åby, 23. november 2026",
    "to": ["Samira Khan", "Team Åparken"],
    "paragraphs": ["Du er inviteret til Handlekraft.", "Skriv koden ind."],
    "facts": [["Brugernavn", "samira"], ["Kode", "ABC-123"]],
    "signed": ["Venlig hilsen", "Birgit"],
}


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What goes to Typst, which then works as always."""
    calls: list[dict[str, Any]] = []
    compile_sheet = typst.compile

    def note(source: str, **options: Any) -> bytes:
        calls.append({"source": source, **options})
        return bytes(compile_sheet(source, **options))

    monkeypatch.setattr(typst, "compile", note)
    return calls


@pytest.mark.parametrize(("template", "values"), [("web/paper/letter.typ", LETTER), ("web/paper/day_list.typ", DAY)])
def test_a_sheet_is_a_tagged_pdf(template: str, values: dict[str, Any]) -> None:
    pdf = paper(template, values)
    assert pdf.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf
    assert b"pdfuaid" in pdf
    assert b"/Lang(da)" in pdf
    assert b"IBMPlexSans" in pdf


def test_a_sheet_speaks_the_language_of_its_reader() -> None:
    with translation.override("en"):
        assert b"/Lang(en)" in paper("web/paper/day_list.typ", DAY)
    with translation.override(None):
        assert b"/Lang(da)" in paper("web/paper/day_list.typ", DAY)


def test_words_of_people_are_never_run(compiled: list[dict[str, Any]]) -> None:
    nasty = '#panic("x") $ \\ "] #import "@local/x:1"'
    paper("web/paper/day_list.typ", DAY | {"visits": [VISIT | {"name": nasty, "what_matters": nasty, "agreed": nasty}]})
    assert "panic" in compiled[0]["sys_inputs"]["values"]
    assert compiled[0]["ignore_system_fonts"] is True


def test_a_long_day_goes_on_over_the_page() -> None:
    short, long = paper("web/paper/day_list.typ", DAY), paper("web/paper/day_list.typ", DAY | {"visits": [VISIT] * 30})
    assert len(long) > len(short)


def test_a_day_without_visits_and_a_letter_without_facts_are_whole() -> None:
    bare = {key: value for key, value in LETTER.items() if key != "facts"}
    plain = {**VISIT, "what_matters": "", "agreed": "", "alerts": [], "with": ""}
    assert paper("web/paper/letter.typ", bare).startswith(b"%PDF-")
    assert paper("web/paper/day_list.typ", DAY | {"visits": []}).startswith(b"%PDF-")
    assert paper("web/paper/day_list.typ", DAY | {"visits": [plain]}).startswith(b"%PDF-")


def test_a_sheet_that_nobody_drew_is_a_mistake() -> None:
    with pytest.raises(NoSuchPaper, match=r"web/paper/song\.typ"):
        find_template("web/paper/song.typ")


def test_without_the_design_system_paper_is_set_in_what_typst_brings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finders, "find", lambda path: None)
    fonts.cache_clear()
    assert fonts() == ()
    assert paper("web/paper/letter.typ", LETTER).startswith(b"%PDF-")
    fonts.cache_clear()
