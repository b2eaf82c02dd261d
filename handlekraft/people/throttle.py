"""Failed tries at a door: how many, and how long to wait. Knows accounts and addresses as hashes only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from handlekraft.people.models import Throttle

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(minutes=30)


@dataclass(frozen=True)
class Door:
    """Something that can be tried: what, by whom, and how many tries are free before one must wait."""

    kind: str
    who: str
    free: int = 5
    is_shared: bool = False

    @property
    def key(self) -> str:
        """Name of the door in the database, from which nobody can be read."""
        return salted_hmac("handlekraft.people.throttle", f"{self.kind}:{self.who}", algorithm="sha256").hexdigest()


class TooManyTries(Exception):
    """The door is closed for a while."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.minutes = max(1, -(-int(wait.total_seconds()) // 60))

    @property
    def sentence(self) -> str:
        """What the person reads."""
        words = ngettext(
            "Der er forsøgt for mange gange. Vent %(minutes)d minut, og prøv igen.",
            "Der er forsøgt for mange gange. Vent %(minutes)d minutter, og prøv igen.",
            self.minutes,
        )
        return words % {"minutes": self.minutes}


def address_door(request: HttpRequest) -> Door:
    """The network address of the request. A whole town hall may share one, so many tries are free."""
    return Door("address", address_of(request), free=50, is_shared=True)


def address_of(request: HttpRequest) -> str:
    """Who asks: behind a proxy of ours the last address it wrote down; nothing a browser sends is believed."""
    if settings.SECURE_PROXY_SSL_HEADER and (written := request.headers.get("X-Forwarded-For")):
        return written.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def knock(*doors: Door) -> None:
    """Count one try at every door before it is made. Raises `TooManyTries` when one of them is closed."""
    now = timezone.now()
    with transaction.atomic():
        rows = [_row(door, now) for door in doors]
        wait = max(_wait(row, door, now) for row, door in zip(rows, doors, strict=True))
        if wait > timedelta():
            raise TooManyTries(wait)
        for row in rows:
            row.tries, row.last_at = row.tries + 1, now
            row.save(update_fields=["tries", "last_at"])


def let_in(*doors: Door) -> None:
    """Forget the tries of one who got in. At a shared door only her own last one: others may be guessing there."""
    with transaction.atomic():
        for door in doors:
            row = Throttle.objects.select_for_update().filter(key=door.key).first()
            if row is not None and door.is_shared and row.tries > 1:
                row.tries -= 1
                row.save(update_fields=["tries"])
            elif row is not None:
                row.delete()


def forget_old_tries() -> None:
    """Delete what no longer counts."""
    Throttle.objects.filter(last_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()


def _row(door: Door, now: datetime) -> Throttle:
    row, _ = Throttle.objects.select_for_update().get_or_create(key=door.key, defaults={"last_at": now})
    if row.last_at < now - FORGOTTEN_AFTER:
        row.tries = 0
    return row


def _wait(row: Throttle, door: Door, now: datetime) -> timedelta:
    beyond = row.tries - door.free
    if beyond < 0:
        return timedelta()
    delay = min(SHORTEST * 2 ** min(beyond, 10), LONGEST)
    open_at: datetime = row.last_at + delay
    return max(timedelta(), open_at - now)
