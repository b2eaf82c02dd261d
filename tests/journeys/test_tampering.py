"""The log is sealed: whoever changes a row in the database file, past the house and its guards, is found out."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.journeys.browser import Browser
from tests.journeys.house import House
from tests.journeys.ways import sign_in_as


@pytest.mark.requirement("D-03")
def test_a_row_changed_in_the_file_is_found(house: House, browser: Browser) -> None:
    desk = browser.desk(house)
    sign_in_as(desk, "Mette")
    desk.goto("/borgere/1/")
    house.command("work", "--once")
    assert "Loggen er hel." in house.command("audit", "verify")

    with closing(sqlite3.connect(house.database)) as database, pytest.raises(sqlite3.IntegrityError):
        database.execute("UPDATE audit_event SET actor_id = actor_id + 1 WHERE verb = 'citizens seen'")
    with closing(sqlite3.connect(house.database)) as database, database:
        guards = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            database.execute(f"DROP TRIGGER {name}")
        looked = database.execute(
            "SELECT id FROM audit_event WHERE verb = 'citizens seen' ORDER BY id DESC"
        ).fetchone()[0]
        database.execute("UPDATE audit_event SET actor_id = actor_id + 1 WHERE id = ?", [looked])
        for _, sql in guards:
            database.execute(sql)

    told = house.command("audit", "verify", fails=True)
    assert "Loggen er ikke hel. Fejl: 1." in told
    assert str(looked) in told.replace(".", "")
