"""Visits lent between neighbours: North cannot, South can, and the referee looks at both."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from handlekraft_engine.fleet.borrowing import Lent, Loan, Solve, Team, lend
from handlekraft_engine.visits.plan import Hard, Plan
from handlekraft_engine.visits.problem import Link, Place, Problem, Window
from handlekraft_engine.visits.referee import judge
from handlekraft_engine.visits.solve import Iterations, solve
from tests.engine.drawing import draw, drawn_plan, minute

NORTH = """
    citizen | visit | window      | minutes | needs | at
    Ella    | pills | 08:00-09:00 | 20      | nurse | 5
    Karl    | wash  | 08:00-09:00 | 30      |       | 1
"""
SOUTH = """
    citizen | window      | minutes | at
    Inga    | 08:00-10:00 | 30      | 2
"""
NURSE = "Nete (nurse) 07-15 from 0 home 0"
AIDE = "Mette 07-15 from 0 home 0"
BOTH = {"North": ["South"], "South": ["North"]}


def line(places: Sequence[Place], mode: str) -> tuple[tuple[int, ...], ...]:
    """Minutes along the line of ``draw``."""
    speed = 3 if mode == "car" else 1
    return tuple(tuple(-(-round(abs(a.lat - b.lat) * 1000) // speed) for b in places) for a in places)


def again(problem: Problem, start: Plan) -> Plan:
    return solve(problem, Iterations(60), 1, start)


def lent(
    north: Team, south: Team, *more: Team, by: Solve = again, neighbours: dict[str, list[str]] | None = None
) -> Lent:
    found = lend([south, north, *more], BOTH if neighbours is None else neighbours, by, line)
    assert all(judge(team.problem, team.plan) == () for team in found.teams)
    assert [team.name for team in found.teams] == sorted(team.name for team in (north, south, *more))
    return found


def team(name: str, table: str, shifts: str, plan: str, links: Sequence[Link] = ()) -> Team:
    problem = draw(table, shifts, links=links)
    return Team(name, problem, drawn_plan(problem, plan))


def north(plan: str = "wash Mette 08:00", table: str = NORTH, links: Sequence[Link] = ()) -> Team:
    return team("North", table, AIDE, plan, links)


def south(shifts: str = NURSE) -> Team:
    return team("South", SOUTH, shifts, f"Inga {shifts.split()[0]} 08:00")


def test_the_neighbours_nurse_takes_the_pills() -> None:
    found = lent(north(), south())
    (loan,) = found.loans
    assert (loan.visit, loan.home, loan.host, loan.carers) == ("pills", "North", "South", ("Nete",))
    assert minute("08:00") <= loan.start <= minute("09:00")
    home, host = found.teams
    assert (set(home.problem.need), home.plan.uncovered) == ({"wash"}, ())
    assert set(host.plan.by_visit) == {"Inga", "North/pills"}
    assert host.plan.by_visit["North/pills"].start == loan.start
    assert host.problem.need["North/pills"].citizen == "North/Ella"


def test_the_order_of_the_teams_changes_nothing() -> None:
    teams = [north(), south(), team("West", SOUTH, NURSE, "Inga Nete 08:00")]
    neighbours = {"North": ["West", "South"]}
    assert lend(teams, neighbours, again, line) == lend(teams[::-1], neighbours, again, line)


@pytest.mark.parametrize("neighbours", [{}, {"South": ["North"]}])
def test_only_neighbours_are_asked(neighbours: dict[str, list[str]]) -> None:
    assert lent(north(), south(), neighbours=neighbours) == Lent((north(), south()), ())


def test_nobody_there_who_can() -> None:
    assert lent(north(), south(AIDE.replace("Mette", "Mia"))) == Lent(
        (north(), south(AIDE.replace("Mette", "Mia"))), ()
    )


def test_a_visit_that_somebody_holds_is_not_offered() -> None:
    held = NORTH.replace("| at\n", "| at | lock\n").replace("| 5\n", "| 5  | Mette\n").replace("| 1\n", "| 1  |\n")
    home = replace(north(table=held), plan=north().plan)
    assert lent(home, south()).loans == ()


def test_a_start_that_was_decided_or_told_goes_along_in_the_hosts_minutes() -> None:
    table = NORTH.replace("| at\n", "| at | lock  | wish        | told\n")
    table = table.replace("| 5\n", "| 5  | 08:40 | 08:30-08:50 | Mette 08:35\n").replace("| 1\n", "| 1  |  |  |\n")
    away = south()
    shifted = replace(away.problem, origin="2026-11-22T22:00:00+00:00")
    later = [
        replace(
            one,
            shifts=tuple(replace(shift, starts=shift.starts + 120, ends=shift.ends + 120) for shift in one.shifts),
        )
        for one in shifted.carers
    ]
    visits = [replace(one, windows=(Window(600, 720),)) for one in shifted.visits]
    shifted = replace(shifted, carers=tuple(later), visits=tuple(visits))
    placed = tuple(replace(one, start=one.start + 120) for one in away.plan.placed)
    found = lent(north(table=table), Team("South", shifted, Plan(placed)))
    assert found.loans == (Loan("pills", "North", "South", ("Nete",), minute("08:40")),)
    guest = found.teams[1].problem.need["North/pills"]
    assert guest.lock is not None
    assert (guest.lock.start, guest.wished) == (minute("10:40"), Window(minute("10:30"), minute("10:50")))
    assert guest.published is not None
    assert guest.published.start == minute("10:35")


GAP = Link("wash", "pills", 40, 45)


def test_a_link_to_a_visit_at_home_leaves_its_room_and_holds_that_visit() -> None:
    found = lent(north(links=[GAP]), south())
    assert minute("08:40") <= found.loans[0].start <= minute("08:45")
    held = found.teams[0].problem.need["wash"].lock
    assert held is not None
    assert (held.start, held.carers) == (minute("08:00"), ())
    before = lent(north("wash Mette 09:00", links=[Link("pills", "wash", 40, 45)]), south())
    assert minute("08:15") <= before.loans[0].start <= minute("08:20")
    order = lent(north("wash Mette 08:00", links=[Link("wash", "pills", 20)]), south())
    assert order.loans[0].start >= minute("08:20")
    first = lent(north("wash Mette 08:30", links=[Link("pills", "wash", 20)]), south())
    assert first.loans[0].start <= minute("08:10")


def test_a_link_that_leaves_no_room_is_not_broken() -> None:
    assert lent(north(links=[Link("wash", "pills", 90, 95)]), south()).loans == ()


def test_linked_visits_that_go_to_the_same_host_keep_their_link() -> None:
    home = north("", NORTH.replace("30      |       |", "30      | nurse |"), [GAP])
    found = lent(home, south())
    starts = {loan.visit: loan.start for loan in found.loans}
    assert 40 <= starts["pills"] - starts["wash"] <= 45
    assert found.teams[1].problem.links == (Link("North/wash", "North/pills", 40, 45),)
    assert found.teams[0].problem.visits == ()


def test_linked_visits_that_go_to_two_hosts_keep_their_gap() -> None:
    table = NORTH.replace("30      |       |", "30      | lift  |").replace("08:00-09:00 | 30", "07:10-09:00 | 30")
    home = north("", table, [GAP])
    west = team("West", SOUTH, "Lis (lift) 07-15 from 0 home 0", "Inga Lis 08:00")
    found = lent(home, south(), west, neighbours={"North": ["South", "West"]})
    starts = {loan.visit: loan.start for loan in found.loans}
    assert {loan.visit: loan.host for loan in found.loans} == {"pills": "South", "wash": "West"}
    assert 40 <= starts["pills"] - starts["wash"] <= 45


@pytest.mark.parametrize(("gap", "left"), [((40, 45), True), ((300, 305), False)])
def test_what_stays_uncovered_at_home_keeps_the_room_its_link_leaves(gap: tuple[int, int], *, left: bool) -> None:
    table = NORTH.replace("30      |       |", "30      | lift  |")
    if left:
        table = table.replace("08:00-09:00 | 30", "07:10-09:00 | 30")
    else:
        table = table.replace("08:00-09:00 | 30", "08:00-13:59 | 30").replace("08:00-09:00 | 20", "08:58-09:00 | 20")
    found = lent(north("", table, [Link("wash", "pills", *gap)]), south())
    assert [loan.visit for loan in found.loans] == ["pills"]
    wash = found.teams[0].problem.need["wash"]
    if left:
        start = found.loans[0].start
        assert wash.windows == (Window(max(minute("07:10"), start - 45), start - 40),)
        assert not wash.forbidden
    else:
        assert wash.forbidden == {"Mette"}


def test_a_host_gives_nothing_of_its_own_away_breaks_nothing_and_pays_no_more_than_it_is_worth() -> None:
    def selfless(problem: Problem, start: Plan) -> Plan:
        return drawn_plan(problem, "North/pills Nete 08:30")

    def reckless(problem: Problem, start: Plan) -> Plan:
        plan = drawn_plan(problem, "Inga Nete 08:00, North/pills Nete 08:10")
        assert {fault.rule for fault in judge(problem, plan)} == {Hard.TRAVEL}
        return plan

    def costly(problem: Problem, start: Plan) -> Plan:
        return drawn_plan(problem, "Inga Nete 08:00, North/pills Nete 08:50")

    home, host = north(), south()
    cheap = replace(host.problem, prices=replace(host.problem.prices, uncovered=(0, 0)))
    assert lent(home, host, by=selfless).loans == ()
    assert lent(home, host, by=reckless).loans == ()
    assert lent(home, Team("South", cheap, host.plan), by=costly).loans == ()
    assert len(lent(home, host, by=costly).loans) == 1


def test_what_the_host_knew_about_its_ways_stays() -> None:
    def far(places: Sequence[Place], mode: str) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(0 if a == b else 7 for b in places) for a in places)

    home, host = north(), south()
    moved = replace(home.problem, places=tuple(Place(place.lat, 10.001) for place in home.problem.places))
    found = lend([Team("North", moved, home.plan), host], BOTH, again, far)
    size = len(host.problem.places)
    for table, before in zip(found.teams[1].problem.travel, host.problem.travel, strict=True):
        assert [row[:size] for row in table.minutes[:size]] == list(before.minutes)
        assert [row[size] for row in table.minutes[:size]] == [7] * size
