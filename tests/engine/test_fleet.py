"""Many units: whatever happens to one, the others are answered, and every answer is what it is alone."""

import multiprocessing
import random
import threading
import time
from pathlib import Path
from typing import Self

import pytest

from handlekraft_engine.bench.teams import Team, make_problem
from handlekraft_engine.fleet.here import Here
from handlekraft_engine.fleet.plans import Ask, plan, plan_unit, warm
from handlekraft_engine.fleet.pool import READY, Pool, PoolBroken, serve
from handlekraft_engine.fleet.run import Limits, run
from handlekraft_engine.fleet.units import End, Ended, Hands, Outcome, Unit
from handlekraft_engine.visits.solve import Iterations, solve
from tests.engine.fleet_work import dead_on_arrival, double, moody


def units(*questions: str) -> list[Unit[str]]:
    return [Unit(question, question) for question in questions]


def ends(found: dict[str, Outcome[str]]) -> dict[str, str]:
    return {key: str(outcome.end) for key, outcome in found.items()}


class Clock:
    """Every look takes a second."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


class Scripted:
    """Hands whose attempts end as a script says, in order; an empty script ends nothing."""

    def __init__(self, *script: End, size: int = 1) -> None:
        self.script, self.size = list(script), size
        self.busy: list[str] = []
        self.dropped: list[str] = []
        self.log: list[str] = []

    def __enter__(self) -> Self:
        self.log.append("in")
        return self

    def __exit__(self, *error: object) -> None:
        self.log.append("out")

    def free(self) -> int:
        return self.size - len(self.busy)

    def begin(self, unit: Unit[str]) -> None:
        self.busy.append(unit.key)

    def ended(self, seconds: float) -> list[Ended[str]]:
        if not self.script or not self.busy:
            return []
        end, key = self.script.pop(0), self.busy.pop(0)
        return [Ended(key, end, f"answer to {key}" if end is End.DONE else None, "" if end is End.DONE else "why")]

    def drop(self, key: str) -> None:
        self.busy.remove(key)
        self.dropped.append(key)


def test_here_one_after_the_other_and_the_same_question_once() -> None:
    asked: list[str] = []

    def note(question: str) -> str:
        asked.append(question)
        return double(question)

    found = run([*units("b", "a"), *units("b")], Here(note))
    assert list(found) == ["b", "a"]
    assert found["a"] == Outcome("a", End.DONE, "aa", attempts=1)
    assert asked == ["b", "a"]


def test_an_exception_is_that_units_own_and_is_not_tried_again() -> None:
    found = run(units("ok", "no", "fine"), Here(moody))
    assert ends(found) == {"ok": "done", "no": "refused", "fine": "done"}
    assert found["no"].why == "ValueError: not this one"
    assert found["no"].attempts == 1


def test_a_crash_is_tried_again_and_told() -> None:
    told: list[Outcome[str]] = []
    hands = Scripted(End.CRASHED, End.DONE, End.DONE)
    found = run(units("a", "b"), hands, tell=told.append)
    assert ends(found) == {"a": "done", "b": "done"}
    assert found["a"].attempts == 2
    assert [(one.key, str(one.end), one.again) for one in told] == [
        ("a", "crashed", True),
        ("b", "done", False),
        ("a", "done", False),
    ]
    assert hands.log == ["in", "out"]


def test_after_the_last_attempt_it_is_reported() -> None:
    found = run(units("a", "b"), Scripted(End.CRASHED, End.DONE, End.CRASHED, size=1), Limits(attempts=2))
    assert ends(found) == {"a": "crashed", "b": "done"}
    assert (found["a"].attempts, found["a"].why, found["a"].again) == (2, "why", False)


def test_who_is_late_is_dropped_and_tried_again() -> None:
    hands = Scripted()
    found = run(units("a"), hands, Limits(seconds=3, attempts=2), clock=Clock())
    assert found["a"] == Outcome("a", End.LATE, why="no answer within 3 seconds", attempts=2)
    assert hands.dropped == ["a", "a"]


def test_a_cancel_stops_what_is_under_way_and_keeps_what_is_done() -> None:
    hands, told = Scripted(End.DONE, size=2), list[Outcome[str]]()
    found = run(units("a", "b", "c", "d"), hands, tell=told.append, cancelled=lambda: bool(told))
    assert ends(found) == {"a": "done", "b": "cancelled", "c": "cancelled", "d": "cancelled"}
    assert hands.dropped == ["b"]
    assert [found[key].attempts for key in "abcd"] == [1, 1, 0, 0]


def test_a_cancel_in_this_process_forgets_what_has_not_begun() -> None:
    here: Here[str, str] = Here(double)
    here.begin(units("a")[0])
    here.drop("a")
    assert here.ended(0) == []


def test_known_answers_are_taken_over_and_start_nobody() -> None:
    hands = Scripted()
    found = run(units("a"), hands, known={"a": "aa"})
    assert found["a"] == Outcome("a", End.DONE, "aa", attempts=0)
    assert hands.log == []


@pytest.mark.parametrize("wrong", [{"seconds": 0}, {"attempts": 0}])
def test_limits_that_allow_nothing_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="more than 0 seconds and at least one attempt"):
        Limits(**wrong)


# In processes


def pool(workers: int = 2) -> Pool[str, str]:
    return Pool(moody, workers)


def test_whoever_dies_hangs_or_exits_loses_nobody_elses_answer(tmp_path: Path) -> None:
    once = f"die once {tmp_path / 'seen'}"
    told: list[Outcome[str]] = []
    asked = units("a", "die", "b", once, "no", "c", "hang", "exit", "d")
    found = run(asked, pool(), Limits(seconds=1.0, attempts=2), tell=told.append)
    assert list(found) == [unit.key for unit in asked]
    good = {"a", "b", "c", "d", once}
    assert {key: outcome.answer for key, outcome in found.items() if key in good} == {key: f"{key}!" for key in good}
    assert {key: str(found[key].end) for key in ("die", "exit", "hang", "no")} == {
        "die": "crashed",
        "exit": "crashed",
        "hang": "late",
        "no": "refused",
    }
    assert [found[key].attempts for key in ("die", "exit", "hang", "no", once, "a")] == [2, 2, 2, 1, 2, 1]
    assert found["die"].why == "its process ended with -11"
    assert found["exit"].why == "its process ended with 3"
    assert sum(one.again for one in told) == 4


def test_a_cancel_ends_processes_that_hang() -> None:
    told: list[Outcome[str]] = []
    hands = pool(2)
    began = time.monotonic()
    found = run(units("hang", "a", "b"), hands, tell=told.append, cancelled=lambda: len(told) == 2)
    assert ends(found) == {"hang": "cancelled", "a": "done", "b": "done"}
    assert time.monotonic() - began < 30
    assert hands.workers == []


def test_processes_that_never_get_ready_are_given_up() -> None:
    with pytest.raises(PoolBroken, match=r"3 processes ended before they were ready, the last one: .* ended with 7"):
        run(units("a"), Pool(moody, 1, warm=dead_on_arrival))


def test_an_error_of_ones_own_ends_all_processes() -> None:
    hands = pool(2)
    with pytest.raises(ZeroDivisionError):
        run(units("hang", "a"), hands, tell=lambda outcome: divmod(1, 0))
    assert hands.workers == []


def test_a_process_that_died_idle_is_replaced() -> None:
    with pool(1) as hands:
        while not hands.free():
            hands.ended(1.0)
        first = hands.workers[0].process
        first.kill()
        first.join()
        hands.begin(units("a")[0])
        assert hands.ended(1.0) == [Ended("a", End.CRASHED, why="its process ended with -9")]
        assert hands.workers[0].process is not first


def test_a_pool_has_a_process_for_every_core_or_as_many_as_asked() -> None:
    assert Pool(moody).size == multiprocessing.cpu_count()
    with pytest.raises(ValueError, match="0 workers; give at least 1"):
        Pool(moody, 0)


def test_what_a_process_does() -> None:
    ours, theirs = multiprocessing.Pipe()
    thread = threading.Thread(target=serve, args=(theirs, moody, lambda: None))
    thread.start()
    assert ours.recv() == READY
    ours.send("a")
    assert ours.recv() == (End.DONE, "a!", "")
    ours.send("no")
    assert ours.recv() == (End.REFUSED, None, "ValueError: not this one")
    ours.close()
    thread.join(5)
    assert not thread.is_alive()
    theirs.close()


# Plans


def asks() -> list[Ask]:
    teams = [make_problem(Team(seed, visits_a_day=8, carers=5)) for seed in (1, 2, 3)]
    return [Ask(problem, Iterations(150), seed=4) for problem in teams]


def test_the_same_plans_as_alone_in_any_order() -> None:
    wanted = {plan_unit(ask).key: solve(ask.problem, ask.stop, ask.seed) for ask in asks()}
    shuffled = [plan_unit(ask) for ask in asks()]
    random.Random(3).shuffle(shuffled)
    warm()
    hands: list[Hands[Ask, object]] = [Here(plan), Pool(plan, 2, warm=warm)]
    for each in hands:
        found = run(shuffled, each)
        assert {key: outcome.answer for key, outcome in found.items()} == wanted


def test_the_key_is_the_problem_the_stop_the_seed_and_the_start() -> None:
    one, other, _ = asks()
    begun = Ask(one.problem, one.stop, one.seed, solve(one.problem, Iterations(0), 1))
    questions = [one, other, begun, Ask(one.problem, Iterations(151), 4), Ask(one.problem, one.stop, 5)]
    keys = [plan_unit(ask).key for ask in questions]
    assert len(set(keys)) == len(keys)
    assert plan_unit(asks()[0]).key == keys[0]
