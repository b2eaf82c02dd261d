"""Days that change and weeks with fewer faces, on teams small enough for a test."""

from __future__ import annotations

import io

from handlekraft_engine.bench import changes, faces
from handlekraft_engine.bench.changes import NOW, changed, events
from handlekraft_engine.bench.teams import Team, make_problem
from handlekraft_engine.visits.plan import Placed, Plan
from handlekraft_engine.visits.replan import Added, Late, Longer, Sick
from handlekraft_engine.visits.solve import Iterations

SMALL = Team(3, carers=6, visits_a_day=12)


def test_four_things_happen_to_those_it_concerns() -> None:
    problem = make_problem(SMALL)
    published = Plan(
        tuple(
            Placed(need.id, ("carer 1",) if len(need.tasks) == 1 else ("carer 1", "carer 2"), start)
            for need, start in zip(problem.visits[:4], (NOW - 30, NOW + 10, NOW + 60, NOW + 90), strict=True)
        ),
        tuple(need.id for need in problem.visits[4:]),
    )
    sick, late, longer, added = events(problem, published)
    assert sick == Sick("carer 1")
    assert late == Late("carer 1", NOW + 45)
    assert longer == Longer(problem.visits[0].id, problem.visits[0].minutes + 30)
    assert isinstance(added, Added)
    assert added.need.id == "one more"
    assert all(window.earliest >= NOW for window in added.need.windows)


def test_each_event_is_answered_and_measured() -> None:
    clock = iter(range(100))
    found = list(changed(SMALL, Iterations(60), Iterations(30), lambda: next(clock)))
    assert [one.event for one in found] == ["Sick", "Late", "Longer", "Added"]
    assert all(one.milliseconds == 1000 for one in found)
    assert all(one.violations == 0 and 0 <= one.gave_way <= 1 for one in found)
    assert found[0].about >= 1


def test_the_tables_have_a_row_per_event_and_price() -> None:
    out = io.StringIO()
    assert changes.report(out, seeds=1, seconds=0.1, carers=6, visits=12) == 0
    rows = out.getvalue().splitlines()
    assert [row.split()[0] for row in rows[3:]] == ["Sick", "Late", "Longer", "Added", "all"]
    out = io.StringIO()
    assert faces.report(out, Iterations(20), seeds=1, carers=6, visits=4) == 0
    prices = [row.split()[1] for row in out.getvalue().splitlines()[3:]]
    assert prices == ["0", "5", "10", "20", "40"]
