"""The chart of an absorption plan as numbers for an SVG; the template draws them. Source: H4."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from organizations.clock import today
from problems.selectors.pace import Curve

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 16, 16, 34


@dataclass(frozen=True)
class Chart:
    """Coordinates in a box of ``WIDTH`` by ``HEIGHT``; lines as the ``points`` of a polyline."""

    planned: str
    reported: str
    marks: list[dict[str, Any]]
    dots: list[dict[str, Any]]
    levels: list[dict[str, Any]]
    today_x: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    label: int = LEFT - 8
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def chart_of(curve: Curve, on: date | None = None) -> Chart:
    """Where the lines run: the plan as steps that fall on their days, what was reported as steps that fall when it was.

    Time runs from the assignment to the last step or ``on`` (today), whichever is later; the height is what was found.
    """
    day, first = on or today(), curve.reported[0][0]
    last = max([point.day for point in curve.points] + [day])
    span, most = max((last - first).days, 1), max(curve.found, 1)

    def x(on: date) -> str:
        part = min(max((on - first).days / span, 0), 1)
        return f"{LEFT + part * (WIDTH - LEFT - RIGHT):.1f}"

    def y(left: int) -> str:
        return f"{TOP + (1 - left / most) * (HEIGHT - TOP - BOTTOM):.1f}"

    plan = [(first, curve.found), *((point.day, point.at_most) for point in curve.points)]
    said = [*curve.reported, (day, curve.remaining)]
    levels = sorted({curve.found, 0, *(point.at_most for point in curve.points)}, reverse=True)
    return Chart(
        planned=_steps([(x(on), y(left)) for on, left in plan]),
        reported=_steps([(x(on), y(left)) for on, left in said]),
        marks=[{"x": x(point.day), "y": y(point.at_most), "day": point.day} for point in curve.points],
        dots=[{"x": x(on), "y": y(left)} for on, left in curve.reported[1:]],
        levels=[{"y": y(level), "value": level} for level in levels],
        today_x=x(day),
    )


def _steps(points: list[tuple[str, str]]) -> str:
    """A line that runs level and falls at each point."""
    corners: list[tuple[str, str]] = []
    for place, (x, y) in enumerate(points):
        if place:
            corners.append((x, points[place - 1][1]))
        corners.append((x, y))
    return " ".join(f"{x},{y}" for x, y in corners)
