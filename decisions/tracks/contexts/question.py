"""One question: criteria by track, what was measured, how the exploration went, what was learned, what it cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from circles.projects.models import Link
from circles.projects.project_cache import now_in
from decisions.tracks import permissions
from decisions.tracks.contexts.drawing import MARKS, TimeAxis, axis_for, draw_timeline
from decisions.tracks.contexts.plots import plots_of
from decisions.tracks.contexts.timeline_rows import (
    CriterionCell,
    end_word,
    for_timeline_rows,
    state_of,
    timeline_row_of,
)
from decisions.tracks.gates import MeasuredValue, Standing, standing
from decisions.tracks.models import Criterion, Evidence, Question, StopNote, Track
from decisions.tracks.models.criterion import in_unit
from decisions.tracks.prices import TrackCost, price
from foundation.accounts.models import User

LATEST = 8
PICTURE, PICTURE_NARROW = 760, 340


@dataclass(frozen=True)
class MatrixRow:
    """A criterion, and what it says of each track (None: it is not of that one)."""

    criterion: Criterion
    cells: Sequence[CriterionCell | None]


@dataclass(frozen=True)
class MatrixGroup:
    """Criteria of a kind."""

    name: str
    rows: Sequence[MatrixRow]


@dataclass(frozen=True)
class CostRow:
    """What one track cost, and what was learned on it."""

    track: Track
    learned: str
    cost: TrackCost
    share: int
    kept_share: int


def question_page(question: Question, user: User, asked: Mapping[str, str]) -> dict[str, Any]:
    """Gather a question's page, in a fixed number of queries."""
    project = question.project
    today = project.day_of(now_in(project))
    tracks = for_timeline_rows(question.tracks.all())
    criteria = list(Criterion.objects.standing().filter(question=question).select_related("element", "track"))
    evidence = list(Evidence.objects.standing().filter(track__in=tracks).select_related("recorded_by").in_order())
    measured = by_track(evidence)
    marks = {track.pk: MARKS[place % len(MARKS)] for place, track in enumerate(tracks)}
    axis = axis_for(tracks, today, until=[question.answer_by])
    notes = last_notes(tracks)
    keys = {track.pk: track for track in tracks}
    return {
        "project": project,
        "question": question,
        "circle": question.circle,
        "columns": [
            (timeline_row_of(track, axis, today, criteria, measured.get(track.pk, [])), marks[track.pk])
            for track in tracks
        ],
        "groups": matrix_of(tracks, criteria, measured),
        "plots": plots_of(tracks, evidence, criteria, marks),
        "pictures": pictures_of(tracks, axis, question),
        "periods": [(track, period) for track in tracks for period in track.exploration_periods.all()],
        "evidence": [(one, keys[one.track_id]) for one in latest_first(evidence, asked)],
        "evidence_count": len(evidence),
        "notes": [(track, notes[track.pk]) for track in tracks if track.pk in notes],
        "costs": costs_of(tracks, notes),
        "price": price(cost_of(track) for track in tracks),
        "gates": [(track, state_of(track, today)) for track in tracks if track.is_at_gate(today)],
        "sources": Link.objects.into(question).order_by("pk"),
        "born": Link.objects.out_of(question).order_by("pk"),
        "may_tend": permissions.may_tend(user, question),
        "may_ask": permissions.may_ask(user, question.circle),
        "today": today,
        "currency": project.currency,
    }


def by_track(evidence: Sequence[Evidence]) -> dict[int, list[MeasuredValue]]:
    """Return what was measured, by track."""
    found: dict[int, list[MeasuredValue]] = {}
    for one in evidence:
        if one.reading:
            found.setdefault(one.track_id, []).append(one.reading)
    return found


def latest_first(evidence: Sequence[Evidence], asked: Mapping[str, str]) -> Sequence[Evidence]:
    """Return the newest entries, or all where the address asks for `?log=all`."""
    found = list(reversed(evidence))
    return found if asked.get("log") == "all" else found[:LATEST]


def matrix_of(
    tracks: Sequence[Track], criteria: Sequence[Criterion], measured: Mapping[int, Sequence[MeasuredValue]]
) -> list[MatrixGroup]:
    """Return criteria by kind, those of fundamental elements on their own."""
    groups = (
        (_("Kill criteria"), [one for one in criteria if one.kills and not one.element_id]),
        (_("Essentials"), [one for one in criteria if one.element_id]),
        (_("Go criteria"), [one for one in criteria if not one.kills and not one.element_id]),
    )
    return [
        MatrixGroup(name, [MatrixRow(one, cells_of(one, tracks, measured)) for one in rows])
        for name, rows in groups
        if rows
    ]


def cells_of(
    criterion: Criterion, tracks: Sequence[Track], measured: Mapping[int, Sequence[MeasuredValue]]
) -> list[CriterionCell | None]:
    """Return what a criterion says of each track."""
    return [
        cell_of(criterion, measured.get(track.pk, ())) if criterion.track_id in (None, track.pk) else None
        for track in tracks
    ]


def cell_of(criterion: Criterion, measured: Sequence[MeasuredValue]) -> CriterionCell:
    """Return what a criterion says, with the value that says it."""
    said = standing(criterion.threshold, measured, kills=criterion.kills)
    if said is Standing.UNKNOWN:
        return CriterionCell(said, _("not measured yet"))
    value = next(one.value for one in reversed(measured) if one.key == criterion.key)
    return CriterionCell(said, in_unit(value, criterion.unit), in_unit(value, ""), criterion.unit)


@dataclass(frozen=True)
class ExplorationPicture:
    """How the exploration went, at one width."""

    look: str
    axis: TimeAxis
    rows: Sequence[tuple[Track, Any, int]]
    height: int
    answer_x: float | None


ROW = 46


def pictures_of(tracks: Sequence[Track], axis: TimeAxis, question: Question | None = None) -> list[ExplorationPicture]:
    """Draw how the exploration went, for a screen and for a phone."""
    found = []
    for look, width in (("wide", PICTURE), ("narrow", PICTURE_NARROW)):
        scaled = axis.scaled(width)
        rows = [
            (track, draw_timeline(track, scaled, word=end_word(track, axis.today)), 24 + place * ROW)
            for place, track in enumerate(tracks)
        ]
        day = question.answer_by if question and question.is_open else None
        answer = scaled.x(day) if day else None
        found.append(ExplorationPicture(look, scaled, rows, 28 + ROW * len(tracks), answer))
    return found


def last_notes(tracks: Sequence[Track]) -> dict[int, StopNote]:
    """Return the last stop note of each track that has one."""
    found = (
        StopNote.objects.filter(track__in=tracks).select_related("written_by", "reopen_met_by__track").order_by("pk")
    )
    return {note.track_id: note for note in found}


def cost_of(track: Track) -> TrackCost:
    """Return what a track cost, as the rule adds it up."""
    return TrackCost(track.pk, track.state, track.cap_money, track.spent, track.merged_into_id)


def costs_of(tracks: Sequence[Track], notes: Mapping[int, StopNote]) -> list[CostRow]:
    """Return what each track cost, and what was learned."""
    most = max((max(track.cap_money or 0, track.spent) for track in tracks), default=0)
    return [
        CostRow(
            track,
            notes[track.pk].learned if track.pk in notes else "",
            cost_of(track),
            int(100 * track.spent / most) if most else 0,
            int(100 * cost_of(track).unspent / most) if most else 0,
        )
        for track in tracks
    ]
