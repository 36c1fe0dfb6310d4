"""Tracks as rows of a timeline: state, criteria, cap, and the days on which they were explored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.tracks.contexts.drawing import NARROW, WIDE, TimeAxis, TimelineDrawing, draw_timeline
from decisions.tracks.gates import GateCause, MeasuredValue, Standing, standing
from decisions.tracks.models import Criterion, Evidence, ExplorationPeriod, Track, TrackState
from decisions.tracks.models.track import TrackQuerySet
from foundation.web.formatting import day_alone, day_short


@dataclass(frozen=True)
class TrackStand:
    """Where a track stands, as a sign and a word; `kind` colours it (warn, live, past)."""

    icon: str
    words: str
    kind: str = ""
    short: str = ""

    @property
    def brief(self) -> str:
        """Say it where there is little room."""
        return self.short or self.words


@dataclass(frozen=True)
class CriterionCell:
    """What a criterion says of one track: the value, or why there is none; None where it is not of this track."""

    standing: Standing
    words: str
    number: str = ""
    unit: str = ""


@dataclass(frozen=True)
class TimelineRow:
    """A track as a row of the board."""

    track: Track
    state: TrackStand
    wide: TimelineDrawing
    narrow: TimelineDrawing
    summary: str
    tests: Sequence[Standing]
    tests_words: str
    share: int
    is_over: bool

    @property
    def bar(self) -> int:
        """Return what of the cap is spent, in percent of the bar."""
        return min(100, self.share)


def for_timeline_rows(found: TrackQuerySet) -> list[Track]:
    """Read tracks with all that timeline rows show."""
    tracks = found.with_people().select_related("choice__decision", "merged_into")
    return list(
        tracks.prefetch_related(Prefetch("exploration_periods", ExplorationPeriod.objects.order_by("pk"))).order_by(
            "number"
        )
    )


def criteria_of(tracks: Sequence[Track]) -> list[Criterion]:
    """Return the criteria of the questions of these tracks."""
    questions = {track.question_id for track in tracks}
    return list(Criterion.objects.standing().filter(question__in=questions).select_related("element"))


def measured_on(tracks: Sequence[Track]) -> dict[int, list[MeasuredValue]]:
    """Return what was measured, by track."""
    found: dict[int, list[MeasuredValue]] = {}
    for one in Evidence.objects.measured().filter(track__in=tracks).in_order():
        if one.reading:
            found.setdefault(one.track_id, []).append(one.reading)
    return found


def timeline_rows_of(tracks: Sequence[Track], axis: TimeAxis, today: date) -> list[TimelineRow]:
    """Return tracks as timeline rows, in two queries."""
    criteria, measured = criteria_of(tracks), measured_on(tracks)
    return [timeline_row_of(track, axis, today, criteria, measured.get(track.pk, [])) for track in tracks]


def timeline_row_of(
    track: Track, axis: TimeAxis, today: date, criteria: Sequence[Criterion], measured: Sequence[MeasuredValue]
) -> TimelineRow:
    """Return one track as a timeline row."""
    own = [one for one in criteria if one.question_id == track.question_id and one.track_id in (None, track.pk)]
    tests = [standing(one.threshold, measured, kills=one.kills) for one in own]
    word = end_word(track, today)
    share = int(100 * track.spent / track.cap_money) if track.cap_money else 0
    return TimelineRow(
        track=track,
        state=state_of(track, today),
        wide=draw_timeline(track, axis.scaled(WIDE), word=word),
        narrow=draw_timeline(track, axis.scaled(NARROW), word=word),
        summary=summary_of(track),
        tests=tests,
        tests_words=tests_in_words(tests),
        share=share,
        is_over=track.is_at_gate(today) and track.gate_cause == GateCause.MONEY,
    )


def tests_in_words(tests: Sequence[Standing]) -> str:
    """Say what the criteria say, for who hears it."""
    go, unknown, no = (sum(one is each for one in tests) for each in Standing)
    return _("Criteria: %(go)s go, %(unknown)s not known yet, %(no)s no") % {"go": go, "unknown": unknown, "no": no}


def state_of(track: Track, today: date) -> TrackStand:
    """Say where a track stands: at its gate before all else, then its state."""
    facts = track.state.facts
    if track.is_exploring:
        return exploring_state(track, today)
    if track.decision:
        return TrackStand(facts.sign, _("chosen by %(decision)s") % {"decision": track.decision.reference}, facts.look)
    return TrackStand(facts.sign, state_words(track), facts.look)


def exploring_state(track: Track, today: date) -> TrackStand:
    """Say where a track stands that is explored."""
    if track.is_being_chosen and track.choice:
        return TrackStand("check", _("choice proposed: %(p)s") % {"p": track.choice.reference}, "warn")
    if track.is_at_gate(today):
        return TrackStand(
            "flag", _("at its gate: %(why)s") % {"why": track.get_gate_cause_display()}, "warn", _("at its gate")
        )
    if track.gate_on and (track.gate_on - today).days == 1:
        return TrackStand("flag", _("gate tomorrow"), "warn")
    facts = track.state.facts
    return TrackStand(facts.sign, str(track.state.label), facts.look)


def state_words(track: Track) -> str:
    """Say where a track stands that is neither explored nor chosen."""
    if track.merged_into:
        return _("merged into %(track)s") % {"track": track.merged_into.reference}
    if track.state is TrackState.PARKED and not track.ended_because:
        return _("parked by silence")
    return str(track.state.label)


def end_word(track: Track, today: date) -> str:
    """Say beside a timeline why it ended, or until when it is explored."""
    if track.ended_at:
        because = track.ended_because
        return because if len(because) <= LONGEST else f"{because[: LONGEST - 2].rsplit(' ', 1)[0]} …"
    if track.is_exploring and track.gate_on and (track.gate_on - today).days <= 1:
        return _("gate")
    if track.learn_by and track.learn_by > today:
        return _("by %(day)s") % {"day": day_short(track.learn_by)}
    return ""


LONGEST = 34


def summary_of(track: Track) -> str:
    """Say in words what a timeline draws."""
    periods = list(track.exploration_periods.all())
    if not periods:
        return _("Not started yet")
    since = _("Explored since %(day)s") % {"day": day_alone(periods[0].began_on)}
    if track.ended_at:
        end = _("%(state)s on %(day)s") % {"state": track.get_ending_display(), "day": day_alone(track.ended_at)}
        return f"{since}; {end}"
    return f"{since}; {_('learn by %(day)s') % {'day': day_alone(track.learn_by)}}"


def days_in_words(days: int) -> str:
    """Say so many days."""
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
