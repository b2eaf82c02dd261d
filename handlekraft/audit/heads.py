"""The file outside the database that holds each block's head: who rewrites the whole chain must rewrite this file too.

One line a block: number, head, time of sealing, count of events. After a restore from a backup one line says so:
"restored", number of the last block, time. Keep a copy of the newest line somewhere else (a letter, another machine)
and give its head to `audit verify --since`.
"""

import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db.models import Count

from handlekraft.audit.chain import moment
from handlekraft.audit.models import Block, SealedEvent

RESTORED = "restored"
# Longer than any line, so the last line is always whole in this many bytes from the end.
TAIL_BYTES = 512


@dataclass(frozen=True)
class Head:
    """One line of the file."""

    number: int
    head: str


@dataclass(frozen=True)
class Restore:
    """A line that tells of a restore: blocks after `number` are gone, for a known reason."""

    number: int


def file() -> Path:
    """Where the heads are kept."""
    return Path(settings.AUDIT_HEADS)


def write_missing(after: int) -> None:
    """Append the heads of blocks past number `after`, and of earlier ones that a crash kept from the file."""
    file().parent.mkdir(parents=True, exist_ok=True)
    with file().open("a+b") as heads:
        fcntl.flock(heads, fcntl.LOCK_EX)
        written = _last_number(heads)
        first = min(written, after) + 1
        blocks = Block.objects.filter(number__gte=first)
        sealed = SealedEvent.objects.filter(block__gte=first)
        counts = dict(sealed.values_list("block").annotate(Count("pk")).order_by("block"))
        for block in blocks:
            heads.write(f"{block.number} {block.head} {moment(block.sealed_at)} {counts[block.number]}\n".encode())
        _to_disk(heads)


def note_restore(now: datetime) -> None:
    """Say that the database was just restored from a backup, so that later blocks are missing for a known reason."""
    newest = Block.objects.last()
    file().parent.mkdir(parents=True, exist_ok=True)
    with file().open("ab") as heads:
        fcntl.flock(heads, fcntl.LOCK_EX)
        heads.write(f"{RESTORED} {newest.number if newest else 0} {moment(now)}\n".encode())
        _to_disk(heads)


def lines() -> Iterator[Head | Restore]:
    """The file, line by line; nothing when there is none."""
    if not file().exists():
        return
    with file().open(encoding="ascii") as heads:
        for line in heads:
            first, second, *_rest = line.split()
            yield Restore(int(second)) if first == RESTORED else Head(int(first), second)


def _to_disk(heads: IO[bytes]) -> None:
    heads.flush()
    os.fsync(heads.fileno())


def _last_number(heads: IO[bytes]) -> int:
    heads.seek(max(heads.seek(0, os.SEEK_END) - TAIL_BYTES, 0))
    for line in reversed(heads.read().splitlines()):
        first, second, *_rest = line.decode().split()
        return int(second) if first == RESTORED else int(first)
    return 0
