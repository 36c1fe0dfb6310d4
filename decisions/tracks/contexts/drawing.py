"""Pictures of exploring over time in SVG, drawn on the server: where days, periods, gates and ends stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from babel.dates import format_date

from decisions.tracks.models import ExplorationPeriod, Track, TrackState
from foundation.web.formatting import babel_locale

WIDE, NARROW = 480, 328
TODAY = 40
"""So much room the word for today takes."""
MARKS = ("disc", "ring", "square", "diamond", "triangle", "cross")
"""Each track of a question keeps its own mark, in the matrix, the plots and the picture."""


@dataclass(frozen=True)
class AxisMonth:
    """The first day of a month on an axis."""

    x: float
    name: str
    is_near: bool = False
    """Whether the word for today would stand over its name."""


@dataclass(frozen=True)
class TimeAxis:
    """Days across a picture `width` wide."""

    first: date
    last: date
    width: float
    today: date

    def x(self, day: date) -> float:
        """Return where a day stands; what lies beyond stands at the edge."""
        days = max(1, (self.last - self.first).days)
        return round(min(max((day - self.first).days, 0), days) * self.width / days, 1)

    @property
    def now(self) -> float:
        """Return where today stands."""
        return self.x(self.today)

    @cached_property
    def months(self) -> list[AxisMonth]:
        """Return the months that begin on it, thinned out where they are many."""
        found, day = [], self.first.replace(day=1)
        while day <= self.last:
            if day >= self.first:
                x = self.x(day)
                name = str(format_date(day, "MMM", locale=babel_locale()))
                found.append(AxisMonth(x, name, -TODAY < x - self.now < TODAY / 2))
            day = (day + timedelta(32)).replace(day=1)
        step = -(-len(found) * 44 // max(1, int(self.width)))
        return found[:: max(1, step)]

    @cached_property
    def grid(self) -> str:
        """Return where months begin as one line of SVG, of height 1: every timeline has it."""
        return "".join(f"M{month.x} 0v1" for month in self.months)

    @cached_property
    def _scaled(self) -> dict[float, "TimeAxis"]:
        return {}

    def scaled(self, width: float) -> "TimeAxis":
        """Return the same days across another width; the same axis for all timeline rows of a page."""
        return self._scaled.setdefault(width, TimeAxis(self.first, self.last, width, self.today))


@dataclass(frozen=True)
class PeriodBar:
    """Days of exploring: where they begin, how wide they are, and in which look (past, now, gate, chosen, ahead)."""

    x: float
    width: float
    look: str

    @property
    def end(self) -> float:
        """Return where it ends."""
        return round(self.x + self.width, 1)


@dataclass(frozen=True)
class TimelineDrawing:
    """One timeline: its bars, where a gate's flag and the learn-by day stand, and how it ended."""

    axis: TimeAxis
    bars: Sequence[PeriodBar]
    ahead: PeriodBar | None
    flag: float | None
    end: float | None
    state: TrackState
    word: str
    word_x: float
    word_at_end: bool


def axis_for(
    tracks: Iterable[Track], today: date, *, until: Iterable[date | None] = (), width: float = WIDE
) -> TimeAxis:
    """Return the days that show all of these tracks, at most two years back and one ahead."""
    begun = [period.began_on for track in tracks for period in track.exploration_periods.all()]
    ends = [day for day in (*(track.learn_by for track in tracks if not track.ended_at), *until) if day]
    first = max(min([*begun, today - timedelta(28)]), today - timedelta(730))
    last = min(max([*ends, today + timedelta(14)]), today + timedelta(365))
    return TimeAxis(first - timedelta(2), last + timedelta(2), width, today)


LETTER = 6.2
"""About so wide is one of a word beside a timeline."""


def draw_timeline(track: Track, axis: TimeAxis, *, word: str) -> TimelineDrawing:
    """Draw a track's periods on an axis; `word` stands beside its end: why it ended, or until when it is explored."""
    periods: list[ExplorationPeriod] = list(track.exploration_periods.all())
    bars = [_bar(track, period, axis) for period in periods]
    ahead, flag = None, None
    if not track.ended_at and track.learn_by and track.learn_by > axis.today and not track.is_at_gate(axis.today):
        ahead = PeriodBar(axis.now, round(axis.x(track.learn_by) - axis.now, 1), "ahead")
    if track.is_exploring and track.gate_on and track.gate_on <= axis.today + timedelta(1):
        flag = axis.x(max(track.gate_on, axis.today))
    end = bars[-1].end if bars and track.ended_at else None
    last = ahead.end if ahead else flag + 22 if flag is not None else end if end is not None else axis.now
    room = LETTER * len(word)
    at_end = last + 8 + room > axis.width and last > axis.width / 2
    before = bars[-1].x - 6 if bars else axis.now - 6
    if at_end and before < room:
        word = ""  # on a phone there may be room on neither side; the line's summary says it
    return TimelineDrawing(axis, bars, ahead, flag, end, track.state, word, before if at_end else last + 8, at_end)


def _bar(track: Track, period: ExplorationPeriod, axis: TimeAxis) -> PeriodBar:
    """Draw one period; what ended is grey, what is chosen black."""
    start, end = axis.x(period.began_on), axis.x(period.ended_on or axis.today)
    if period.ended_on is None:
        look = "gate" if track.is_at_gate(axis.today + timedelta(1)) else "now"
    else:
        look = "chosen" if period.ending == TrackState.CHOSEN else "past"
    return PeriodBar(start, max(2.0, round(end - start, 1)), look)


@dataclass(frozen=True)
class PlotPoint:
    """A value in a plot."""

    x: float
    y: float
    words: str
    is_against: bool


@dataclass(frozen=True)
class Series:
    """The values of one track, in order, with its mark."""

    name: str
    mark: str
    points: Sequence[PlotPoint]

    @property
    def line(self) -> str:
        """Return them as SVG joins them."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)

    @property
    def last(self) -> PlotPoint:
        """Return the newest."""
        return self.points[-1]

    @property
    def is_left(self) -> bool:
        """Return whether the last one stands so far right that its word goes to the left of it."""
        return self.last.x > PLOT_WIDTH * 0.55


PLOT_WIDTH, PLOT_HEIGHT = 296, 120


@dataclass(frozen=True)
class PlotLimit:
    """A threshold in a plot: where it stands, and the part that would be against it (`top`, `height`)."""

    y: float
    words: str
    top: float
    height: float


@dataclass(frozen=True)
class MetricPlot:
    """A metric's values by track against its limit, with the same as rows of a table."""

    name: str
    asked: str
    limit: PlotLimit | None
    series: Sequence[Series]
    highest: str
    lowest: str
    first: str
    last: str
    rows: Sequence[tuple[str, str, str]]
