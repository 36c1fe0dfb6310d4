"""What was found out: recorded on a track, and every value compared with what would reopen a stopped one."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from circles.projects.models import Link, Subject
from decisions.tracks.event_types import TrackEvent
from decisions.tracks.models import Criterion, Evidence, StopNote, Track, TrackState
from decisions.tracks.models.criterion import MAX_METRIC, MAX_UNIT
from decisions.tracks.models.evidence import MAX_WORDS
from decisions.tracks.models.words import in_lines, on_one_line
from decisions.tracks.workflows.criteria import criterion_words
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.files.workflows.attaching import attach_waiting, waiting_files
from foundation.web.exceptions import Refused


def record_evidence(
    track: Track,
    *,
    by: User,
    words: str = "",
    link: str = "",
    metric: str = "",
    unit: str = "",
    value: Decimal | None = None,
    on: date | None = None,
    files: Iterable[str] = (),
    source: Subject | None = None,
    at: datetime | None = None,
) -> Evidence:
    """Add to a track's log: words, a link, files, or a measured value (`on`: of which day). `source` is what was said
    elsewhere that it notes: it is linked both ways. Records
    `track.evidence_added`, or `track.value_recorded` for its owner, with the criterion that would stop it; and
    `track.could_reopen` for the owner of each stopped track whose *reopen if* the value meets.

    :raises Refused: when nothing is said, a value has no metric, the day is still to come, or the track was merged.
    """
    with transaction.atomic():
        track = track.locked()
        if track.state is TrackState.MERGED:
            raise Refused(_("This track was merged into another; add it there."))
        now = at or clock.now()
        day = on or track.project.day_of(now)
        if day > track.project.day_of(now):
            raise Refused(_("This day is still to come."))
        waiting = waiting_files(files, by=by, project=track.project_id)
        evidence = Evidence(
            track=track,
            words=in_lines(words, MAX_WORDS),
            link=on_one_line(link or (source.get_absolute_url() if source else ""), 400),
            metric=on_one_line(metric, MAX_METRIC) if value is not None else "",
            unit=on_one_line(unit, MAX_UNIT) if value is not None else "",
            value=value,
            measured_on=day,
            recorded_by=by,
            recorded_at=now,
        )
        if value is not None and not evidence.metric:
            raise Refused(_("Say what was measured."))
        if value is None and not (evidence.words or evidence.link or waiting):
            raise Refused(_("Say what was found, or give a link, a file or a value."))
        evidence.save()
        attach_waiting(waiting, "evidence", evidence.pk)
        if source:
            Link.tie(track.project, source, track, by=by, quote=source.quotable)
        track.moved(now)
        track.recompute_gate()
        _record(track, evidence, by=by, at=at)
        if evidence.reading:
            wake(evidence, at=at)
    return evidence


def _record(track: Track, evidence: Evidence, *, by: User, at: datetime | None) -> None:
    """Write the event, with the kill criterion that the value meets, if any."""
    context = track.event_context(by, at)
    if evidence.reading is None:
        track.record_event(TrackEvent.EVIDENCE_ADDED, **context, text=evidence.words[:300], address=evidence.link)
        return
    met = [one for one in killing(track) if one.threshold.is_met_by(evidence.reading)]
    facts: dict[str, Any] = {"against": criterion_words(met[0])} if met else {}
    track.record_event(TrackEvent.VALUE_RECORDED, **context, what=value_words(evidence), **facts)


def value_words(evidence: Evidence) -> str:
    """Write a value down as the record keeps it: in no language, with a point."""
    number = f"{evidence.value.normalize():f}" if evidence.value is not None else ""
    return " ".join(word for word in (evidence.metric, number, evidence.unit) if word)


def killing(track: Track) -> list[Criterion]:
    """Return what would stop a track."""
    return list(track.own_criteria().killing())


def withdraw_evidence(evidence: Evidence, *, by: User, reason: str, at: datetime | None = None) -> None:
    """Say that an entry was wrong; it stays to be read, and counts no more. Records `track.evidence_withdrawn`.

    :raises Refused: when it was withdrawn already.
    """
    with transaction.atomic():
        track = evidence.track.locked()
        evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
        if evidence.withdrawn_at:
            raise Refused(_("This was withdrawn already."))
        evidence.withdrawn_why = on_one_line(reason, 300, _("Say what was wrong with it."))
        evidence.withdrawn_at = at or clock.now()
        evidence.save()
        for note in StopNote.objects.reopenable().filter(reopen_met_by=evidence):
            note.reopen_met_at = note.reopen_met_by = None
            note.save()
        track.recompute_gate()
        reason = evidence.withdrawn_why
        track.record_event(TrackEvent.EVIDENCE_WITHDRAWN, **track.event_context(by, at), reason=reason)


def wake(evidence: Evidence, *, at: datetime | None) -> None:
    """Tell the owner of each stopped track of the project whose *reopen if* this value meets; the caller holds the
    lock. Records `track.could_reopen`.
    """
    reading = evidence.reading
    notes = StopNote.objects.watched().filter(track__project=evidence.track.project_id)
    for note in notes.select_related(*(f"track__{name}" for name in Track.locked_with)):
        if reading is None or note.threshold is None or not note.threshold.is_met_by(reading):
            continue
        note.reopen_met_at, note.reopen_met_by = evidence.recorded_at, evidence
        note.save()
        track = note.track
        facts: dict[str, Any] = {"what": value_words(evidence), "source": evidence.track.reference}
        track.record_event(TrackEvent.COULD_REOPEN, **track.event_context(None, at), **facts)


def leave_stopped(note: StopNote, *, by: User, at: datetime | None = None) -> None:
    """Leave a track stopped, although a value has met its *reopen if*. Records `track.left_stopped`.

    :raises Refused: when nothing waits for that answer.
    """
    with transaction.atomic():
        track = note.track.locked()
        found = StopNote.objects.reopenable().filter(pk=note.pk).first()
        if found is None:
            raise Refused(_("Nothing asks whether this track is opened again."))
        found.dismissed_at, found.dismissed_by = at or clock.now(), by
        found.save()
        track.record_event(TrackEvent.LEFT_STOPPED, **track.event_context(by, at))
