"""Tables out of files: CSV as Danish spreadsheets write it, and XLSX. No meaning yet, only rows with their numbers.

openpyxl is imported where it is used: it brings numpy along, which the web process does without.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

LARGEST = 20_000_000


@dataclass(frozen=True)
class Sheet:
    """One table: its name in lower case, where it stands, its headings, and its rows by number as people count."""

    name: str
    source: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


class Unreadable(ValueError):
    """A file that is no table, as a sentence."""


def read_folder(folder: Path) -> list[Sheet]:
    """The tables of all CSV and XLSX files in a folder, or of one such file."""
    if not folder.exists():
        raise Unreadable(_("%(file)s findes ikke.") % {"file": folder})
    files = sorted(folder.iterdir()) if folder.is_dir() else [folder]
    sheets = []
    for file in files:
        if file.suffix.lower() in {".csv", ".xlsx"}:
            with file.open("rb") as content:
                sheets += read_file(file.name, content)
    return sheets


def read_file(name: str, content: BinaryIO) -> list[Sheet]:
    """The tables of one file: each sheet of a workbook, or the one table of a CSV file."""
    raw = content.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise Unreadable(_("%(file)s er for stor. Del den op.") % {"file": name})
    if name.lower().endswith(".xlsx"):
        return read_workbook(name, raw)
    if name.lower().endswith(".csv"):
        return [sheet_of(Path(name).stem, name, read_csv(name, raw))]
    raise Unreadable(_("%(file)s er hverken CSV eller XLSX.") % {"file": name})


def read_csv(name: str, raw: bytes) -> Iterable[Sequence[object]]:
    """Rows of a CSV file in UTF-8 or in the old Windows alphabet, split by semicolon, comma or tab."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Unreadable(_("%(file)s kan ikke læses som CSV. Gem den igen som CSV.") % {"file": name}) from error


def read_workbook(name: str, raw: bytes) -> list[Sheet]:
    """The sheets of a workbook that hold anything."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Unreadable(_("%(file)s er ikke et regneark i XLSX. Gem den igen som XLSX.") % {"file": name}) from error
    sheets = [sheet_of(sheet.title, f"{name}, {sheet.title}", sheet.iter_rows(values_only=True)) for sheet in book]
    return [sheet for sheet in sheets if sheet.headings]


def sheet_of(name: str, source: str, rows: Iterable[Sequence[object]]) -> Sheet:
    """A table from raw rows: the first row holds the headings, empty rows are passed over."""
    numbered = enumerate((tuple(as_text(value) for value in row) for row in rows), start=1)
    filled = [(number, row) for number, row in numbered if any(row)]
    if not filled:
        return Sheet(name.strip().lower(), source, (), ())
    headings = tuple(heading.strip().lower() for heading in filled[0][1])
    return Sheet(name.strip().lower(), source, headings, tuple(filled[1:]))


def as_text(value: object) -> str:
    """A cell as a person would type it: spreadsheets turn dates, times and numbers into values of their own."""
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%d.%m.%Y}" if value.time() == time() else f"{value:%d.%m.%Y %H:%M}"
        case date():
            return f"{value:%d.%m.%Y}"
        case time():
            return f"{value:%H:%M}"
        case float() if value.is_integer():
            return str(int(value))
    return str(value).strip()


def write_workbook(tables: Iterable[tuple[str, Sequence[Sequence[str]]]]) -> bytes:
    """A workbook of named tables; every cell is text, so that numbers keep their leading zeros."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tables:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.freeze_panes = "A2"
        for column in sheet.columns:
            sheet.column_dimensions[column[0].column_letter].width = 4 + max(
                len(str(cell.value or "")) for cell in column
            )
            for cell in column:
                cell.number_format = "@"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def cells(sheet: Sheet) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row as heading to text, with its number."""
    for number, row in sheet.rows:
        yield number, dict(zip(sheet.headings, row, strict=False))
