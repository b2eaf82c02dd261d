"""Whoever changes the log past the application is found, and told by row."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from handlekraft.audit import chain, heads, triggers
from handlekraft.audit.log import write_event
from handlekraft.audit.models import Block, Event, EventCitizen, SealedEvent
from handlekraft.audit.retention import prune, prune_old
from handlekraft.audit.sealing import seal
from handlekraft.audit.verification import verify
from handlekraft.demo.makers import local
from handlekraft.people.models import DatedSetting

pytestmark = pytest.mark.django_db

# Two events in each of three blocks, an hour old: keys 1 to 6 on an empty database.
Log = list[int]


@pytest.fixture
def log() -> Log:
    keys = []
    hour_ago = timezone.now() - timedelta(hours=1)
    for number in range(3):
        keys += [write_event("visit documented", actor_id=1, citizens=[7, 8]).pk for _event in range(2)]
        seal(hour_ago + timedelta(minutes=number))
    return keys


def forge(*statements: str) -> None:
    """Change rows as somebody could who holds the keys of the database."""
    triggers.remove(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    triggers.install(connection)


def test_a_log_that_nobody_touched_is_whole(log: Log) -> None:
    report = verify()
    assert (report.blocks, report.events, report.faults, report.notes) == (3, 6, [], [])


@pytest.mark.parametrize(
    ("statement", "faults"),
    [
        ("UPDATE audit_event SET verb = 'x' WHERE id = {2}", ["Hændelse {2} i blok 2 er ændret."]),
        ("UPDATE audit_event SET actor_id = 9 WHERE id = {0}", ["Hændelse {0} i blok 1 er ændret."]),
        ("UPDATE audit_eventcitizen SET basis = 'x' WHERE event_id = {5}", ["Hændelse {5} i blok 3 er ændret."]),
        (
            "DELETE FROM audit_eventcitizen WHERE event_id = {1} AND citizen_id = 7",
            ["Hændelse {1} i blok 1 er ændret."],
        ),
        (
            "INSERT INTO audit_eventcitizen (event_id, citizen_id, basis) VALUES ({3}, 9, '')",
            ["Hændelse {3} i blok 2 er ændret."],
        ),
        ("UPDATE audit_sealedevent SET digest = 'x' WHERE event_id = {4}", [
            "Blok 3: listen over dens hændelser er ændret.", "Hændelse {4} i blok 3 er ændret."]),
        ("UPDATE audit_block SET digest = 'x' WHERE number = 2", [
            "Blok 2 er ændret.", "Blok 2: listen over dens hændelser er ændret."]),
        ("UPDATE audit_block SET previous = 'x' WHERE number = 2", [
            "Blok 2 bygger ikke på blokken før.", "Blok 2 er ændret."]),
    ],
)  # fmt: skip
def test_a_changed_row_is_found(log: Log, statement: str, faults: list[str]) -> None:
    forge(statement.format(*log))
    assert verify().faults == [fault.format(*log) for fault in faults]


def test_a_missing_event_is_found(log: Log) -> None:
    forge(f"DELETE FROM audit_event WHERE id = {log[2]}")
    rows = EventCitizen.objects.filter(event_id=log[2]).order_by("pk")
    assert verify().faults == [
        f"Hændelse {log[2]} i blok 2 mangler.",
        *(f"Række {row.pk} hører til hændelse {log[2]}, som mangler." for row in rows),
    ]


def test_reordered_events_are_found(log: Log) -> None:
    forge(
        f"UPDATE audit_event SET id = 9000 WHERE id = {log[0]}",
        f"UPDATE audit_event SET id = {log[0]} WHERE id = {log[1]}",
        f"UPDATE audit_event SET id = {log[1]} WHERE id = 9000",
    )
    assert verify().faults == [f"Hændelse {key} i blok 1 er ændret." for key in log[:2]]


def test_reordered_blocks_are_found(log: Log) -> None:
    forge(
        "UPDATE audit_block SET number = 9 WHERE number = 1",
        "UPDATE audit_block SET number = 1 WHERE number = 2",
        "UPDATE audit_block SET number = 2 WHERE number = 9",
    )
    faults = verify().faults
    assert "Blok 1 bygger ikke på blokken før." in faults
    assert "Blok 2 har et andet hoved i filen: kæden er skrevet om." in faults


def test_a_missing_block_is_found(log: Log) -> None:
    forge("DELETE FROM audit_block WHERE number = 2")
    assert verify().faults == [
        "Blok 2 til 2 mangler.",
        *(f"Hændelse {key} hører til blok 2, som mangler." for key in log[2:4]),
        "Blok 2 står i filen med hoveder, men ikke i databasen.",
    ]


def test_a_cut_tail_is_found_by_the_file(log: Log) -> None:
    keys = ", ".join(str(key) for key in log[4:])
    forge(
        "DELETE FROM audit_block WHERE number = 3",
        "DELETE FROM audit_sealedevent WHERE block = 3",
        f"DELETE FROM audit_eventcitizen WHERE event_id IN ({keys})",
        f"DELETE FROM audit_event WHERE id IN ({keys})",
    )
    assert verify().faults == ["Blok 3 står i filen med hoveder, men ikke i databasen."]


def write_chain_anew() -> None:
    """All of it, hashes included: the chain itself is whole again."""
    triggers.remove(connection)
    SealedEvent.objects.all().delete()
    Block.objects.all().delete()
    triggers.install(connection)


def test_a_chain_written_anew_is_found_by_the_file(log: Log, heads_file: Path) -> None:
    kept = heads_file.read_text()
    newest = Block.objects.get(number=3).head
    forge(f"UPDATE audit_event SET actor_id = 2 WHERE id = {log[0]}")
    write_chain_anew()
    heads_file.unlink()
    seal(timezone.now())
    assert verify().faults == []
    heads_file.write_text(kept)
    assert verify().faults == [
        "Blok 1 har et andet hoved i filen: kæden er skrevet om.",
        "Blok 2 står i filen med hoveder, men ikke i databasen.",
        "Blok 3 står i filen med hoveder, men ikke i databasen.",
    ]
    assert verify(since_head=newest).faults == [
        f"Hovedet {newest} findes ikke i kæden: den er kappet eller skrevet om."
    ]


def test_from_a_kept_head_only_the_rest_is_looked_through(log: Log) -> None:
    forge(f"UPDATE audit_event SET verb = 'x' WHERE id IN ({log[0]}, {log[4]})")
    report = verify(since_head=Block.objects.get(number=2).head)
    assert (report.blocks, report.events) == (1, 2)
    assert report.faults == [f"Hændelse {log[4]} i blok 3 er ændret."]


def test_an_event_that_nothing_sealed_is_found_after_a_while(log: Log, at: Callable[[str], None]) -> None:
    at("2026-11-23 14:50")
    event = write_event("visit documented", actor_id=1)
    assert verify().faults == []
    at("2026-11-23 15:01")
    assert verify().faults == [f"Hændelse {event.pk} er ikke forseglet."]


def test_a_block_that_the_file_does_not_know_is_found(log: Log, heads_file: Path) -> None:
    lines = heads_file.read_text().splitlines(keepends=True)
    heads_file.write_text("".join(lines[:1]))
    assert verify().faults == [f"Blok {number} står ikke i filen med hoveder." for number in (2, 3)]
    heads_file.unlink()
    assert len(verify().faults) == 3


def test_a_missing_guard_is_told(log: Log) -> None:
    triggers.remove(connection)
    assert "Databasens vagt audit_event_update_guard mangler." in verify().faults


def test_after_a_restore_the_lost_blocks_are_told_but_no_fault(log: Log) -> None:
    forge("DELETE FROM audit_block WHERE number > 1", "DELETE FROM audit_sealedevent WHERE block > 1")
    keys = ", ".join(str(key) for key in log[2:])
    forge(f"DELETE FROM audit_eventcitizen WHERE event_id IN ({keys})", f"DELETE FROM audit_event WHERE id IN ({keys})")
    heads.note_restore(timezone.now())
    write_event("visit documented", actor_id=1)
    seal(timezone.now())
    report = verify()
    assert report.faults == []
    assert report.notes == [
        "Databasen blev lagt tilbage fra en sikkerhedskopi: hændelser efter blok 1 kan mangle."
    ]  # fmt: skip
    assert [line for line in heads.lines() if isinstance(line, heads.Restore)] == [heads.Restore(1)]


def test_a_restore_of_an_empty_log_is_noted(heads_file: Path) -> None:
    heads.note_restore(timezone.now())
    write_event("visit documented", actor_id=1)
    seal(timezone.now())
    assert next(iter(heads.lines())) == heads.Restore(0)
    assert verify().faults == []


# --- how long it is kept ---


def test_whole_blocks_go_and_the_chain_stays_whole(log: Log) -> None:
    DatedSetting.objects.create(key="audit.keep_years", value=0, valid_from="2020-01-01", source="Prøve")
    hour_ago = timezone.now() - timedelta(hours=1)
    digests = list(SealedEvent.objects.values_list("digest", flat=True))
    assert prune(before=hour_ago + timedelta(minutes=1, seconds=30)) == 2
    assert list(Event.objects.values_list("pk", "verb")) == [
        (log[4], "visit documented"),
        (log[5], "visit documented"),
        (log[5] + 1, "log pruned"),
    ]
    assert not EventCitizen.objects.filter(event_id__in=log[:4]).exists()
    assert list(SealedEvent.objects.values_list("digest", flat=True)) == digests
    assert prune(before=hour_ago) == 0


def test_five_years_are_kept_unless_the_municipality_says_otherwise(at: Callable[[str], None]) -> None:
    at("2020-02-29 12:00")
    write_event("visit documented", actor_id=1, citizens=[7])
    seal(timezone.now())
    at("2025-02-28 12:00")
    prune_old()
    assert Block.objects.get().pruned_at is None
    at("2025-03-01 12:00")
    prune_old()
    assert Block.objects.get().pruned_at is not None
    assert not EventCitizen.objects.exists()
    assert verify().faults == []


def test_the_municipality_may_keep_it_longer(at: Callable[[str], None]) -> None:
    at("2020-02-29 12:00")
    write_event("visit documented", actor_id=1)
    seal(timezone.now())
    DatedSetting.objects.create(key="audit.keep_years", value=10, valid_from="2024-01-01", source="Byrådet")
    at("2026-11-23 12:00")
    prune_old()
    assert Block.objects.get().pruned_at is None


@pytest.mark.parametrize("years", [0, 30])
def test_rows_removed_under_the_pretext_of_age_are_found(log: Log, years: int) -> None:
    pretext = (timezone.now() + timedelta(days=365 * years)).isoformat(sep=" ")
    forge(f"UPDATE audit_block SET pruned_at = '{pretext}' WHERE number = 1")
    EventCitizen.objects.filter(event_id__in=log[:2]).delete()
    Event.objects.filter(pk__in=log[:2]).delete()
    assert verify().faults == ["Blok 1 er slettet før tid."]


# --- the command ---


def run(*words: str) -> tuple[str, int]:
    """What the command prints, and its exit code."""
    out = StringIO()
    try:
        call_command("audit", *words, stdout=out, no_color=True)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def test_the_command_says_that_the_log_is_whole(log: Log) -> None:
    printed, code = run("verify")
    newest = Block.objects.get(number=3)
    assert code == 0
    assert printed.splitlines()[0] == "Efterprøvet: 3 blokke med 6 hændelser."
    assert f"Seneste hoved: {newest.head} fra " in printed
    assert printed.splitlines()[-1] == "Loggen er hel."


def test_the_command_names_what_is_wrong(log: Log) -> None:
    forge(f"UPDATE audit_event SET verb = 'x' WHERE id = {log[4]}")
    printed, code = run("verify", "--since", Block.objects.get(number=1).head)
    assert code == 1
    assert printed.splitlines()[0] == f"Hændelse {log[4]} i blok 3 er ændret."
    assert printed.splitlines()[-1] == "Loggen er ikke hel. Fejl: 1."


def test_the_command_tells_of_a_restore_and_of_an_empty_log() -> None:
    heads.note_restore(timezone.now())
    printed, code = run("verify")
    assert code == 0
    assert printed.splitlines()[1:] == ["Efterprøvet: 0 blokke med 0 hændelser.", "Loggen er hel."]


def test_the_command_knows_no_other_task() -> None:
    with pytest.raises(CommandError):
        call_command("audit", "rewrite")


def test_the_text_that_is_hashed_is_the_same_on_every_database() -> None:
    event = Event(pk=1, at=local("2026-11-23 14:50"), verb="visit documented")
    rows = [EventCitizen(pk=3, event_id=1, citizen_id=7, basis="team")]
    assert chain.event_digest(event, rows) == "51b5aa91f418e5923f96b58fdeb7062b5b8f0f123280491d3664d8ef0727169b"
