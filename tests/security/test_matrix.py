"""Every address of the house, tried by everybody: who gets in, who does not, and that looking changes nothing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from handlekraft.access.models import CareRelation
from handlekraft.access.permissions import Role
from handlekraft.demo.makers import local, make_employee
from handlekraft.demo.world import World
from handlekraft.people.models import User
from tests.security.addresses import PEOPLE, TABLE
from tests.security.rows import SENT, TODAY, make_rows

# A part of an address with a value behind it: "borgere/<int:pk>/".
VALUE = re.compile(r"(?:(?P<noun>[\w-]+)/)?<(?:\w+:)?(?P<word>\w+)>")


@dataclass(frozen=True)
class Address:
    """One address as it stands in urls.py."""

    name: str
    route: str

    def filled(self, rows: dict[str, object]) -> str:
        """The address with a row of the world in each place."""
        words = {}
        for found in VALUE.finditer(self.route):
            place = f"{found['noun']}/{found['word']}"
            assert place in rows, f'add "{place}" to tests/security/rows.py: which row stands there in {self.route}'
            words[found["word"]] = rows.get(self.name, rows[place])
        return reverse(self.name, kwargs=words)


def addresses(resolver: URLResolver | None = None, before: str = "") -> Iterator[Address]:
    """Every address of the house."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, route)
        else:
            assert isinstance(pattern, URLPattern)
            yield Address(pattern.name or "", route)


@pytest.fixture
def people(world: World) -> dict[str, User | None]:
    """One of each sort, by the short name of the table."""
    former = make_employee("Fie Bruun", Role.TEAM_MEMBER, team=world.aaparken, ends_on=TODAY - timedelta(days=1))
    dispatcher = make_employee("Dan Holm", Role.DISPATCHER, section=world.east)
    leader = make_employee("Dorit Lind", Role.UNIT_LEADER, section=world.east)
    ends_at = timezone.now() + timedelta(hours=5)
    CareRelation.objects.create(citizen=world.ella, user=world.ali, kind=CareRelation.Kind.VISIT, ends_at=ends_at)
    named = [world.tove, world.ella.user, world.mette, world.christina, world.soeren, dispatcher, world.lene, world.ali]
    everybody = [None, former, *named, leader, world.birgit, world.henrik]
    return dict(zip(PEOPLE, everybody, strict=True))


def tried(client: Client, url: str, sent: dict[str, object]) -> HttpResponse:
    """What happens to somebody who goes there, or sends something where only that is allowed."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        try:
            answer = client.get(url)
            if answer.status_code == 405:
                answer = client.post(url, sent)
        except Exception as mistake:
            answer = HttpResponse(status=500, reason=f"{url}: {mistake!r}")
        transaction.set_rollback(True)
    # Whoever signed out or forgot her device there is as before at the next address.
    client.cookies = cookies
    return answer  # type: ignore[return-value]


def outcome(answer: HttpResponse) -> str:
    """The answer as a sign of the table."""
    if answer.status_code == 500:
        return "!"
    if answer.status_code in {403, 404}:
        return "."
    if answer.status_code == 422:
        return "?"
    if answer.status_code not in {301, 302}:
        return "x"
    if answer["Location"].startswith(reverse("sign_in")):
        return ">"
    return "-" if was_refused(answer) else "~"


def was_refused(answer: HttpResponse) -> bool:
    """Whether the person is sent on with a refusal to read."""
    request = getattr(answer, "wsgi_request", None)
    return request is not None and any(message.level_tag == "error" for message in get_messages(request))


def line(name: str, signs: str) -> str:
    """One line of the table."""
    return f"{name:24}" + "".join(f"  {sign} " for sign in signs).rstrip()


def table() -> dict[str, str]:
    """The signs of each address."""
    rows = [row.split() for row in TABLE.strip().splitlines()]
    assert rows[0] == list(PEOPLE)
    return {name: "".join(signs) for name, *signs in rows[1:]}


@pytest.mark.requirement("D-03", "R-063")
def test_everybody_gets_in_where_the_table_says_and_looking_changes_nothing(
    world: World, people: dict[str, User | None], login: Callable[[User], Client]
) -> None:
    # That GET writes nothing is watched in every test (tests/strictness.py); here it is every address, by everybody.
    rows = make_rows(world)
    clients = [login(user) if user else Client() for user in people.values()]
    found: dict[str, str] = {}
    broken = []
    # The clock stands: a slow machine must not come too late for a visit.
    with time_machine.travel(local("2026-11-23 14:55"), tick=False):
        for address in addresses():
            url = address.filled(rows)
            sent = SENT.get(address.name, lambda _rows: {})(rows)
            answers = [tried(client, url, sent) for client in clients]
            broken += sorted({answer.reason_phrase for answer in answers if answer.status_code == 500})
            # Of two addresses with one name (a week with and without its number) the one that says more stands.
            found[address.name] = "".join(outcome(answer) for answer in answers)
    assert broken == []
    expected = table()
    unlisted = [line(name, signs) for name, signs in found.items() if name not in expected]
    assert not unlisted, "read who gets in, then add to tests/security/addresses.py:\n" + "\n".join(unlisted)
    changed = [
        f"{line(name, expected[name])}\n{line('   is now', found[name])}"
        for name in found
        if found[name] != expected[name]
    ]
    assert not changed, "who gets in has changed:\n" + "\n".join(changed)
    assert sorted(expected.keys() - found.keys()) == [], "addresses that are gone"


def test_every_address_has_a_name() -> None:
    assert [address.route for address in addresses() if not address.name] == []


@pytest.mark.parametrize(
    ("status", "location", "sign"),
    [
        (200, "", "x"),
        (422, "", "?"),
        (403, "", "."),
        (404, "", "."),
        (302, "/log-ind/?til=/", ">"),
        (302, "/ugen/", "~"),
        (500, "", "!"),
    ],
)
def test_the_signs(status: int, location: str, sign: str) -> None:
    assert outcome(HttpResponse(status=status, headers={"Location": location})) == sign


def test_a_refusal_that_is_read_on_the_next_page_is_one(world: World, login: Callable[[User], Client]) -> None:
    answer = login(world.ella.user).post("/min-side/journal-log/", {"event": "0"})
    assert (answer.status_code, outcome(answer)) == (302, "-")  # type: ignore[arg-type]


def test_an_address_without_a_row_says_what_is_missing() -> None:
    with pytest.raises(AssertionError, match='add "heste/pk"'):
        Address("horse", "heste/<int:pk>/").filled({})
