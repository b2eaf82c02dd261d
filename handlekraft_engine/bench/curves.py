"""Anytime curves as a picture: one panel per instance, cost over seconds (both logarithmic), one line per engine."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape

from handlekraft_engine.bench.rows import Row

WIDTH, HEIGHT, MARGIN, COLUMNS = 380, 240, 46, 3
"""Pixels of a panel, of the room around its axes, and panels side by side."""

COLOURS = {
    "ours": "#0b5fa5",
    "pyvrp": "#c1440e",
    "ortools": "#2f7d32",
    "vroom": "#7b3fa0",
    "cpsat": "#8a6d00",
    "highs": "#555555",
}
DASHES = {"ours": "", "pyvrp": "6 3", "ortools": "2 2", "vroom": "8 3 2 3", "cpsat": "4 4", "highs": "1 3"}
"""Colour alone tells nothing to some of us."""


def picture(rows: Sequence[Row], seconds: float) -> str:
    """The SVG text; instances without any legal answer are left out."""
    names = list(dict.fromkeys(row.instance for row in rows if lines(row)))
    across = min(max(len(names), 1), COLUMNS)
    down = max(math.ceil(len(names) / COLUMNS), 1)
    size = f'width="{across * WIDTH}" height="{down * HEIGHT}" viewBox="0 0 {across * WIDTH} {down * HEIGHT}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11">']
    parts.append(f'<rect width="{across * WIDTH}" height="{down * HEIGHT}" fill="#ffffff"/>')
    for number, name in enumerate(names):
        left, top = number % COLUMNS * WIDTH, number // COLUMNS * HEIGHT
        parts.append(f'<g transform="translate({left} {top})">')
        parts += _panel(name, [row for row in rows if row.instance == name and lines(row)], seconds)
        parts.append("</g>")
    return "\n".join([*parts, "</svg>", ""])


def lines(row: Row) -> list[list[tuple[float, float]]]:
    """(seconds, cost) of each run's legal answers."""
    runs = [[(point.seconds, point.cost) for point in run.trail if not point.violations] for run in row.runs]
    return [run for run in runs if run]


def _panel(name: str, rows: Sequence[Row], seconds: float) -> Iterator[str]:
    points = [point for row in rows for run in lines(row) for point in run]
    early = max(min(when for when, _ in points), 1e-3)
    late = max([seconds, *(when for when, _ in points), 2 * early])
    known = [row.best_known for row in rows if row.best_known]
    low, high = min([cost for _, cost in points] + known), max(cost for _, cost in points)
    low, high = max(low, 1e-9), max(high, low * 1.01, 1e-9)

    def x(when: float) -> float:
        share = math.log(max(when, early) / early) / math.log(late / early)
        return round(MARGIN + share * (WIDTH - MARGIN - 12), 1)

    def y(cost: float) -> float:
        share = math.log(max(cost, low) / low) / math.log(high / low)
        return round(HEIGHT - 34 - share * (HEIGHT - 34 - 44), 1)

    yield f'<text x="{MARGIN}" y="16" font-weight="bold">{escape(name)}</text>'
    for number, row in enumerate(rows):
        yield _legend(row.engine, MARGIN + 84 * number)
    for cost in (low, high):
        yield f'<text x="{MARGIN - 4}" y="{y(cost) + 4}" text-anchor="end">{cost:.5g}</text>'
    for when in (early, late):
        yield f'<text x="{x(when)}" y="{HEIGHT - 18}" text-anchor="middle">{when:.2g} s</text>'
    yield f'<path d="M{MARGIN} {y(high)}V{HEIGHT - 34}H{WIDTH - 12}" fill="none" stroke="#666666"/>'
    if known:
        yield f'<path d="M{MARGIN} {y(known[0])}H{WIDTH - 12}" stroke="#999999" stroke-dasharray="1 2"/>'
    for row in rows:
        for run in lines(row):
            steps = [f"{x(run[0][0])} {y(run[0][1])}"] + [f"H{x(when)}V{y(cost)}" for when, cost in run[1:]]
            yield f'<path d="M{"".join(steps)}H{x(late)}" fill="none" stroke-width="1.6" {_stroke(row.engine)}/>'
            yield f'<circle cx="{x(run[-1][0])}" cy="{y(run[-1][1])}" r="2.5" fill="{_colour(row.engine)}"/>'


def _legend(engine: str, left: int) -> str:
    line = f'<path d="M{left} 28h18" fill="none" stroke-width="2" {_stroke(engine)}/>'
    return f'{line}<text x="{left + 22}" y="32">{escape(engine)}</text>'


def _stroke(engine: str) -> str:
    return f'stroke="{_colour(engine)}" stroke-dasharray="{DASHES.get(engine, "")}"'


def _colour(engine: str) -> str:
    return COLOURS.get(engine, "#000000")
