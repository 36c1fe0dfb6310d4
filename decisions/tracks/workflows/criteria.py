"""What would stop tracks, and what would speak for them: added and removed, of one track or of all of a question."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.models import Fundamental
from decisions.tracks.event_types import QuestionEvent
from decisions.tracks.gates import Operator
from decisions.tracks.models import Criterion, Question, Track
from decisions.tracks.models.criterion import MAX_METRIC, MAX_UNIT
from decisions.tracks.models.words import on_one_line
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused


def add_criterion(
    question: Question,
    kind: str,
    metric: str,
    operator: str,
    value: Decimal,
    *,
    by: User | None,
    unit: str = "",
    track: Track | None = None,
    due_on: date | None = None,
    element: Fundamental | None = None,
    clause: str = "",
    at: datetime | None = None,
) -> Criterion:
    """Add a criterion to a question, or to one `track` of it. Records `question.criterion_added`, and the gates of the
    tracks it is of follow.

    :raises Refused: when the question is closed, or the metric has no name.
    """
    with transaction.atomic():
        question = question.locked_open()
        if track is not None and track.question_id != question.pk:
            raise Refused(_("This track is of another question."))
        criterion = Criterion.objects.create(
            question=question,
            track=track,
            kind=Criterion.Kind(kind),
            metric=on_one_line(metric, MAX_METRIC, _("Say what is measured.")),
            unit=on_one_line(unit, MAX_UNIT),
            operator=Operator(operator).value,
            value=value,
            due_on=due_on,
            element=element,
            clause=on_one_line(clause, 40),
            added_by=by,
            **({"added_at": at} if at else {}),
        )
        recompute_gates(criterion)
        facts: dict[str, Any] = {"of": track.reference} if track else {}
        question.record_event(
            QuestionEvent.CRITERION_ADDED,
            by=by,
            at=at,
            also=["tracks"],
            sort=kind,
            what=criterion_words(criterion),
            **facts,
        )
    return criterion


def remove_criterion(criterion: Criterion, *, by: User, at: datetime | None = None) -> None:
    """Remove a criterion; it stays to be read in the record. Records `question.criterion_removed`.

    :raises Refused: when it is gone already, or the last kill criterion of a track that is being explored.
    """
    with transaction.atomic():
        question = criterion.question.locked_open()
        criterion = Criterion.objects.select_for_update(of=("self",)).select_related("track").get(pk=criterion.pk)
        if criterion.removed_at:
            raise Refused(_("This criterion was removed already."))
        _refuse_met(criterion)
        criterion.removed_at = at or clock.now()
        criterion.save()
        for track in tracks_of(criterion):
            if not track.own_criteria().killing().exists():
                raise Refused(
                    _("%(track)s is being explored, and nothing else would stop it: add another kill criterion first.")
                    % {"track": track.reference}
                )
            track.recompute_gate()
        facts: dict[str, Any] = {"of": criterion.track.reference} if criterion.track else {}
        question.record_event(
            QuestionEvent.CRITERION_REMOVED,
            by=by,
            at=at,
            also=["tracks"],
            sort=criterion.kind,
            what=criterion_words(criterion),
            **facts,
        )


def _refuse_met(criterion: Criterion) -> None:
    """Raise `Refused` where a value has met a kill criterion of a track that is being explored, or was parked and may
    go on: what becomes of that is decided at its gate, and nobody takes the question away before.
    """
    if criterion.kind != Criterion.Kind.KILL:
        return
    for track in tracks_of(criterion, parked=True):
        if any(criterion.threshold.is_met_by(one) for one in track.gate_facts(track.costs()).readings):
            raise Refused(
                _("%(track)s has met it: its gate says what becomes of the track, and the criterion stays until then.")
                % {"track": track.reference}
            )


def recompute_gates(criterion: Criterion) -> None:
    """Let the gates of the tracks that a criterion is of follow it; the caller holds the lock."""
    for track in tracks_of(criterion):
        track.recompute_gate()


def tracks_of(criterion: Criterion, *, parked: bool = False) -> list[Track]:
    """Return the tracks that are being explored, or were `parked`, and that a criterion is of."""
    begun = criterion.question.tracks.alive().exclude(started_at=None).select_related(*Track.locked_with)
    found = begun if parked else begun.exploring()
    return list(found.filter(pk=criterion.track_id) if criterion.track_id else found)


def criterion_words(criterion: Criterion) -> str:
    """Write a criterion down as the record keeps it: in no language, with a point."""
    value = f"{criterion.value.normalize():f}"
    words = (criterion.metric, Operator(criterion.operator).sign, value, criterion.unit)
    return " ".join(word for word in words if word)
