"""Is the log whole? Finds missing, altered, added and reordered rows, a cut tail, and a chain that was written anew."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from handlekraft.audit import chain, heads, triggers
from handlekraft.audit.models import Block, Event, EventCitizen, SealedEvent
from handlekraft.audit.settings import kept_since

BLOCKS_AT_ONCE = 50
LINES_AT_ONCE = 500
# Sealing runs every minute; what waits longer was slipped in, or the clock stands still.
SEALED_WITHIN = timedelta(minutes=10)


@dataclass
class Report:
    """What was looked through, and a sentence for each thing that is wrong."""

    blocks: int = 0
    events: int = 0
    newest: Block | None = None
    faults: list[str] = field(default_factory=list)
    # Not wrong, but the reader should know.
    notes: list[str] = field(default_factory=list)

    def fault(self, sentence: str, **words: object) -> None:
        """Note one thing that is wrong."""
        self.faults.append(sentence % words)


def verify(since_head: str = "") -> Report:
    """Look through the log, from the block that ends in `since_head` (kept somewhere else) or from the beginning."""
    now = timezone.now()
    report = Report(newest=Block.objects.last())
    start = Block.objects.filter(head=since_head).first() if since_head else None
    if since_head and start is None:
        report.fault(_("Hovedet %(head)s findes ikke i kæden: den er kappet eller skrevet om."), head=since_head)
        return report
    for name in triggers.missing(connection):
        report.fault(_("Databasens vagt %(name)s mangler."), name=name)
    _check_chain(report, start, now)
    _check_strays(report, now)
    _check_heads(report, start.number if start else 0, now)
    return report


def _check_chain(report: Report, start: Block | None, now: datetime) -> None:
    number, previous = (start.number, start.head) if start else (0, chain.BEGINNING)
    blocks = Block.objects.filter(number__gt=number).order_by("number").iterator()
    for group in batched(blocks, BLOCKS_AT_ONCE):
        listed, found = _events_of(group)
        for block in group:
            _check_link(report, block, number, previous)
            _check_pruning(report, block, now)
            _check_events(report, block, listed[block.number], found)
            number, previous = block.number, block.head


def _events_of(blocks: tuple[Block, ...]) -> tuple[dict[int, list[SealedEvent]], dict[int, str]]:
    """What each block lists, in the order of keys, and the present digest of every listed event that is there."""
    rows = SealedEvent.objects.filter(block__in=[block.number for block in blocks])
    listed: dict[int, list[SealedEvent]] = {block.number: [] for block in blocks}
    for row in rows.order_by("event_id"):
        listed[row.block].append(row)
    events = Event.objects.filter(pk__in=rows.values("event_id"))
    citizens = EventCitizen.objects.filter(event_id__in=rows.values("event_id")).order_by("pk")
    return listed, chain.event_digests(events, citizens)


def _check_link(report: Report, block: Block, number: int, previous: str) -> None:
    report.blocks += 1
    if block.number != number + 1:
        report.fault(_("Blok %(first)s til %(last)s mangler."), first=number + 1, last=block.number - 1)
    elif block.previous != previous:
        report.fault(_("Blok %(number)s bygger ikke på blokken før."), number=block.number)
    if block.head != chain.head(block.previous, block.number, block.sealed_at, block.digest):
        report.fault(_("Blok %(number)s er ændret."), number=block.number)


def _check_pruning(report: Report, block: Block, now: datetime) -> None:
    if block.pruned_at is None:
        return
    kept = timezone.localdate(block.sealed_at) >= kept_since(timezone.localdate(block.pruned_at))
    if kept or block.pruned_at > now:
        report.fault(_("Blok %(number)s er slettet før tid."), number=block.number)


def _check_events(report: Report, block: Block, listed: list[SealedEvent], found: dict[int, str]) -> None:
    report.events += len(listed)
    if block.digest != chain.block_digest(row.digest for row in listed):
        report.fault(_("Blok %(number)s: listen over dens hændelser er ændret."), number=block.number)
    for row in listed if block.pruned_at is None else []:
        if row.event_id not in found:
            report.fault(_("Hændelse %(key)s i blok %(number)s mangler."), key=row.event_id, number=block.number)
        elif found[row.event_id] != row.digest:
            report.fault(_("Hændelse %(key)s i blok %(number)s er ændret."), key=row.event_id, number=block.number)


def _check_strays(report: Report, now: datetime) -> None:
    """Rows that hang on nothing."""
    for event in Event.objects.unsealed().filter(at__lt=now - SEALED_WITHIN).order_by("pk"):
        report.fault(_("Hændelse %(key)s er ikke forseglet."), key=event.pk)
    blocks = Block.objects.filter(number=OuterRef("block"))
    for row in SealedEvent.objects.filter(~Exists(blocks)).order_by("event_id"):
        report.fault(_("Hændelse %(key)s hører til blok %(number)s, som mangler."), key=row.event_id, number=row.block)
    events = Event.objects.filter(pk=OuterRef("event_id"))
    for orphan in EventCitizen.objects.filter(~Exists(events)).order_by("pk"):
        report.fault(_("Række %(row)s hører til hændelse %(key)s, som mangler."), row=orphan.pk, key=orphan.event_id)


def _check_heads(report: Report, after: int, now: datetime) -> None:
    """The file outside the database must name the same heads."""
    named = bytearray((report.newest.number if report.newest else 0) + 1)
    for group in batched(_lines_that_count(report, after), LINES_AT_ONCE):
        numbers = [line.number for line in group]
        stored = dict(Block.objects.filter(number__in=numbers).values_list("number", "head"))
        for line in group:
            if line.number not in stored:
                report.fault(_("Blok %(number)s står i filen med hoveder, men ikke i databasen."), number=line.number)
                continue
            named[line.number] = 1
            if stored[line.number] != line.head:
                report.fault(_("Blok %(number)s har et andet hoved i filen: kæden er skrevet om."), number=line.number)
    # The newest may be on its way into the file at this very moment.
    waiting = Block.objects.filter(number__gt=after, sealed_at__lt=now - SEALED_WITHIN).values_list("number", flat=True)
    for number in waiting.iterator():
        if not named[number]:
            report.fault(_("Blok %(number)s står ikke i filen med hoveder."), number=number)


def _lines_that_count(report: Report, after: int) -> Iterator[heads.Head]:
    """The file's heads past block `after`, without those that a later restore from a backup took away."""
    restores = [(at, line.number) for at, line in enumerate(heads.lines()) if isinstance(line, heads.Restore)]
    lost = _("Databasen blev lagt tilbage fra en sikkerhedskopi: hændelser efter blok %(number)s kan mangle.")
    report.notes += [lost % {"number": number} for _at, number in restores]
    for at, line in enumerate(heads.lines()):
        if isinstance(line, heads.Restore) or line.number <= after:
            continue
        if not any(at < restore and line.number > number for restore, number in restores):
            yield line
