"""A backup brings everything back; anything else is refused before something is touched."""

import json
import tarfile
from pathlib import Path
from unittest import mock

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from handlekraft.audit.log import write_event
from handlekraft.audit.models import Event
from handlekraft.audit.sealing import seal_now
from handlekraft.audit.verification import verify
from handlekraft.config import archive
from handlekraft.config.archive import ArchiveError, back_up, restore
from handlekraft.demo.world import World
from handlekraft.people.models import Organisation


@pytest.fixture
def heads(tmp_path: Path, settings: LazySettings) -> Path:
    settings.AUDIT_HEADS = tmp_path / "heads.txt"
    settings.AUDIT_HEADS.write_text("1 abc\n")
    return settings.AUDIT_HEADS


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Stand-in for the copying of the test database itself, which the test's own transaction holds."""
    seen: list[Path] = []

    def load(copy: Path) -> None:
        seen.append(copy)

    monkeypatch.setattr(archive, "load_sqlite", load)
    monkeypatch.setattr(archive, "load_postgres", load)
    return seen


@pytest.fixture
def dumped(monkeypatch: pytest.MonkeyPatch) -> None:
    def dump(copy: Path) -> None:
        copy.write_text("rows")

    monkeypatch.setattr(archive, "dump_sqlite", dump)
    monkeypatch.setattr(archive, "dump_postgres", dump)


@pytest.mark.usefixtures("dumped")
def test_the_archive_holds_database_heads_and_what_it_is_but_no_key(world: World, tmp_path: Path, heads: Path) -> None:
    back_up(tmp_path / "kopi.tar.gz")
    with tarfile.open(tmp_path / "kopi.tar.gz") as found:
        assert sorted(found.getnames()) == ["audit-heads.txt", "database", "manifest.json"]
        told = json.load(found.extractfile("manifest.json"))  # type: ignore[arg-type]
    assert told["vendor"] == connection.vendor
    assert "people.0001_initial" in told["migrations"]
    assert (tmp_path / "kopi.tar.gz").stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("dumped")
def test_without_a_head_file_there_is_none_in_the_archive(world: World, tmp_path: Path, heads: Path) -> None:
    heads.unlink()
    back_up(tmp_path / "kopi.tar.gz")
    with tarfile.open(tmp_path / "kopi.tar.gz") as found:
        assert "audit-heads.txt" not in found.getnames()


@pytest.mark.usefixtures("dumped")
def test_it_is_put_back_by_force_where_there_are_data(
    world: World, tmp_path: Path, heads: Path, copied: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kopi.tar.gz"
    call_command("backup", str(file))
    heads.write_text("lost")
    with pytest.raises(CommandError, match="allerede data"):
        call_command("restore", str(file))
    assert copied == []
    call_command("restore", str(file), "--force")
    assert len(copied) == 1
    assert heads.read_text().startswith("1 abc\nrestored 0 ")
    assert "Lagt tilbage" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.usefixtures("dumped")
def test_an_empty_installation_needs_no_force(tmp_path: Path, heads: Path, copied: list[Path]) -> None:
    heads.unlink()
    back_up(tmp_path / "kopi.tar.gz")
    assert restore(tmp_path / "kopi.tar.gz")["vendor"] == connection.vendor
    assert not heads.exists()


@pytest.mark.django_db
def test_something_else_than_a_backup_is_refused(tmp_path: Path, copied: list[Path]) -> None:
    (tmp_path / "brev.txt").write_text("Kære Ella")
    with pytest.raises(ArchiveError, match="ikke en sikkerhedskopi"):
        restore(tmp_path / "brev.txt")
    assert copied == []


@pytest.mark.django_db
@pytest.mark.usefixtures("dumped")
def test_a_backup_of_another_kind_of_database_is_refused(tmp_path: Path, copied: list[Path]) -> None:
    with mock.patch.object(archive, "manifest", return_value={"vendor": "oracle", "at": ""}):
        back_up(tmp_path / "kopi.tar.gz")
    with pytest.raises(ArchiveError, match="oracle"):
        restore(tmp_path / "kopi.tar.gz")
    assert copied == []


@pytest.mark.django_db
def test_a_missing_program_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="pg_nothing mangler"):
        archive.run_postgres(["pg_nothing"])


@pytest.mark.django_db
def test_a_program_that_fails_is_quoted(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="ls meldte fejl"):
        archive.run_postgres(["ls", str(tmp_path / "nothing")])
    archive.run_postgres(["ls", str(tmp_path)])


@pytest.mark.django_db
def test_a_failing_backup_says_why(tmp_path: Path) -> None:
    with (
        mock.patch.object(archive, "dump_sqlite", side_effect=ArchiveError("Disken er fuld.")),
        mock.patch.object(archive, "dump_postgres", side_effect=ArchiveError("Disken er fuld.")),
        pytest.raises(CommandError, match="Disken er fuld"),
    ):
        call_command("backup", str(tmp_path / "kopi.tar.gz"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_a_whole_installation_comes_back(tmp_path: Path, heads: Path) -> None:
    """The real copying: on SQLite through its online backup, on PostgreSQL through its own programs."""
    Organisation.objects.create(name="Åby Kommune")
    write_event("citizens seen", actor_id=None)
    heads.unlink()
    seal_now()
    back_up(tmp_path / "kopi.tar.gz")
    Organisation.objects.update(name="Bynavn")
    write_event("citizens exported", actor_id=None)
    restore(tmp_path / "kopi.tar.gz", force=True)
    assert Organisation.objects.get().name == "Åby Kommune"
    assert list(Event.objects.values_list("verb", flat=True)) == ["citizens seen"]
    assert verify().faults == []
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(verb="nothing")
    assert verify().faults == [], "the log still refuses to be rewritten"


def test_each_database_is_copied_by_its_own_means(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(archive, "run_postgres", lambda command: asked.append(command[0]))
    monkeypatch.setattr(archive.connections, "close_all", lambda: None)
    archive.dump_postgres(tmp_path / "database")
    archive.load_postgres(tmp_path / "database")
    assert asked == ["pg_dump", "pg_restore"]
