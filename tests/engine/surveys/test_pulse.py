"""The pulse: own baseline, two falls in a row, invisible pulses, levels; how often it errs, by simulation."""

from __future__ import annotations

import random
from statistics import fmean

import pytest

from handlekraft_engine.surveys.pulse import Level, Pulse, baseline, falls, level, means

GOOD: Pulse = [4, 4, 4, 4, 4]
LOW: Pulse = [3, 3, 4, 4, 3]
WORN: Pulse = [2, 2, 3, 3, 2]
FEW: Pulse = [1, 1, 1, 1]


def test_the_baseline_is_the_teams_own_beginning() -> None:
    assert baseline(means([GOOD] * 5)) is None
    assert baseline(means([GOOD] * 6)) == 4
    assert baseline(means([GOOD] * 8 + [LOW] * 8)) == 4
    assert means([GOOD, FEW, LOW]) == [4, 3.4]


def test_two_falls_in_a_row_are_a_signal_and_one_is_not() -> None:
    assert falls([*[GOOD] * 8, LOW, LOW])
    assert falls([*[GOOD] * 8, LOW, FEW, LOW]), "a pulse nobody may see is not there"
    assert not falls([*[GOOD] * 8, LOW])
    assert not falls([*[GOOD] * 8, LOW, GOOD])
    assert not falls([*[GOOD] * 8, [4, 4, 4, 3, 3], [4, 4, 4, 3, 3]]), "0.4 is not 0.5"
    assert not falls([*[GOOD] * 7, LOW, LOW]), "the eighth still makes the baseline"
    assert not falls([LOW, LOW])


@pytest.mark.parametrize(
    ("fallen", "again", "expected"),
    [
        ((), False, Level.AS_USUAL),
        (("U1",), False, Level.WATCH),
        (("U1", "U3"), False, Level.TALK),
        (("U2",), False, Level.TALK),
        (("U2",), True, Level.ASK_FOR_SPARRING),
        (("U1",), True, Level.WATCH),
    ],
)
def test_levels(fallen: tuple[str, ...], again: bool, expected: Level) -> None:
    items = {item: [*[GOOD] * 8, *[LOW if item in fallen else GOOD] * 2] for item in ("U1", "U2", "U3", "U4", "U5")}
    assert level(items, alone=frozenset({"U2", "U4"}), exhausted="U4", again=again) is expected


def test_a_worn_team_is_asked_at_once() -> None:
    def asked(*last: Pulse) -> Level:
        return level({"U4": [GOOD, *last]}, alone=frozenset({"U2", "U4"}), exhausted="U4", again=False)

    assert asked(WORN, WORN) is Level.ASK_FOR_SPARRING
    assert asked(WORN, GOOD) is Level.AS_USUAL
    assert asked(WORN) is Level.AS_USUAL


def answers(dice: random.Random, person: list[float], response: float, middle: float) -> Pulse:
    """Whole steps from 1 to 5 around each person's own level."""
    return [min(5, max(1, round(middle + own + dice.gauss(0, 0.8)))) for own in person if dice.random() < response]


def simulated(size: int, fall: float, teams: int, seed: int) -> float:
    """Share of teams with a signal: within 18 pulses after the baseline, or within 6 after a fall."""
    dice = random.Random(seed)
    found = []
    for _ in range(teams):
        person = [dice.gauss(0, 0.6) for _ in range(size)]
        pulses = [answers(dice, person, 0.65, 3.6) for _ in range(8)]
        while len(means(pulses)) < 8:
            pulses.append(answers(dice, person, 0.65, 3.6))
        hit = False
        for _ in range(6 if fall else 18):
            pulses.append(answers(dice, person, 0.65, 3.6 - fall))
            hit = hit or falls(pulses)
        found.append(hit)
    return fmean(found)


def test_false_alarms_are_rare_and_falls_are_found() -> None:
    assert simulated(10, 0, 600, seed=1) <= 0.12
    assert simulated(10, 0.7, 600, seed=2) >= 0.70
