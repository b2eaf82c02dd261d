"""A case becomes a problem of visits and its plan becomes routes again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from handlekraft_engine.bench import ours
from handlekraft_engine.bench.cases import Case, Cost, Found, Job, Pair, Route, Vehicle
from handlekraft_engine.bench.instance import Score
from handlekraft_engine.bench.ours import Translated, lacks, retimed, run
from handlekraft_engine.bench.visits import VisitInstance, trail
from handlekraft_engine.visits.plan import Placed, Plan
from handlekraft_engine.visits.problem import Break, Link, Need, Window
from handlekraft_engine.visits.referee import judge

from .tiny import LINE, plain, two_carers


def test_two_jobs_at_once_become_one_visit_of_two_carers() -> None:
    translated = Translated(two_carers())
    assert [(need.id, len(need.tasks)) for need in translated.problem.visits] == [("one", 2), ("far", 1)]
    assert translated.problem.links == ()
    plan = Plan((Placed("one", ("x", "y"), 10), Placed("far", ("y",), 25)))
    assert translated.answer(plan) == (Route(0, ((0, 10),)), Route(1, ((1, 10), (2, 25))))
    assert judge(translated.problem, plan) == ()


def test_two_jobs_apart_become_linked_visits() -> None:
    (link,) = Translated(two_carers(low=5, high=30)).problem.links
    assert (link.first, link.second, link.min_gap, link.max_gap) == ("one", "two", 5, 30)
    (open_ended,) = Translated(two_carers(low=5, high=None)).problem.links
    assert open_ended.max_gap is None


def test_only_who_may_has_the_competence() -> None:
    problem = Translated(two_carers()).problem
    first, second = problem.need["one"].tasks
    assert [(first <= carer.competences, second <= carer.competences) for carer in problem.carers] == [
        (True, False),
        (False, True),
    ]


def test_prices_shifts_and_windows_are_carried_over() -> None:
    job = Job("a", 1, 5, ((10, 20), (40, 50)), late=True, liked=(1,), skip=70, citizen="c")
    must = replace(job, id="b", late=False, liked=None, skip=None)
    vehicles = tuple(Vehicle(name, 0, 0, 2, 0, 200, overtime=30, pause=(50, 90, 20)) for name in ("x", "y"))
    cost = Cost(travel=(3,), late=4, waiting=1, overtime=6, disliked=7)
    problem = Translated(Case("rich", (job, must), vehicles, (LINE,), cost=cost)).problem
    a, b = problem.visits
    assert (a.windows, a.wishes, a.preferred) == (
        (Window(10, 230),),
        (Window(10, 20), Window(40, 50)),
        frozenset({"y"}),
    )
    assert (b.windows, b.wished, b.preferred) == ((Window(10, 20), Window(40, 50)), None, frozenset())
    prices = problem.prices
    assert (prices.travel, prices.late, prices.waiting, prices.overtime) == ((("mode 0", 3),), 4, 1, 6)
    assert (prices.not_preferred, prices.uncovered[a.priority]) == (7, 70)
    assert prices.uncovered[b.priority] > 10 * 70
    assert prices.early > 230 * prices.late
    (shift,) = problem.carers[0].shifts
    assert (shift.starts, shift.ends, shift.max_overtime, shift.start_place, shift.end_place) == (0, 200, 30, 0, 2)
    assert shift.breaks == (Break(50, 90, 20),)


def test_windows_that_meet_are_one() -> None:
    job = Job("a", 1, 5, ((40, 50), (10, 20), (20, 30)), citizen="c")
    need = Translated(Case("met", (job,), (Vehicle("x", 0, 0, 2, 0, 200),), (LINE,))).problem.visits[0]
    assert need.windows == (Window(10, 30), Window(40, 50))


def test_an_optional_pair_is_whole_or_not_at_all_and_costs_once() -> None:
    case = two_carers(low=5, high=30)
    jobs = tuple(replace(job, skip=70) for job in case.jobs)
    problem = Translated(replace(case, jobs=jobs)).problem
    assert [problem.prices.uncovered[need.priority] for need in problem.visits] == [70, 0, 70]
    assert [link.together for link in problem.links] == [True]
    assert not Translated(case).problem.links[0].together


def test_a_break_outside_the_shift_is_left_out() -> None:
    vehicles = (Vehicle("x", 0, 0, 0, 0, 60, pause=(50, 90, 20)), Vehicle("y", 0, 0, 0, 0, 200))
    problem = Translated(plain(vehicles=vehicles)).problem
    assert [carer.shifts[0].breaks for carer in problem.carers] == [(), ()]


def test_a_coarse_grain_rounds_so_that_legal_stays_legal() -> None:
    case = replace(two_carers(low=11, high=39), grain=10)
    translated = Translated(case)
    assert translated.problem.travel[0].minutes[0] == (0, 1, 2, 3)
    assert [need.minutes for need in translated.problem.visits] == [1, 1, 1]
    assert [(link.min_gap, link.max_gap) for link in translated.problem.links] == [(2, 3)]
    assert translated.answer(Plan((Placed("far", ("x",), 2),))) == (Route(0, ((2, 20),)),)


def test_days_of_one_driver_become_shifts_of_one_carer() -> None:
    jobs = tuple(Job(f"on {day}", 1, 5, ((1000 * day, 1000 * day + 100),), citizen="c") for day in range(2))
    vehicles = tuple(Vehicle(f"{who}:{day}", 0, 0, 0, 1000 * day, 1000 * day + 200) for who in "xy" for day in range(2))
    translated = Translated(Case("days", jobs, vehicles, (LINE,), same=((0, 1),)))
    assert translated.problem.citizens[0].one_carer
    assert [(carer.id, len(carer.shifts)) for carer in translated.problem.carers] == [("x", 2), ("y", 2)]
    plan = Plan((Placed("on 0", ("y",), 10), Placed("on 1", ("y",), 1010)))
    assert translated.answer(plan) == (Route(2, ((0, 10),)), Route(3, ((1, 1010),)))


@dataclass(frozen=True)
class PlainNeed:
    """A visit's type with fewer fields than any that was."""

    id: str
    minutes: int


