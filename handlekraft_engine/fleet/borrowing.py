"""The second pass over many teams: visits that a team could not cover are offered to its neighbours.

Teams keep what they planned: a neighbour takes a visit only if all its own covered visits stay covered, no rule is
newly broken and its week with the visit is cheaper than the same week with the visit uncovered - each by the referee.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from handlekraft_engine.travel.crow_fly import Minutes, crow_fly, travel_tables
from handlekraft_engine.visits.plan import Placed, Plan
from handlekraft_engine.visits.problem import (
    Citizen,
    Link,
    Lock,
    Need,
    Place,
    Problem,
    Published,
    Travel,
    Window,
    minute_of,
    moment_of,
)
from handlekraft_engine.visits.referee import judge, price


@dataclass(frozen=True)
class Team:
    """A team, its problem, the plan it has. Carers, competences and travel modes are named alike in all teams."""

    name: str
    problem: Problem
    plan: Plan


@dataclass(frozen=True)
class Loan:
    """``host`` takes a visit of ``home`` with these carers; ``start`` in minutes since the home's origin."""

    visit: str
    home: str
    host: str
    carers: tuple[str, ...]
    start: int


class Lent(NamedTuple):
    """Teams by name, and the loans. A lent visit is in the host's problem as "home/visit" and no more in the home's.

    What is linked to it keeps its start, or the windows that the link leaves.
    """

    teams: tuple[Team, ...]
    loans: tuple[Loan, ...]


type Solve = Callable[[Problem, Plan], Plan]
"""Plans the problem, beginning from the plan."""


def lend(
    teams: Sequence[Team], neighbours: Mapping[str, Sequence[str]], solve: Solve, minutes: Minutes = crow_fly
) -> Lent:
    """Offer each team's uncovered visits to its ``neighbours``, hosts in the order of their names, one plan per host.

    ``minutes`` tells how far it is between the homes of two teams; what a host already knew stays as it was. The order
    of ``teams`` changes nothing.
    """
    now = {team.name: team for team in sorted(teams, key=lambda team: team.name)}
    own = {team.name: team.problem for team in teams}
    loans: list[Loan] = []
    for name, host in list(now.items()):
        homes = [home for home in now.values() if home.name != name and name in neighbours.get(home.name, ())]
        offers = [offer for home in homes for offer in _offers(home, own[home.name], now[name], loans)]
        taken = _take(now[name], offers, solve, minutes) if offers else None
        if taken is None:
            continue
        now[name] = taken
        fresh = [_loan(offer, host, taken.plan.by_visit[offer.need.id]) for offer in offers if _has(taken, offer)]
        loans += fresh
        for home in homes:
            now[home.name] = _without(home, own[home.name], _starts(home, loans))
    return Lent(tuple(now.values()), tuple(loans))


class _Offer(NamedTuple):
    """A visit as the host sees it: ids with the home's name, minutes of the host's origin, a place of its own."""

    home: str
    visit: str
    need: Need
    place: Place
    citizen: Citizen
    links: tuple[Link, ...]
    shift: int


def _has(team: Team, offer: _Offer) -> bool:
    return offer.need.id in team.plan.by_visit


def _loan(offer: _Offer, host: Team, placed: Placed) -> Loan:
    return Loan(offer.visit, offer.home, host.name, placed.carers, placed.start - offer.shift)


def _starts(home: Team, loans: Sequence[Loan]) -> dict[str, int]:
    """When the home's visits begin, at home or with a host."""
    return {one.visit: one.start for one in home.plan.placed} | {
        loan.visit: loan.start for loan in loans if loan.home == home.name
    }


def _without(home: Team, own: Problem, starts: Mapping[str, int]) -> Team:
    """The home no longer has what it lent; ``own`` still knows all links."""
    lent = starts.keys() & set(home.plan.uncovered)
    tied = {name for link in own.links for name in (link.first, link.second) if {link.first, link.second} & lent}
    visits = (_tied(home, own, need, starts) if need.id in tied else need for need in home.problem.visits)
    problem = replace(
        home.problem,
        visits=tuple(need for need in visits if need.id not in lent),
        links=tuple(link for link in home.problem.links if not {link.first, link.second} & lent),
    )
    return Team(home.name, problem, Plan(home.plan.placed, tuple(v for v in home.plan.uncovered if v not in lent)))


def _tied(home: Team, own: Problem, need: Need, starts: Mapping[str, int]) -> Need:
    """A visit linked to one that was lent."""
    if need.id in starts:
        return replace(need, lock=Lock(need.lock.carers if need.lock else (), starts[need.id]))
    room = _room(own, need, starts)
    return replace(need, windows=room) if room else replace(need, forbidden=frozenset(home.problem.carer))


# What is offered


