"""Stopping a track with four lines, and merging it into another."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from circles.projects.models import Link
from decisions.tracks.event_types import TrackEvent
from decisions.tracks.gates import Operator
from decisions.tracks.models import StopLines, StopNote, Track, TrackState
from decisions.tracks.models.criterion import MAX_METRIC, MAX_UNIT
from decisions.tracks.models.stop_note import MAX_LINE
from decisions.tracks.models.words import in_lines, on_one_line
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused


def stop(track: Track, lines: StopLines, *, by: User, at: datetime | None = None) -> StopNote:
    """Stop a track that is explored or parked, with its four lines. Records `track.stopped`.

    :raises Refused: when it is neither, a line is missing, or what is watched is not whole.
    """
    with transaction.atomic():
        track = track.locked()
        if not track.state.facts.may_stop:
            raise Refused(_("Only a track that is explored or parked can be stopped."))
        lines = checked(lines)
        track.end_as(TrackState.STOPPED, lines.learned, at=at)
        note = StopNote.objects.create(
            track=track,
            written_by=by,
            written_at=track.ended_at or clock.now(),
            **{name: getattr(lines, name) for name in ("learned", "evidence", "reuse", "reopen_if")},
            **{name: getattr(lines, name) for name in ("metric", "unit", "operator", "value")},
        )
        facts: dict[str, Any] = {"learned": lines.learned[:300], "reopen_if": lines.reopen_if[:300]}
        track.record_event(TrackEvent.STOPPED, **track.event_context(by, at), **facts)
    return note


def checked(lines: StopLines) -> StopLines:
    """Return the four lines as they are kept.

    :raises Refused: when one is missing, or what is watched is not whole.
    """
    if lines.value is not None and not (lines.metric.strip() and lines.operator):
        raise Refused(_("To be watched, “reopen if” needs a metric, a sign and a value."))
    is_watched = lines.value is not None
    return replace(
        lines,
        learned=in_lines(lines.learned, MAX_LINE, _("Stopping asks four lines: say what we now know.")),
        evidence=in_lines(lines.evidence, MAX_LINE, _("Stopping asks four lines: say what the evidence is.")),
        reuse=in_lines(lines.reuse, MAX_LINE, _("Stopping asks four lines: say what can be reused.")),
        reopen_if=in_lines(lines.reopen_if, MAX_LINE, _("Stopping asks four lines: say what would reopen it.")),
        metric=on_one_line(lines.metric, MAX_METRIC) if is_watched else "",
        unit=on_one_line(lines.unit, MAX_UNIT) if is_watched else "",
        operator=Operator(lines.operator).value if is_watched else "",
    )


def merge(track: Track, into: Track, *, by: User, reason: str, at: datetime | None = None) -> None:
    """Merge a track into another of its question: what was found and spent is read at both, and it shares the other's
    fate. Records `track.merged` at both.

    :raises Refused: when either has ended, or they are of different questions.
    """
    with transaction.atomic():
        track, into = track.locked(), into.locked()
        if track.pk == into.pk or track.question_id != into.question_id:
            raise Refused(_("Only tracks of one question are merged."))
        if not all(one.state.facts.may_merge for one in (track, into)):
            raise Refused(_("One of these tracks has ended."))
        why = on_one_line(reason, 300, _("Say why they are one."))
        track.merged_into = into
        track.end_as(TrackState.MERGED, why, at=at)
        into.members.add(*track.members.exclude(pk=into.owner_id))
        if track.owner_id != into.owner_id:
            into.members.add(track.owner)
        Link.tie(track.project, track, into, by=by, quote=why)
        for one in (track, into):
            context = one.event_context(by, at)
            one.record_event(TrackEvent.MERGED, **context, of=track.reference, into=into.reference, reason=why)
