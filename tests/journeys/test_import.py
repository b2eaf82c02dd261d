"""A team comes from the spreadsheets it has: with mistakes in them, then mended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from pathlib import Path

from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import assert_accessible
from tests.journeys.browser import Browser, picture
from tests.journeys.house import House
from tests.journeys.ways import build, follow, press, set_up, take_up_invitation

type Table = Sequence[Sequence[object]]

TEAM = "Team Åparken"
LAST_YEAR = date(2025, 12, 1)
MONDAY = date(2026, 11, 30)
EMPLOYEES: Table = [
    ("nummer", "navn", "faggruppe", "transport", "timer om ugen", "mail", "team", "rolle", "fra", "kompetencer"),
    (101, "Mette Lund", "SSA", "cykel", "37:00", "mette@example.org", TEAM, "teammedlem", LAST_YEAR, "Medicin"),
    (102, "Ali Haddad", None, "bil", "32:30", None, TEAM, "teammedlem", LAST_YEAR, None),
]
WRONG_EMPLOYEES: Table = [
    EMPLOYEES[0],
    EMPLOYEES[1],
    (102, None, None, "hest", "32:30", None, "Team Åparker", "teammedlem", "31.2.2026", None),
]
CITIZENS: Table = [
    (
        "nummer",
        "navn",
        "cpr",
        "adresse",
        "team",
        "breddegrad",
        "længdegrad",
        "kontaktperson",
        "kendte ansigter",
        "vigtigt",
    ),
    ("B-1", "Ella Winther", "770540-0012", "Åparken 12", TEAM, 55.641, 12.081, 101, "101, 102", "Min egen kaffe"),
    ("B-2", "Karl Mortensen", "620340-0021", "Åparken 30", TEAM, 55.643, 12.084, 102, 102, None),
]
HELP: Table = [
    ("nummer", "borger", "titel", "dage", "minutter", "tidligst", "senest", "kompetencer", "vigtighed", "fra"),
    ("H-1", "B-1", "Morgenhjælp", "alle", 30, time(7), time(10), None, "samme dag", LAST_YEAR),
    ("H-2", "B-2", "Medicin", "ma on fr", 15, time(8), time(11), "Medicin", "må aldrig udgå", LAST_YEAR),
]
SHIFTS: Table = [
    ("medarbejder", "team", "dato", "start", "slut"),
    *[(101, TEAM, MONDAY + timedelta(days=day), time(7), time(15)) for day in range(5)],
    *[(102, TEAM, MONDAY + timedelta(days=day), time(7), time(15)) for day in (5, 6)],
]
WRONG_CITIZENS: Table = [*CITIZENS[:2], ("B-2", "Karl Mortensen", "990199-0021", "", TEAM, 100, 12.084, 102, 999, None)]
WRONG_HELP: Table = [
    *HELP[:2],
    ("H-2", "B-9", "Medicin", "ma on xdag", 15, time(11), time(8), "Medicin", "straks", None),
]


def workbook(file: Path, **tables: Table) -> Path:
    """A spreadsheet as a secretary saves it: dates, times and numbers are values of their own."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tables.items():
        sheet = book.create_sheet(name.capitalize())
        for row in rows:
            sheet.append(list(row))
    book.save(file)
    return file


def take_in(page: Page, file: Path) -> None:
    """Choose the file on the page and send it."""
    page.goto("/indlaes/")
    page.get_by_label("Filer").set_input_files(file)
    press(page, "Indlæs")


def faults(page: Page) -> list[tuple[str, str, str]]:
    """Row, column and the first words of every fault on the page."""
    expect(page.get_by_role("heading", name="Det skal rettes i filerne")).to_be_visible()
    rows = page.locator(".card.clay tbody tr").all()
    cells = [row.locator("td").all_inner_texts() for row in rows]
    return [(number, column, sentence) for _file, number, column, sentence in cells]


