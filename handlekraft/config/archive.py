"""The whole installation in one file: database and heads of the log. The secret key is not in it: it is kept apart."""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

MANIFEST, DATABASE, HEADS = "manifest.json", "database", "audit-heads.txt"


class ArchiveError(Exception):
    """Why a backup cannot be made or put back, as a sentence."""


def back_up(file: Path) -> None:
    """Write the installation to `file` (tar.gz). Web and worker may go on meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / DATABASE
        dump_sqlite(copy) if connection.vendor == "sqlite" else dump_postgres(copy)
        unfinished = file.with_name(file.name + ".tmp")
        with tarfile.open(unfinished, "w:gz") as archive:
            add_text(archive, MANIFEST, json.dumps(manifest(), indent=1))
            archive.add(copy, DATABASE)
            if settings.AUDIT_HEADS.exists():
                archive.add(settings.AUDIT_HEADS, HEADS)
        unfinished.chmod(0o600)
        unfinished.replace(file)


def manifest() -> dict[str, object]:
    """What the file holds and which version wrote it."""
    applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
    return {
        "version": version("handlekraft"),
        "vendor": connection.vendor,
        "at": timezone.now().isoformat(),
        "migrations": applied,
    }


def add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    """Put a text into the archive."""
    content = text.encode()
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def dump_sqlite(copy: Path) -> None:
    """A consistent copy while others write."""
    connection.ensure_connection()
    with sqlite3.connect(copy) as target:
        connection.connection.backup(target)
    target.close()


def dump_postgres(copy: Path) -> None:
    """PostgreSQL's own dump."""
    run_postgres(["pg_dump", "--format=custom", "--no-owner", f"--file={copy}"])


def run_postgres(command: list[str]) -> None:
    """Run one of PostgreSQL's programs on the database of the settings."""
    if shutil.which(command[0]) is None:
        raise ArchiveError(f"Programmet {command[0]} mangler. Installér PostgreSQL's klientprogrammer.")
    values = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {name: str(values[key]) for name, key in names.items() if values[key]}
    done = subprocess.run(  # noqa: S603 - fixed programs, values from the settings
        command, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ArchiveError(f"{command[0]} meldte fejl: {done.stderr.strip()}")


def restore(file: Path, *, force: bool = False) -> dict[str, object]:
    """Put the installation in `file` in the place of this one; returns its manifest. Unreadable files touch nothing."""
    if not force and has_data():
        raise ArchiveError("Her er allerede data. Brug --force, hvis de skal erstattes.")
    with tempfile.TemporaryDirectory() as folder:
        told = unpack(file, Path(folder))
        if told["vendor"] != connection.vendor:
            raise ArchiveError(f"Kopien er fra {told['vendor']}, men denne installation bruger {connection.vendor}.")
        copy = Path(folder) / DATABASE
        load_sqlite(copy) if connection.vendor == "sqlite" else load_postgres(copy)
        if (Path(folder) / HEADS).exists():
            shutil.copy(Path(folder) / HEADS, settings.AUDIT_HEADS)
    return told


def has_data() -> bool:
    """Whether somebody has set this installation up."""
    from handlekraft.people.models import Organisation

    return "people_organisation" in connection.introspection.table_names() and Organisation.objects.exists()


def unpack(file: Path, folder: Path) -> dict[str, object]:
    """The archive's files into `folder`; its manifest."""
    try:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        told: dict[str, object] = json.loads((folder / MANIFEST).read_text())
    except (OSError, tarfile.TarError, ValueError) as error:
        raise ArchiveError(f"{file} er ikke en sikkerhedskopi fra Handlekraft.") from error
    return told


def load_sqlite(copy: Path) -> None:
    """Put the copy in the place of the database file."""
    connection.ensure_connection()
    with sqlite3.connect(copy) as source:
        source.backup(connection.connection)
    source.close()


def load_postgres(copy: Path) -> None:
    """PostgreSQL's own restore, in one transaction."""
    connections.close_all()
    database = f"--dbname={connection.settings_dict['NAME']}"
    run_postgres(["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", database, str(copy)])
