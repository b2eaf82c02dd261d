"""Problems and plans drawn as text, so that anybody in the team could check a case.

Homes lie on a line: ``at`` = minutes from the office, on foot 1 minute each, by car a third of it. Times are of one day
that begins at minute 0; "+1 07:00" is the next day.

    citizen | window      | minutes | usual
    Ella    | 07:00-09:00 | 20      | Mette

Columns: citizen (also the visit's id unless ``visit`` is there), visit, window (several by comma), wish, minutes, at,
needs ("nurse lift / nurse" = two carers), usual (known and preferred), known, unwanted, never, lock ("Mette 08:00",
"Mette", "08:00"), told ("Mette 08:00"), done ("Mette 08:00" = frozen), priority.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlekraft_engine.visits.plan import Hard, Placed, Plan
from handlekraft_engine.visits.problem import (
    Block,
    Break,
    Carer,
    Citizen,
    Link,
    Lock,
    Need,
    Place,
    Prices,
    Problem,
    Published,
    Shift,
    Travel,
    Window,
)
from handlekraft_engine.visits.referee import judge
from handlekraft_engine.visits.solve import Iterations, solve

ORIGIN = "2026-11-23T00:00:00+00:00"
LINE = 61
"""Homes lie at minutes 0 to 60."""


def minute(text: str) -> int:
    """Minutes of "07:30", "07" or "+1 07:30"."""
    day, _, clock = text.strip().rpartition(" ")
    hour, _, rest = clock.partition(":")
    return int(day or 0) * 1440 + int(hour) * 60 + int(rest or 0)


def span(text: str) -> tuple[int, int]:
    """ "07:00-09:00" or "07-15"."""
    low, high = text.split("-")
    return minute(low), minute(high)


def draw(
    table: str, shifts: str, *, links: Sequence[Link] = (), prices: Prices | None = None, now: str = ""
) -> Problem:
    """The problem of a table of visits and a line of shifts (see ``draw_carer``)."""
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines() if line.strip()]
    visits = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    carers = tuple(draw_carer(text) for text in shifts.split(", "))
    known: dict[str, frozenset[str]] = {}
    for row in visits:
        known[row["citizen"]] = known.get(row["citizen"], frozenset()) | _names(row, "known") | _names(row, "usual")
    places = tuple(Place(56 + i / 1000, 10) for i in range(LINE))
    return Problem(
        origin=ORIGIN,
        places=places,
        travel=(line_travel("car", 3), line_travel("walk", 1)),
        carers=carers,
        citizens=tuple(Citizen(name, faces) for name, faces in known.items()),
        visits=tuple(_need(row) for row in visits),
        links=tuple(links),
        prices=prices or Prices(),
        now=minute(now) if now else None,
    )


def line_travel(mode: str, speed: int) -> Travel:
    """Minutes along the line, rounded up."""
    return Travel(mode, tuple(tuple(-(-abs(a - b) // speed) for b in range(LINE)) for a in range(LINE)))


def draw_carer(text: str) -> Carer:
    """E.g. Mette (nurse car) 07-15 from 0 home 0 overtime 30 break 11-12 for 30 meeting 13-14 at 0 rest 09:00-09:15."""
    head, *parts = re.split(r" (?=from|home|overtime|break|meeting|rest|then)", text)
    match = re.fullmatch(r"(\w+)(?: \((.*)\))? (.*)", head)
    assert match, text
    name, skills, hours = match[1], set((match[2] or "").split()), match[3]
    shifts, blocks = [Shift(*span(hours))], []
    for part in parts:
        word, _, rest = part.partition(" ")
        if word == "then":
            shifts.append(Shift(*span(rest)))
        elif word in ("meeting", "rest"):
            when, _, at = rest.partition(" at ")
            blocks.append(Block(*span(when), place=int(at) if at else None))
        else:
            shifts[-1] = _with(shifts[-1], word, rest)
    mode = "car" if "car" in skills else "walk"
    return Carer(name, mode, frozenset(skills - {"car"}), tuple(shifts), tuple(blocks))


def _with(shift: Shift, word: str, rest: str) -> Shift:
    if word == "break":
        when, _, minutes = rest.partition(" for ")
        return replace(shift, breaks=(*shift.breaks, Break(*span(when), int(minutes))))
    names = {"from": "start_place", "home": "end_place", "overtime": "max_overtime"}
    return replace(shift, **{names[word]: int(rest)})


def _names(row: dict[str, str], column: str) -> frozenset[str]:
    return frozenset(row.get(column, "").replace(",", " ").split())


def _need(row: dict[str, str]) -> Need:
    tasks = tuple(frozenset(task.split()) for task in row.get("needs", "").split("/"))
    done, lock, told = row.get("done", ""), row.get("lock", ""), row.get("told", "")
    return Need(
        id=row.get("visit") or row["citizen"],
        citizen=row["citizen"],
        place=int(row.get("at") or 0),
        minutes=int(row["minutes"]),
        windows=tuple(Window(*span(text)) for text in row["window"].split(",")),
        wished=Window(*span(row["wish"])) if row.get("wish") else None,
        tasks=tasks,
        preferred=_names(row, "usual"),
        unwanted=_names(row, "unwanted"),
        forbidden=_names(row, "never"),
        priority=int(row.get("priority") or 1),
        lock=_lock(done or lock, len(tasks)) if done or lock else None,
        frozen=bool(done),
        published=Published(*_who_when(told)) if told else None,
    )


def _lock(text: str, tasks: int) -> Lock:
    names = [word for word in text.split() if not word[0].isdigit()]
    times = [word for word in text.split() if word[0].isdigit()]
    carers = tuple(None if name == "?" else name for name in names[0].split("+")) if names else ()
    assert len(carers) in (0, tasks), text
    return Lock(carers, minute(times[0]) if times else None)


def _who_when(text: str) -> tuple[tuple[str, ...], int]:
    names, time = text.split()
    return tuple(names.split("+")), minute(time)


def drawn_plan(problem: Problem, text: str) -> Plan:
    """ "Ella Mette 07:30, Karl Ali+Mette 08:00": everything not named is uncovered."""
    placed = []
    for part in filter(None, text.split(", ")):
        visit, who, *when = part.split(" ")
        placed.append(Placed(visit, tuple(who.split("+")), minute(" ".join(when))))
    named = {one.visit for one in placed}
    return Plan(tuple(placed), tuple(sorted(need.id for need in problem.visits if need.id not in named)))


def solved(problem: Problem, moves: int = 400) -> dict[str, tuple[str, str]]:
    """Who and when by visit; legal in any case."""
    plan = solve(problem, Iterations(moves), seed=7)
    assert judge(problem, plan) == ()
    return {one.visit: ("+".join(one.carers), f"{one.start // 60:02}:{one.start % 60:02}") for one in plan.placed}


def judged(problem: Problem, text: str) -> list[tuple[Hard, str, int]]:
    """What the referee finds in a plan drawn as text: rule, visit, minutes."""
    return [(one.rule, one.visit, one.minutes) for one in judge(problem, drawn_plan(problem, text))]