def outcomes(page: Page) -> dict[str, list[str]]:
    """New, changed and untouched rows of each table."""
    expect(page.get_by_role("heading", name="Filerne er indlæst")).to_be_visible()
    rows = page.locator(".card.spruce tbody tr").all()
    return {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in rows}


def test_a_team_comes_from_spreadsheets(empty_house: House, browser: Browser, tmp_path: Path) -> None:
    page = browser.desk(empty_house)
    set_up(page, empty_house)
    build(page, section="Sektion Øst", team=TEAM)
    henrik_takes_in_employees(page, browser, tmp_path)
    follow(page, "Mette Lund")
    press(page, "Send link på mail")
    expect(page.get_by_text("Inviteret. Koden gælder til")).to_be_visible()

    desk = browser.desk(empty_house)
    take_up_invitation(desk, empty_house, "mette@example.org", "Mette")
    mette_takes_in_the_rest(desk, browser, tmp_path)
    the_week_is_planned_from_the_shell(desk, empty_house)


def henrik_takes_in_employees(page: Page, browser: Browser, folder: Path) -> None:
    """Four mistakes in one row: all are named, and nobody comes in."""
    with browser.awaiting(422):
        take_in(page, workbook(folder / "ansatte.xlsx", medarbejdere=WRONG_EMPLOYEES))
        assert faults(page) == [
            ("3", "navn", "Feltet skal udfyldes."),
            ("3", "transport", "“hest”: skal være en af: gå, gang, til fods, cykel, bil"),
            ("3", "fra", "“31.2.2026”: Datoen 31.2.2026 findes ikke i kalenderen."),
        ]
    assert_accessible(page)
    picture(page, "indlaes-fejl")
    page.goto("/opsaetning/medarbejdere/")
    expect(page.get_by_role("table")).not_to_contain_text("Mette Lund")
    take_in(page, workbook(folder / "ansatte.xlsx", medarbejdere=EMPLOYEES))
    assert outcomes(page) == {"Medarbejdere": ["2", "0", "0"]}
    page.goto("/opsaetning/medarbejdere/")


def mette_takes_in_the_rest(page: Page, browser: Browser, folder: Path) -> None:
    """Citizens, help and shifts in one workbook; a second time it changes nothing."""
    with browser.awaiting(422):
        take_in(page, workbook(folder / "team.xlsx", borgere=WRONG_CITIZENS, hjælp=WRONG_HELP, vagter=SHIFTS))
        found = faults(page)
    assert [(row, column) for row, column, _ in found] == [
        ("3", "cpr"), ("3", "adresse"), ("3", "breddegrad"),
        ("3", "dage"), ("3", "vigtighed"),
    ]  # fmt: skip
    page.goto("/borgere/")
    assert "Ella" not in page.content()
    take_in(page, workbook(folder / "team.xlsx", borgere=CITIZENS, hjælp=HELP, vagter=SHIFTS))
    assert outcomes(page) == {"Borgere": ["2", "0", "0"], "Hjælp": ["2", "0", "0"], "Vagter": ["7", "0", "0"]}
    assert_accessible(page)
    picture(page, "indlaest")
    take_in(page, workbook(folder / "team.xlsx", borgere=CITIZENS, hjælp=HELP, vagter=SHIFTS))
    assert outcomes(page) == {"Borgere": ["0", "0", "2"], "Hjælp": ["0", "0", "2"], "Vagter": ["0", "0", "7"]}


def the_week_is_planned_from_the_shell(page: Page, house: House) -> None:
    """The command line proposes; the team sees the proposal on its page."""
    house.command("work", "--once")
    told = house.command("plan", "--team", TEAM, "--week", "2026-49", "--iterations", "2000")
    assert "Ikke dækket" in told
    page.goto("/ugen/")
    follow(page, "Ugen efter")
    expect(page.get_by_text("Ikke vedtaget endnu")).to_be_visible()
    expect(page.get_by_role("region", name="Mandag 30. november").get_by_role("link", name="Ella")).to_be_visible()
    picture(page, "ugen-indlaest")
