"""The database itself refuses to change, replace or remove a row of the log - in tests as in production."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from handlekraft.audit import triggers
from handlekraft.audit.log import write_event
from handlekraft.audit.models import Block, Event, EventCitizen, SealedEvent
from handlekraft.audit.sealing import seal

pytestmark = pytest.mark.django_db

REFUSED = [
    "UPDATE audit_event SET verb = 'nothing'",
    "UPDATE audit_eventcitizen SET citizen_id = 8",
    "UPDATE audit_sealedevent SET block = 2",
    "UPDATE audit_block SET head = 'x'",
    "UPDATE audit_block SET pruned_at = sealed_at, digest = 'x'",
    "DELETE FROM audit_event",
    "DELETE FROM audit_event WHERE id > 0",
    "DELETE FROM audit_eventcitizen",
    "DELETE FROM audit_sealedevent",
    "DELETE FROM audit_block",
    # A citizen slipped into an event that is sealed.
    "INSERT INTO audit_eventcitizen (event_id, citizen_id, basis) SELECT event_id, 99, '' FROM audit_eventcitizen",
    # A block that is born pruned.
    (
        "INSERT INTO audit_block (number, sealed_at, digest, previous, head, pruned_at)"
        " SELECT number + 1, sealed_at, digest, head, head, sealed_at FROM audit_block"
    ),
]
COLUMNS = "at, verb, actor_id, role, profession, team_id, subject_kind, subject_id, page"
# Ways of one database alone to make a row vanish without deleting it.
OWN_WAYS = {
    "sqlite": [
        f"INSERT OR REPLACE INTO audit_event (id, {COLUMNS}) SELECT id, {COLUMNS} FROM audit_event",
        (
            "INSERT OR REPLACE INTO audit_eventcitizen (id, event_id, citizen_id, basis)"
            " SELECT id, 77, 8, '' FROM audit_eventcitizen"
        ),
        (
            "INSERT OR REPLACE INTO audit_sealedevent (event_id, block, digest)"
            " SELECT event_id, 2, '' FROM audit_sealedevent"
        ),
        (
            "INSERT OR REPLACE INTO audit_block (number, sealed_at, digest, previous, head)"
            " SELECT number, sealed_at, '', '', '' FROM audit_block"
        ),
        "UPDATE OR REPLACE audit_block SET number = 1",
    ],
    "postgresql": [f"TRUNCATE {table}" for table in triggers.TABLES],
}


@pytest.fixture
def sealed_event() -> Event:
    """One event about one citizen, sealed in block 1."""
    event = write_event("visit documented", actor_id=1, citizens=[7], basis={7: "team"})
    seal(timezone.now())
    return event


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", REFUSED)
def test_a_row_of_the_log_stays_as_it_was_written(sealed_event: Event, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        execute(statement)


@pytest.mark.parametrize("statement", OWN_WAYS[connection.vendor])
def test_a_row_does_not_vanish_past_the_delete_guard(sealed_event: Event, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        execute(statement)


def test_the_key_of_a_pruned_event_is_not_used_again(sealed_event: Event) -> None:
    Block.objects.update(pruned_at=timezone.now())
    Event.objects.all().delete()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.create(pk=sealed_event.pk, at=timezone.now(), verb="visit documented")


def test_only_the_events_of_a_pruned_block_may_go(sealed_event: Event) -> None:
    fresh = write_event("visit documented", actor_id=1, citizens=[7])
    Block.objects.update(pruned_at=timezone.now())
    EventCitizen.objects.filter(event_id=sealed_event.pk).delete()
    Event.objects.filter(pk=sealed_event.pk).delete()
    assert list(Event.objects.values_list("pk", flat=True)) == [fresh.pk]
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.all().delete()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        EventCitizen.objects.all().delete()
    assert SealedEvent.objects.count() == 1


def test_a_block_is_marked_pruned_once(sealed_event: Event) -> None:
    Block.objects.update(pruned_at=timezone.now())
    for again in (timezone.now(), None):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            Block.objects.update(pruned_at=again)


def test_a_missing_guard_is_noticed(sealed_event: Event) -> None:
    assert triggers.missing(connection) == []
    triggers.remove(connection)
    assert "audit_event_update_guard" in triggers.missing(connection)
    triggers.install(connection)
    assert triggers.missing(connection) == []


def test_postgresql_has_a_guard_of_its_own_against_emptying_a_table() -> None:
    statements = triggers.installation("postgresql")
    functions = [statement for statement in statements if statement.startswith("CREATE FUNCTION")]
    assert len(functions) == len(triggers.removal("postgresql")) == len(statements) / 2
    assert [statement for statement in statements if "BEFORE TRUNCATE" in statement] == [
        f"CREATE TRIGGER {table}_truncate_guard BEFORE TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_truncate_guard()"
        for table in triggers.TABLES
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", ["first", "second"])
def test_the_tables_are_empty_and_guarded_at_the_start_of_every_test(_time: str, at: Callable[[str], None]) -> None:
    assert not Event.objects.exists()
    assert triggers.missing(connection) == []
    write_event("visit documented", actor_id=1, citizens=[7])
