"""Empties the database of a sample municipality, so that it can begin again. Never that of anybody else."""

from django.db import connection, transaction

from handlekraft.audit import heads, triggers
from handlekraft.audit.models import Event
from handlekraft.demo.actions import BEGUN

# What migrations put there, and need not put there twice.
KEPT = {"django_migrations", "django_content_type", "people_profession"}


class NotASample(RuntimeError):
    """The database holds something that no sample municipality made."""


def is_sample() -> bool:
    """Whether the database was begun as a sample municipality."""
    return Event.objects.filter(verb=BEGUN).exists()


def empty() -> None:
    """Take away every row, the log's too, and the file of its heads."""
    if not is_sample():
        raise NotASample
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - KEPT)
    with transaction.atomic():
        triggers.remove(connection)
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of our own tables
        connection.check_constraints()
        triggers.install(connection)
    heads.file().unlink(missing_ok=True)
