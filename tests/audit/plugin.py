"""The log in every test: heads go to a folder of the test's own, and transactional tests may empty its tables."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from handlekraft.audit import triggers


@pytest.fixture(autouse=True, scope="session")
def log_can_be_emptied_between_tests() -> Iterator[None]:
    """Let the flush after `django_db(transaction=True)` take the guards away for its own moment, and put them back."""
    operations = type(connection.ops)
    flush = operations.sql_flush

    def flush_without_guards(self: Any, style: Any, tables: list[str], **details: Any) -> list[str]:
        statements = flush(self, style, tables, **details)
        if not set(tables) & set(triggers.TABLES):
            return statements
        return [*triggers.removal(connection.vendor), *statements, *triggers.installation(connection.vendor)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", flush_without_guards)
        yield


@pytest.fixture(autouse=True)
def heads_file(tmp_path: Path, settings: Any) -> Path:
    """Where this test's blocks write their heads."""
    settings.AUDIT_HEADS = tmp_path / "audit-heads.txt"
    return settings.AUDIT_HEADS
