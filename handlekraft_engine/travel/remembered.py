"""Travel times kept in a SQLite file of their own, so that a plan asks the map only for homes that are new.

Data protection. A list of the homes that a home-care team visits is health information, and this file lies outside the
database with its sight, log and erasure. So it holds no coordinates: each point is named by a keyed hash (HMAC-SHA256,
cut to 128 bits) of its rounded coordinates, and the key is kept elsewhere. Whoever has the file alone reads seconds
between points that have no place; whoever has file and key can only test a place that is thought of already. An answer
is forgotten ``KEPT_DAYS`` days after it was asked for, so an erased citizen's home goes without anybody's doing, and a
newer map on a server is noticed. The file can be deleted at any time; it belongs in no backup.
"""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handlekraft_engine.travel.streets import DECIMALS, Legs, Point

KEPT_DAYS = 60
"""How long an answer is used."""

BUSY_SECONDS = 10
"""How long to wait for another process that writes."""

TABLE = """
    CREATE TABLE IF NOT EXISTS leg (
        about BLOB, origin BLOB, target BLOB, seconds INTEGER, asked_on INTEGER, PRIMARY KEY (about, origin, target)
    ) WITHOUT ROWID
"""


@dataclass(frozen=True)
class Remembered:
    """The file at ``path``. ``key``: the installation's secret; another finds nothing. ``today``: no clock here."""

    path: Path
    key: bytes
    today: date

    def recall(self, about: str, points: Sequence[Point]) -> Legs:
        """What was asked in the last ``KEPT_DAYS`` days. Without a file: nothing, and none is made."""
        if not self.path.exists():
            return {}
        by_name = {self._name(point): point for point in points}
        with self._open() as file:
            file.execute("CREATE TEMP TABLE asked (name BLOB PRIMARY KEY)")
            file.executemany("INSERT INTO asked VALUES (?)", [(name,) for name in by_name])
            rows = file.execute(
                "SELECT origin, target, seconds FROM asked AS a CROSS JOIN leg ON about = ? AND origin = a.name "
                "WHERE target IN (SELECT name FROM asked) AND asked_on >= ?",
                (_short(about), self._oldest),
            )
            return {(by_name[origin], by_name[target]): seconds for origin, target, seconds in rows}

    def keep(self, about: str, legs: Legs) -> None:
        """Remember these from today on; forget what is too old."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        names = {point: self._name(point) for pair in legs for point in pair}
        day = self.today.toordinal()
        rows = [(_short(about), names[a], names[b], seconds, day) for (a, b), seconds in legs.items()]
        with self._open() as file:
            file.executemany("INSERT OR REPLACE INTO leg VALUES (?, ?, ?, ?, ?)", rows)
            file.execute("DELETE FROM leg WHERE asked_on < ?", (self._oldest,))

    @property
    def _oldest(self) -> int:
        return self.today.toordinal() - KEPT_DAYS

    def _name(self, point: Point) -> bytes:
        text = f"{point[0]:.{DECIMALS}f},{point[1]:.{DECIMALS}f}"
        return hmac.digest(self.key, text.encode(), hashlib.sha256)[:16]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The file in one transaction, readable by its owner only."""
        if not self.path.exists():
            self.path.touch(mode=0o600)
        with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS)) as file, file:
            file.execute(TABLE)
            yield file


def _short(about: str) -> bytes:
    """Map, mode and speed in eight bytes: they stand in every row."""
    return hashlib.sha256(about.encode()).digest()[:8]
