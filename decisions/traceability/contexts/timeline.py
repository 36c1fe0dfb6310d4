"""The path as a picture: how many clauses each baseline holds over time, and the decisions below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from decisions.traceability.contexts.baselines import BaselineStep

WIDTH, HEIGHT = 1072, 216
LEFT, RIGHT = 36, 150
TOP, GROUND = 48, 164
ROW = 178
CLOSE = 34
"""Marks of baselines that are closer than this would cover each other."""


@dataclass(frozen=True)
class TimelineMark:
    """A baseline in the picture."""

    number: str
    x: float
    y: float
    label_x: float
    total: int
    day: datetime
    is_here: bool


@dataclass(frozen=True)
class TimelineDot:
    """A decision in the picture."""

    reference: str
    x: float
    hue: int
    moved: bool


@dataclass(frozen=True)
class TimelineMonth:
    """Where a month begins."""

    day: datetime
    x: float


@dataclass(frozen=True)
class Timeline:
    """The whole picture: two areas and a line as paths, marks, dots, months."""

    ground: str
    past: str
    line: str
    marks: list[TimelineMark]
    dots: list[TimelineDot]
    months: list[TimelineMonth]
    now_x: float
    now_y: float


def timeline(
    steps: Sequence[BaselineStep], others: Sequence[tuple[datetime, str, int]], here: BaselineStep | None, now: datetime
) -> Timeline | None:
    """Draw it; None before the first baseline."""
    if not steps:
        return None
    began = min([steps[0].baseline.made_at, *[at for at, _name, _hue in others[:1]]])
    span = max((now - began).total_seconds(), 1.0)
    most = max([1, *(step.total for step in steps)])

    def x_of(at: datetime) -> float:
        share = min(max((at - began).total_seconds() / span, 0.0), 1.0)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y_of(total: int) -> float:
        return round(GROUND - (GROUND - TOP) * (0.35 + 0.65 * total / most), 1)

    points = [(x_of(step.baseline.made_at), y_of(step.total)) for step in steps]
    end = (x_of(now), points[-1][1])
    marks, last = [], -1000.0
    for step, (x, y) in zip(steps, points, strict=True):
        place = x if x - last >= CLOSE else last + CLOSE
        last = place
        marks.append(
            TimelineMark(step.number, place, y, round(place + 22, 1), step.total, step.baseline.made_at, step is here)
        )
    moved = [(one.adopted_at, one.reference, one.circle.hue) for step in steps for one in step.decisions]
    dots = [TimelineDot(name, x_of(at), hue, moved=False) for at, name, hue in others]
    dots += [TimelineDot(name, x_of(at), hue, moved=True) for at, name, hue in moved]
    stairs = _stairs(points, end)
    until = next((place for place, step in enumerate(steps) if step is here), len(steps) - 1)
    past = _stairs(points[: until + 1], points[until])
    return Timeline(
        ground=f"M{points[0][0]} {GROUND}{stairs}V{GROUND}Z",
        past=f"M{points[0][0]} {GROUND}{past}V{GROUND}Z",
        line=f"M{points[0][0]} {GROUND}{stairs}",
        marks=marks,
        dots=dots,
        months=[TimelineMonth(day, x_of(day)) for day in _months(began, now)],
        now_x=end[0],
        now_y=end[1],
    )


def _stairs(points: Sequence[tuple[float, float]], end: tuple[float, float]) -> str:
    found = ""
    for x, y in points:
        found += f"H{x}" if found else ""
        found += f"V{y}"
    return f"{found}H{end[0]}"


def _months(began: datetime, now: datetime) -> list[datetime]:
    found: list[datetime] = []
    day = began.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while day <= now:
        if day >= began or not found:
            found.append(max(day, began))
        day = (day + timedelta(days=32)).replace(day=1)
    return found if len(found) <= 18 else found[:: len(found) // 12 + 1]