def _offers(home: Team, own: Problem, host: Team, loans: Sequence[Loan]) -> list[_Offer]:
    """Uncovered visits that anybody else could take: no carer of the home is locked, links leave room."""
    starts = _starts(home, loans)
    shift = minute_of(host.problem.origin, moment_of(own.origin, 0))
    rooms = {name: _room(own, own.need[name], starts) for name in home.plan.uncovered if not _is_held(own.need[name])}
    offered = {name for name, windows in rooms.items() if windows}
    return [_offer(home.name, own, name, rooms[name], offered, shift) for name in sorted(offered)]


def _is_held(need: Need) -> bool:
    """Whether the team has decided who comes."""
    return need.lock is not None and any(need.lock.carers)


def _room(problem: Problem, need: Need, known: Mapping[str, int]) -> tuple[Window, ...]:
    """Windows that are left by the links to visits whose start is known."""
    low, high = need.allowed[0].earliest, need.allowed[-1].latest
    for link, gap in ((one, one.min_gap) for one in problem.links if one.min_gap is not None):
        if link.second == need.id and link.first in known:
            low = max(low, known[link.first] + gap)
            high = high if link.max_gap is None else min(high, known[link.first] + link.max_gap)
        if link.first == need.id and link.second in known:
            high = min(high, known[link.second] - gap)
            low = low if link.max_gap is None else max(low, known[link.second] - link.max_gap)
    return tuple(
        Window(max(one.earliest, low), min(one.latest, high))
        for one in need.allowed
        if max(one.earliest, low) <= min(one.latest, high)
    )


def _offer(home: str, problem: Problem, name: str, windows: Sequence[Window], offered: set[str], shift: int) -> _Offer:
    need = problem.need[name]
    told, lock = need.published, need.lock
    guest = replace(
        need,
        id=f"{home}/{name}",
        citizen=f"{home}/{need.citizen}",
        windows=tuple(_later(one, shift) for one in windows),
        wished=_later(need.wished, shift) if need.wished else None,
        also_wished=tuple(_later(one, shift) for one in need.also_wished),
        midnight=None if need.midnight is None else need.midnight + shift,
        rhythm=need.rhythm and f"{home}/{need.rhythm}",
        lock=Lock(start=lock.start + shift) if lock and lock.start is not None else None,
        published=Published(told.carers, told.start + shift) if told else None,
    )
    links = [link for link in problem.links if link.second == name and link.first in offered]
    return _Offer(
        home,
        name,
        guest,
        problem.places[need.place],
        replace(problem.citizen[need.citizen], id=guest.citizen),
        tuple(replace(one, first=f"{home}/{one.first}", second=guest.id) for one in links),
        shift,
    )


def _later(window: Window, shift: int) -> Window:
    return Window(window.earliest + shift, window.latest + shift)


# What is taken


def _take(host: Team, offers: Sequence[_Offer], solve: Solve, minutes: Minutes) -> Team | None:
    """The host with the visits it takes, or nothing."""
    problem = _with(host.problem, offers, minutes)
    before = Plan(host.plan.placed, tuple(sorted((*host.plan.uncovered, *(offer.need.id for offer in offers)))))
    after = solve(problem, before)
    keeps_its_own = host.plan.by_visit.keys() <= after.by_visit.keys()
    breaks_nothing = set(judge(problem, after)) <= set(judge(problem, before))
    gains = price(problem, after).total < price(problem, before).total
    guests = [offer for offer in offers if offer.need.id in after.by_visit]
    if not (guests and keeps_its_own and breaks_nothing and gains):
        return None
    offered = {offer.need.id for offer in offers}
    uncovered = tuple(name for name in after.uncovered if name not in offered)
    return Team(host.name, _with(host.problem, guests, minutes), Plan(after.placed, uncovered))


def _with(problem: Problem, offers: Sequence[_Offer], minutes: Minutes) -> Problem:
    """The host's problem with guests."""
    foreign = dict.fromkeys(offer.place for offer in offers)
    places = (*problem.places, *(place for place in foreign if place not in problem.places))
    guests = {offer.need.id for offer in offers}
    modes = [table.mode for table in problem.travel]
    highest = len(problem.prices.uncovered) - 1
    return replace(
        problem,
        places=places,
        travel=tuple(map(_keep, travel_tables(places, modes, minutes), sorted(problem.travel, key=lambda t: t.mode))),
        citizens=(*problem.citizens, *dict.fromkeys(offer.citizen for offer in offers)),
        visits=(
            *problem.visits,
            *(
                replace(one.need, place=places.index(one.place), priority=min(one.need.priority, highest))
                for one in offers
            ),
        ),
        links=(*problem.links, *(link for offer in offers for link in offer.links if link.first in guests)),
    )


def _keep(new: Travel, old: Travel) -> Travel:
    """The new table, where what the host already knew stands."""
    size = len(old.minutes)
    rows = [(*(old.minutes[i] if i < size else row[:size]), *row[size:]) for i, row in enumerate(new.minutes)]
    return Travel(new.mode, tuple(rows))
