"""What is committed is sealed into a chain of blocks, whose heads also stand in a file."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from handlekraft.audit import chain, heads, sealing
from handlekraft.audit.log import write_event
from handlekraft.audit.models import Block, Event, EventCitizen, SealedEvent
from handlekraft.audit.sealing import seal, seal_now
from handlekraft.demo.makers import local

pytestmark = pytest.mark.django_db


def write(*citizens: int) -> Event:
    return write_event("visit documented", actor_id=1, citizens=citizens)


def listed(number: int) -> list[int]:
    """Keys of the events that a block lists."""
    return list(SealedEvent.objects.filter(block=number).order_by("event_id").values_list("event_id", flat=True))


def test_a_block_lists_what_no_block_listed_before(at: Callable[[str], None]) -> None:
    at("2026-11-23 14:50")
    first, second = write(7), write()
    assert seal(timezone.now()) == 2
    third = write(7, 8)
    assert seal(timezone.now()) == 1
    assert seal(timezone.now()) == 0
    assert (listed(1), listed(2)) == ([first.pk, second.pk], [third.pk])


def test_each_block_stands_on_the_one_before() -> None:
    for _minute in range(3):
        write(7)
        seal_now()
    blocks = list(Block.objects.all())
    assert [block.number for block in blocks] == [1, 2, 3]
    assert [block.previous for block in blocks] == [chain.BEGINNING, blocks[0].head, blocks[1].head]
    assert len({block.head for block in blocks}) == 3


def test_an_empty_minute_makes_no_block(heads_file: Path) -> None:
    seal_now()
    assert not Block.objects.exists()
    assert heads_file.read_text() == ""


def test_many_events_become_several_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "EVENTS_IN_A_BLOCK", 2)
    keys = [write().pk for _event in range(5)]
    assert seal(timezone.now()) == 5
    assert [listed(1), listed(2), listed(3)] == [keys[:2], keys[2:4], keys[4:]]


def test_an_event_committed_late_is_sealed_in_a_later_block() -> None:
    write()
    late = Event(pk=write().pk + 5, at=timezone.now(), verb="visit documented")
    after = Event.objects.create(pk=late.pk + 5, at=timezone.now(), verb="visit documented")
    seal_now()
    late.save(force_insert=True)
    seal_now()
    assert after.pk in listed(1)
    assert listed(2) == [late.pk]


def test_what_was_sealed_long_ago_is_not_searched_again() -> None:
    old = write()
    seal(timezone.now() - timedelta(days=3))
    fresh = write()
    with connection.execute_wrapper(asks_above := Watch(f'"id" > {old.pk}')):
        seal(timezone.now())
    assert listed(2) == [fresh.pk]
    assert asks_above.seen


class Watch:
    """Notes whether a piece of SQL was asked."""

    def __init__(self, piece: str) -> None:
        self.piece = piece
        self.seen = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if params and self.piece in sql % tuple(params):
            self.seen = True
        return execute(sql, params, many, context)


def test_the_heads_stand_in_the_file(heads_file: Path, at: Callable[[str], None]) -> None:
    write()
    write()
    moment = local("2026-11-23 14:50")
    seal(moment)
    block = Block.objects.get()
    assert heads_file.read_text() == f"1 {block.head} 2026-11-23T13:50:00.000000+00:00 2\n"


def test_a_head_that_a_crash_kept_from_the_file_is_written_next_time(heads_file: Path) -> None:
    write()
    seal_now()
    complete = heads_file.read_text()
    write()
    seal_now()
    heads_file.write_text(complete)
    write()
    seal_now()
    assert [line.number for line in heads.lines()] == [1, 2, 3]


class LosesTheRace:
    """The database's answer to whoever comes second with a block number."""

    def __init__(self, times: int) -> None:
        self.times = times

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if self.times and sql.startswith('INSERT INTO "audit_block"'):
            self.times -= 1
            raise IntegrityError
        return execute(sql, params, many, context)


def test_who_loses_the_race_for_a_number_tries_again() -> None:
    write()
    with connection.execute_wrapper(LosesTheRace(times=2)):
        assert seal(timezone.now()) == 1
    assert Block.objects.get().number == 1


def test_who_always_loses_says_so() -> None:
    write()
    with pytest.raises(IntegrityError), connection.execute_wrapper(LosesTheRace(times=99)):
        seal(timezone.now())


@contextmanager
def database_of_several(folder: Path) -> Iterator[dict[str, Any]]:
    """Settings of a database that several share: SQLite's test database lives in memory, so a file of it."""
    shared = dict(connection.settings_dict)
    if connection.vendor == "sqlite":
        shared["NAME"] = str(folder / "shared.sqlite3")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [shared["NAME"]])
    own = connections["default"]
    connections["default"] = type(own)(shared, "default")
    yield shared
    connections["default"].close()
    connections["default"] = own


@pytest.mark.django_db(transaction=True)
def test_several_workers_seal_each_event_once(tmp_path: Path) -> None:
    keys = [write(7).pk for _event in range(30)]

    def work(shared: dict[str, Any]) -> None:
        connections["default"] = type(connections["default"])(shared, "default")
        try:
            seal_now()
        finally:
            connections["default"].close()

    with database_of_several(tmp_path) as shared:
        workers = [threading.Thread(target=work, args=[shared]) for _worker in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert list(SealedEvent.objects.order_by("event_id").values_list("event_id", flat=True)) == keys
        numbers = list(Block.objects.values_list("number", flat=True))
    assert sorted({line.number for line in heads.lines()}) == numbers == list(range(1, len(numbers) + 1))


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_never_happened() -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert seal(timezone.now()) == 0


def test_rows_name_themselves_without_a_person(at: Callable[[str], None]) -> None:
    event = Event(at=local("2026-11-23 14:50"), verb="visit documented")
    names = [
        str(event),
        str(EventCitizen(event_id=1, citizen_id=7)),
        str(Block(number=3)),
        str(SealedEvent(event_id=1, block=3)),
    ]
    assert names == ["2026-11-23 14:50 visit documented", "1:7", "Block 3", "1 in 3"]
