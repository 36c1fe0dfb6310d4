"""Minutes: the facts of a closed sync, gathered from what came out of it."""

from datetime import datetime
from typing import Any

from django.utils import translation

from daily.syncs.agenda import Part
from daily.syncs.event_types import SyncEvent
from daily.syncs.models import AgendaItem, Minutes, OutcomeKind, Sync
from daily.syncs.models.attendees import gathering_in
from daily.syncs.workflows.minutes_decision import decided_in
from foundation.audit.models import Entry


def build_minutes(sync: Sync, entry: Entry) -> Minutes:
    """Write down what came out; `entry` is that of the closing, whose seal they carry. Records `sync.minutes_written`,
    which seals them.
    """
    with translation.override(sync.project.language):
        content = content_of(sync)
    minutes = Minutes.objects.create(
        sync=sync,
        version=sync.minutes.count() + 1,
        content=content,
        seq=entry.seq,
        seal=entry.hash,
        built_at=sync.closed_at or entry.happened_at,
    )
    sync.record_event(SyncEvent.MINUTES_WRITTEN, by=None, at=entry.happened_at)
    return minutes


def content_of(sync: Sync) -> dict[str, Any]:
    """Gather the facts of a closed sync."""
    present = [row.user.name for row in sync.presences.select_related("user").order_by("came_at")]
    expected = gathering_in(sync.project).people_of(sync.circle).values_list("name", flat=True)
    points = list(sync.points.all())
    outcomes = list(sync.outcomes.select_related("made_by", "owner"))
    return {
        "opened_at": stamp(sync.opened_at),
        "closed_at": stamp(sync.closed_at),
        "facilitator": sync.facilitator.name if sync.facilitator else "",
        "secretary": sync.secretary.name if sync.secretary else "",
        "present": present,
        "absent": [name for name in expected if name not in present],
        "synchronised": [row_of(point) for point in points if point.part == Part.INFORMATION and point.ended_at],
        "points": [
            row_of(point)
            for point in points
            if point.ending == AgendaItem.Ending.SETTLED and point.part != Part.INFORMATION
        ],
        "carried": [row_of(point) for point in points if point.ending != AgendaItem.Ending.SETTLED],
        **{
            kind.facts.listed_as: [
                decided_in(one) if kind is OutcomeKind.DECISION else out_of(one) for one in outcomes if one.kind == kind
            ]
            for kind in OutcomeKind
        },
        "reopened_because": sync.reopened_because,
    }


def stamp(time: datetime | None) -> str:
    """Write an instant as ISO 8601 in UTC."""
    return time.isoformat() if time else ""


def row_of(point: AgendaItem) -> dict[str, Any]:
    """Return one point."""
    return {
        "part": point.part,
        "kind": point.kind,
        "reference": point.reference,
        "text": point.text,
        "came_of": point.came_of,
        "words": point.words,
        "carried": point.carried,
        "by": point.added_by.name if point.added_by else "",
    }


def out_of(outcome: Any) -> dict[str, Any]:
    """Return one action or info."""
    return {
        "reference": outcome.reference,
        "text": outcome.text,
        "owner": outcome.owner.name if outcome.owner else "",
        "address": outcome.address,
        "by": outcome.made_by.name if outcome.made_by else "",
        "point": str(outcome.point) if outcome.point else "",
    }
