"""The neutral form: JSON there and back, what a case asks, the earliest timetable of an order."""

from dataclasses import replace

from handlekraft_engine.bench.cases import Cost, Pair, Route, answer_of, asks, from_json, raw_of, to_json
from handlekraft_engine.bench.timing import earliest

from .tiny import plain, two_carers


def test_a_case_survives_json() -> None:
    case = replace(two_carers(), same=((0, 2),), cost=Cost(travel=(3,), late=2), grain=5)
    assert from_json(to_json(case)) == case


def test_an_answer_survives_the_way_between_processes() -> None:
    answer = (Route(1, ((0, 10), (2, 25))), Route(0, ()))
    assert answer_of(raw_of(answer)) == answer


def test_a_case_asks_only_what_it_holds() -> None:
    assert asks(plain()) == ()
    assert asks(two_carers()) == ("linked or double visits",)
    rich = replace(plain(), same=((0, 1),), cost=Cost(latest=1, waiting=1, overtime=1, idle=1, pause=1))
    jobs = tuple(replace(job, late=True, windows=((0, 5), (9, 20))) for job in rich.jobs)
    vehicles = tuple(replace(one, pause=(0, 5, 5), longest=90) for one in rich.vehicles)
    assert len(asks(replace(rich, jobs=jobs, vehicles=vehicles))) == 10


def test_starts_are_as_early_as_travel_and_windows_allow() -> None:
    case = plain()
    late = replace(case.jobs[1], windows=((0, 10), (40, 60)))
    answer = earliest(replace(case, jobs=(case.jobs[0], late, case.jobs[2])), [(0, [0, 1, 2])])
    assert answer == (Route(0, ((0, 10), (1, 40), (2, 55))),)


def test_after_the_last_window_a_job_starts_late() -> None:
    case = plain()
    early = replace(case.jobs[2], windows=((0, 5),))
    assert earliest(replace(case, jobs=(*case.jobs[:2], early)), [(0, [2])]) == (Route(0, ((2, 30),)),)


def test_two_at_once_wait_for_the_later() -> None:
    answer = earliest(two_carers(), [(0, [0]), (1, [2, 1])])
    assert answer == (Route(0, ((0, 35),)), Route(1, ((2, 20), (1, 35))))


def test_a_greatest_gap_pushes_the_first_later() -> None:
    case = replace(two_carers(), pairs=(Pair(0, 1, 5, 8),))
    assert earliest(case, [(0, [0]), (1, [2, 1])])[0] == Route(0, ((0, 27),))
    assert earliest(replace(case, pairs=(Pair(0, 1, 5, None),)), [(0, [0]), (1, [2, 1])])[0] == Route(0, ((0, 10),))


def test_a_pair_without_bounds_or_partner_moves_nothing() -> None:
    free = two_carers(low=None, high=None)
    assert earliest(free, [(0, [0]), (1, [2, 1])])[0] == Route(0, ((0, 10),))
    assert earliest(two_carers(), [(0, [0])]) == (Route(0, ((0, 10),)),)


def test_a_contradiction_ends_instead_of_rising_for_ever() -> None:
    case = replace(two_carers(), pairs=(Pair(0, 1, 0, 0), Pair(0, 1, 10, 10)))
    (_, first), (_, second) = ((route.vehicle, route.stops[0][1]) for route in earliest(case, [(0, [0]), (1, [1])]))
    assert second - first in (0, 10)
