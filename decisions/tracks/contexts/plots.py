"""What was measured, metric by metric, against what is asked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from decisions.tracks.contexts.drawing import PLOT_HEIGHT, PLOT_WIDTH, MetricPlot, PlotLimit, PlotPoint, Series
from decisions.tracks.gates import Operator
from decisions.tracks.models import Criterion, Evidence, Track
from decisions.tracks.models.criterion import in_unit
from foundation.web.formatting import day_short

TOP, LEFT = 12, 4
MOST = 6


def plots_of(
    tracks: Sequence[Track], evidence: Iterable[Evidence], criteria: Sequence[Criterion], marks: Mapping[int, str]
) -> list[MetricPlot]:
    """Return a plot for each metric that was measured twice at least, those with a criterion first."""
    by_key: dict[str, list[Evidence]] = {}
    for one in sorted(evidence, key=lambda one: (one.measured_on, one.pk)):
        if one.value is not None:
            by_key.setdefault(one.key, []).append(one)
    limits = {criterion.key: criterion for criterion in reversed(criteria)}
    keys = sorted((key for key, found in by_key.items() if len(found) > 1), key=lambda key: key not in limits)
    names = {track.pk: track.reference for track in tracks}
    return [_plot(by_key[key], limits.get(key), names, marks) for key in keys[:MOST]]


def _plot(
    found: list[Evidence], criterion: Criterion | None, names: Mapping[int, str], marks: Mapping[int, str]
) -> MetricPlot:
    values = [one.value or Decimal(0) for one in found]
    low, high = min(values), max(values)
    if criterion:
        low, high = min(low, criterion.value), max(high, criterion.value)
    room = (high - low) / 10 or abs(high) / 10 or Decimal(1)
    low, high = (Decimal(0) if low >= 0 and low < high / 2 else low - room), high + room

    def height(value: Decimal) -> float:
        return round(TOP + float((high - value) / (high - low)) * PLOT_HEIGHT, 1)

    ways = _across(found)
    series = []
    for track in dict.fromkeys(one.track_id for one in found):
        points = [
            PlotPoint(ways[one.pk], height(one.value), one.written, _is_against(one, criterion))
            for one in found
            if one.track_id == track and one.value is not None
        ]
        series.append(Series(names.get(track, ""), marks.get(track, "disc"), points))
    unit = found[0].unit
    return MetricPlot(
        name=criterion.metric if criterion else found[0].metric,
        asked=criterion.asked if criterion else "",
        limit=_limit(criterion, height) if criterion else None,
        series=series,
        highest=in_unit(max(values), unit),
        lowest=in_unit(min(values), unit),
        first=day_short(found[0].measured_on),
        last=day_short(found[-1].measured_on),
        rows=[(names.get(one.track_id, ""), day_short(one.measured_on), one.written) for one in found],
    )


def _across(found: list[Evidence]) -> dict[int, float]:
    """Return where each value stands: by its day, those of one day beside each other."""
    of_day: dict[object, list[int]] = {}
    for one in found:
        of_day.setdefault(one.measured_on, []).append(one.pk)
    first, last = found[0].measured_on, found[-1].measured_on
    most = max(len(keys) for keys in of_day.values())
    span = (last - first).days + 1 - 1 / most
    ways = {}
    for one in found:
        keys = of_day[one.measured_on]
        at = (one.measured_on - first).days + keys.index(one.pk) / len(keys)
        ways[one.pk] = round(LEFT + (PLOT_WIDTH - 2 * LEFT) * at / span, 1) if span > 0 else PLOT_WIDTH / 2
    return ways


def _is_against(one: Evidence, criterion: Criterion | None) -> bool:
    """Return whether a value is against what is asked."""
    reading = one.reading
    return bool(criterion and reading and criterion.threshold.is_met_by(reading) is criterion.kills)


def _limit(criterion: Criterion, height: Callable[[Decimal], float]) -> PlotLimit | None:
    """Draw the limit, and shade what would be against it; what asks for one very value has no such side."""
    y = height(criterion.value)
    operator = Operator(criterion.operator)
    asked = operator.opposite if criterion.kills else operator
    bottom = TOP + PLOT_HEIGHT
    words = in_unit(criterion.value, criterion.unit)
    if asked in {Operator.BELOW, Operator.AT_MOST}:
        return PlotLimit(y, words, 0, y)
    if asked in {Operator.ABOVE, Operator.AT_LEAST}:
        return PlotLimit(y, words, y, round(bottom - y, 1))
    return PlotLimit(y, words, y, 0)