@dataclass(frozen=True)
class PlainLink:
    """A link's type that knows nothing of carers."""

    first: str
    second: str
    min_gap: int | None = 0
    max_gap: int | None = None


@dataclass(frozen=True)
class RichLink(PlainLink):
    """A link's type that does."""

    carers: str | None = None


def names(case: Case, monkeypatch: pytest.MonkeyPatch, kind: Any) -> list[Any]:
    """The links of a case where the engine's link is of this kind."""
    monkeypatch.setattr(ours, "Link", kind)
    return list(Translated(case)._links())


def test_what_the_engine_has_words_for_is_asked_of_its_types(monkeypatch: pytest.MonkeyPatch) -> None:
    free, days = two_carers(low=None, high=None), replace(plain(), same=((0, 1, 2),))
    assert names(free, monkeypatch, PlainLink) == []
    assert names(days, monkeypatch, PlainLink) == []
    assert lacks(days)[-1] == "one carer for a group"
    assert names(free, monkeypatch, RichLink) == [RichLink("one", "two", None, None, "different")]
    assert names(days, monkeypatch, RichLink) == [
        RichLink("job 1", "job 2", None, None, "same"),
        RichLink("job 2", "job 3", None, None, "same"),
    ]
    assert "one carer for a group" not in lacks(days)


def test_different_minutes_at_once_need_a_word_of_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    case = two_carers()
    longer = replace(case, jobs=(case.jobs[0], replace(case.jobs[1], minutes=9), case.jobs[2]))
    monkeypatch.setattr(ours, "Need", PlainNeed)
    assert Translated(longer).twins == {}
    monkeypatch.setattr(ours, "_names", lambda kind: {"task_minutes"})
    assert Translated(longer).twins == {0: 1}


def test_lacks_are_named_only_when_asked() -> None:
    assert lacks(two_carers()) == ()
    asked = plain(vehicles=(Vehicle("x", 0, 0, 0, 0, 9, longest=5, fixed=3),), cost=Cost(latest=1))
    known = {what for what, kind, name in (("latest", ours.Prices, "latest"),) if name in ours._names(kind)}
    assert ("the greatest lateness" in lacks(asked)) == ("latest" not in known)
    both = replace(two_carers(low=5, high=9), jobs=tuple(replace(job, who=None) for job in two_carers().jobs))
    assert ("different carers of a pair" in lacks(both)) == ("carers" not in ours._names(Link))


def test_a_run_finds_the_best_way_of_a_tiny_case() -> None:
    found, note = run(plain(), "ours", 0.2, 1)
    assert sorted(job for route in found[-1].answer for job, _ in route.stops) == [0, 1, 2]
    way = sum(
        LINE[a][b]
        for route in found[-1].answer
        for a, b in zip((0, *(j + 1 for j, _ in route.stops)), (*(j + 1 for j, _ in route.stops), 0), strict=True)
    )
    assert way == 60
    assert ("capacity" in note) == ("load" not in ours._names(Need))


def test_starts_are_kept_where_waiting_or_overtime_cost() -> None:
    late = (Route(0, ((0, 50),)),)
    assert retimed(plain(), late) == (Route(0, ((0, 10),)),)
    assert retimed(plain(cost=Cost(waiting=1)), late) == late
    assert retimed(plain(cost=Cost(overtime=1)), late) == late


def test_the_trail_keeps_what_the_referee_holds_for_better() -> None:
    answers = [(Route(i, ()),) for i in range(4)]
    scores = {0: Score(9.0, ("x",)), 1: Score(12.0), 2: Score(13.0), 3: Score(8.0)}
    found = [Found(float(i), answer) for i, answer in reversed(list(enumerate(answers)))]
    points = trail(found, lambda answer: scores[answer[0].vehicle])
    assert [(point.seconds, point.cost, point.violations) for point in points] == [(0, 9, 1), (1, 12, 0), (3, 8, 0)]


def test_an_instance_asks_ours_and_peers_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    from handlekraft_engine.bench.peers import call

    monkeypatch.setattr(ours, "run", lambda *given: ([Found(0.1, ())], "from ours"))
    monkeypatch.setattr(call, "run", lambda *given: ([], "from a peer"))
    one = VisitInstance("one", None, plain(), lambda answer: Score(5.0))
    assert (one.play("ours", 1.0, 1).trail[0].cost, one.play("ours", 1.0, 1).note) == (5.0, "from ours")
    assert (one.play("vroom", 1.0, 1).trail, one.play("vroom", 1.0, 1).note) == ((), "from a peer")


def test_pairs_that_cannot_meet_need_no_word() -> None:
    assert Pair(0, 1, 5, 9).low == 5
    assert "different carers of a pair" not in lacks(two_carers(low=5, high=9))
