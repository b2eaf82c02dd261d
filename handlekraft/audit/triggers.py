"""What the database itself refuses: to change, replace or remove a row of the log. A migration installs it.

A later migration that alters one of these tables on SQLite rebuilds the table and loses its triggers:
it must call `install` again.
"""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("audit_event", "audit_eventcitizen", "audit_sealedevent", "audit_block")

PRUNED = (
    "EXISTS (SELECT 1 FROM audit_sealedevent s JOIN audit_block b ON b.number = s.block"
    " WHERE s.event_id = OLD.{key} AND b.pruned_at IS NOT NULL)"
)
SEALED = "EXISTS (SELECT 1 FROM audit_sealedevent s WHERE s.event_id = NEW.{key})"
# INSERT OR REPLACE on SQLite removes the row in its way without asking the DELETE trigger: it must not come so far.
IN_ITS_WAY = "EXISTS (SELECT 1 FROM {table} r WHERE r.{key} = NEW.{key})"
MARKED_PRUNED_ONLY = (
    "OLD.pruned_at IS NULL AND NEW.pruned_at IS NOT NULL AND NEW.id = OLD.id AND NEW.number = OLD.number"
    " AND NEW.sealed_at = OLD.sealed_at AND NEW.digest = OLD.digest"
    " AND NEW.previous = OLD.previous AND NEW.head = OLD.head"
)
STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')",
}


def in_its_way(table: str, *keys: str) -> str:
    return " OR ".join(IN_ITS_WAY.format(table=table, key=key) for key in keys)


# (table, kind of write): when it is refused, in words that both databases read.
REFUSED: dict[tuple[str, str], str] = {
    ("audit_event", "UPDATE"): "TRUE",
    ("audit_event", "DELETE"): f"NOT {PRUNED.format(key='id')}",
    ("audit_event", "INSERT"): f"{in_its_way('audit_event', 'id')} OR {SEALED.format(key='id')}",
    ("audit_eventcitizen", "UPDATE"): "TRUE",
    ("audit_eventcitizen", "DELETE"): f"NOT {PRUNED.format(key='event_id')}",
    ("audit_eventcitizen", "INSERT"): f"{in_its_way('audit_eventcitizen', 'id')} OR {SEALED.format(key='event_id')}",
    ("audit_sealedevent", "UPDATE"): "TRUE",
    ("audit_sealedevent", "DELETE"): "TRUE",
    ("audit_sealedevent", "INSERT"): in_its_way("audit_sealedevent", "id", "event_id"),
    ("audit_block", "UPDATE"): f"NOT ({MARKED_PRUNED_ONLY})",
    ("audit_block", "DELETE"): "TRUE",
    ("audit_block", "INSERT"): f"{in_its_way('audit_block', 'id', 'number')} OR NEW.pruned_at IS NOT NULL",
}


def installation(vendor: str) -> list[str]:
    """Statements that put every guard in place."""
    return list(_sqlite() if vendor == "sqlite" else _postgresql())


def removal(vendor: str) -> list[str]:
    """Statements that take every guard away: for undoing the migration, and for tests that forge rows."""
    drop = "DROP TRIGGER {}" if vendor == "sqlite" else "DROP FUNCTION {}() CASCADE"
    return [drop.format(_name(table, write)) for table, write in _writes(vendor)]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every guard in place."""
    _execute(connection, installation(connection.vendor))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every guard away."""
    _execute(connection, removal(connection.vendor))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of guards that should stand in the database and do not."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        standing = {name for (name,) in cursor.fetchall()}
    return [name for table, write in _writes(connection.vendor) if (name := _name(table, write)) not in standing]


def _writes(vendor: str) -> list[tuple[str, str]]:
    # SQLite knows no TRUNCATE: a DELETE without WHERE asks the trigger for every row.
    return [*REFUSED] if vendor == "sqlite" else [*REFUSED, *((table, "TRUNCATE") for table in TABLES)]


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _name(table: str, write: str) -> str:
    return f"{table}_{write.lower()}_guard"


def _sqlite() -> Iterator[str]:
    for (table, write), condition in REFUSED.items():
        yield (
            f"CREATE TRIGGER {_name(table, write)} BEFORE {write} ON {table} FOR EACH ROW WHEN {condition}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _postgresql() -> Iterator[str]:
    for (table, write), condition in REFUSED.items():
        row = "OLD" if write == "DELETE" else "NEW"
        yield _function(table, write, f"IF {condition} THEN {_raise(table)} END IF; RETURN {row};")
        yield _trigger(table, write, "ROW")
    for table in TABLES:
        yield _function(table, "TRUNCATE", _raise(table))
        yield _trigger(table, "TRUNCATE", "STATEMENT")


def _raise(table: str) -> str:
    return f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation';"


def _function(table: str, write: str, body: str) -> str:
    return f"CREATE FUNCTION {_name(table, write)}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def _trigger(table: str, write: str, each: str) -> str:
    name = _name(table, write)
    return f"CREATE TRIGGER {name} BEFORE {write} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()"
