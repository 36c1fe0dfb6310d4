"""Answering a gate: an answer laid ready, given by the circle in its sync or at once, and none at two syncs."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.queries.autonomy import autonomy_of
from decisions.decisions.models import Proposal
from decisions.tracks import gates
from decisions.tracks.event_types import TrackEvent
from decisions.tracks.models import GateAnswer, GateCauses, GateVerdict, Track, TrackState, UnansweredSync, VerdictTerms
from decisions.tracks.workflows.choosing import propose_choice
from decisions.tracks.workflows.stopping import checked, stop
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from foundation.web.formatting import money


def lay_verdict_ready(
    track: Track, kind: str, terms: VerdictTerms, *, by: User, at: datetime | None = None
) -> GateAnswer:
    """Lay an answer ready for the next gate, in place of one's earlier one. Records `track.answer_readied`.

    :raises Refused: when it is not being explored, or lacks what such an answer needs.
    """
    with transaction.atomic():
        track = track.locked_exploring()
        refuse_incomplete(kind, terms)
        now = at or clock.now()
        for earlier in track.gate_answers.ready().filter(laid_by=by):
            earlier.withdrawn_at = now
            earlier.save()
        answer = track.gate_answers.create(kind=GateVerdict(kind), terms=terms.as_json(), laid_by=by, laid_at=now)
        facts: dict[str, Any] = {"answer": answer.kind, "text": terms.words[:300]}
        track.record_event(TrackEvent.ANSWER_READIED, **track.event_context(by, at), **facts)
    return answer


def decide_gate(
    track: Track, kind: str, terms: VerdictTerms, *, by: User, sync: str = "", at: datetime | None = None
) -> GateAnswer:
    """Answer a gate: in the circle's `sync` (S-12), or at once, inside its scope and with nobody against. Records
    `track.gate_answered`, and what follows: `track.stopped`, `track.parked`, or the proposal to choose it.

    :raises Refused: when no gate is open, a person has laid another answer ready (outside a sync), or the answer
        lacks what it needs.
    """
    with transaction.atomic():
        track = track.locked_exploring()
        now = at or clock.now()
        if not track.is_at_gate(track.project.day_of(now)):
            raise Refused(_("This track is not at its gate; nothing is asked."))
        refuse_incomplete(kind, terms)
        if not GateVerdict(kind).facts.decides:
            raise Refused(_("The sync is where it is decided: %(answers)s.") % {"answers": named_verdicts()})
        if not sync:
            refuse_outside_sync(track, kind, terms, by=by)
        answer = GateAnswer.objects.create(
            track=track,
            kind=GateVerdict(kind),
            terms=terms.as_json(),
            laid_by=by,
            laid_at=now,
            given_at=now,
            cause=track.gate_cause,
            sync=sync,
        )
        facts: dict[str, Any] = {"answer": answer.kind, "text": terms.words[:300], **({"sync": sync} if sync else {})}
        track.record_event(TrackEvent.GATE_ANSWERED, **track.event_context(by, at), **facts, cause=track.gate_cause)
        _carry_out(track, answer, terms, by=by, at=at)
    return answer


def refuse_incomplete(kind: str, terms: VerdictTerms) -> None:
    """Raise `Refused` where an answer lacks what it needs."""
    if kind not in GateVerdict.values:
        raise Refused(_("Choose one of these answers: %(answers)s.") % {"answers": named_verdicts()})
    facts = GateVerdict(kind).facts
    given = terms.lines if facts.asks == "lines" else terms.words.strip()
    if facts.lacking and not given:
        raise Refused(facts.lacking)
    if facts.asks == "lines" and terms.lines:
        checked(terms.lines)


def named_verdicts() -> str:
    """Name the answers to a gate."""
    return ", ".join(str(one.label) for one in GateVerdict.deciding())


def refuse_outside_sync(track: Track, kind: str, terms: VerdictTerms, *, by: User) -> None:
    """Raise `Refused` where an answer is for the circle's sync to give: a member prepared another verdict, or it asks
    for more than the circle commits alone.
    """
    others = track.gate_answers.ready().exclude(laid_by=by).exclude(kind=kind).select_related("laid_by")
    if other := others.first():
        name = other.laid_by.name if other.laid_by else ""
        raise Refused(
            _("%(name)s answers otherwise (%(answer)s): the circle decides it in its sync.")
            % {"name": name, "answer": other.get_kind_display()}
        )
    limit = autonomy_of(track.circle)["limit"]
    if terms.more_money and limit is not None and terms.more_money > limit:
        raise Refused(
            _("%(circle)s commits %(limit)s alone: this is for its sync.")
            % {"circle": track.circle.name, "limit": money(limit, track.project.currency)}
        )


def _carry_out(track: Track, answer: GateAnswer, terms: VerdictTerms, *, by: User, at: datetime | None) -> None:
    """Do what was answered; the caller holds the lock."""
    CARRIED_OUT[answer.verdict](track, terms, by=by, at=at)


def go_on(track: Track, terms: VerdictTerms, *, by: User, at: datetime | None) -> None:
    """Raise caps and move the learn-by day, so that the gate lies ahead again; the caller holds the lock.

    :raises Refused: where it would stand at its gate at once.
    """
    if terms.more_money and track.cap_money is not None:
        track.cap_money += terms.more_money
    if terms.more_days and track.cap_days is not None:
        track.cap_days += terms.more_days
    track.learn_by = terms.until or track.learn_by
    track.looked_at = track.moved_at = at or clock.now()
    track.recompute_gate()
    if track.is_at_gate(track.project.day_of(track.looked_at)):
        raise Refused(GateCauses(track.gate_cause).facts.to_go_on)


def _stop(track: Track, terms: VerdictTerms, *, by: User, at: datetime | None) -> None:
    if terms.lines:  # `refuse_incomplete` saw them
        stop(track, terms.lines, by=by, at=at)


def _park(track: Track, terms: VerdictTerms, *, by: User, at: datetime | None) -> None:
    track.park(by=by, reason=terms.words, at=at)


def _choose(track: Track, terms: VerdictTerms, *, by: User, at: datetime | None) -> None:
    propose_choice(track, by=by, words=terms.words, at=at)


CARRIED_OUT = {
    GateVerdict.GO_ON: go_on,
    GateVerdict.STOP: _stop,
    GateVerdict.PARK: _park,
    GateVerdict.CHOOSE: _choose,
}
"""What each answer does."""


def tell_of_gate(track: Track, *, at: datetime | None = None) -> bool:
    """Tell who explores a track, and who leads its circle, that time has brought it to its gate; once for each gate.
    Records `track.gate_reached`.
    """
    with transaction.atomic():
        track = track.locked()
        now = at or clock.now()
        if not Track.objects.to_tell(by=track.project.day_of(now)).filter(pk=track.pk).exists():
            return False
        track.gate_told_on = track.gate_on
        track.save()
        context = track.event_context(None, at)
        leading = dict.fromkeys(track.circle.people_in("pilot"), Notice.Reason.CIRCLE)
        context["people"] = leading | context["people"]
        track.record_event(TrackEvent.GATE_REACHED, **context, cause=track.gate_cause)
    return True


def pass_sync(track: Track, sync: str, *, by: User | None, at: datetime | None = None) -> bool:
    """Note that a sync ended without an answer to the gate; at the second one the track is parked, which is returned.
    Records `track.sync_passed`, and `track.parked` by nobody.
    """
    with transaction.atomic():
        track = track.locked()
        now = at or clock.now()
        if not track.is_at_gate(track.project.day_of(now)):
            return False
        passed = track.unanswered_syncs.filter(passed_at__gt=track.looked_at)
        if passed.filter(sync=sync).exists():
            return False
        UnansweredSync.objects.create(track=track, sync=sync, passed_at=now)
        track.record_event(TrackEvent.SYNC_PASSED, **track.event_context(by, at), sync=sync)
        names = list(passed.values_list("sync", flat=True))
        if not gates.is_parked_by_silence(len(names)):
            return False
        track.end_as(TrackState.PARKED, "", at=at)
        track.record_event(TrackEvent.PARKED, **track.event_context(None, at), syncs=names)
    return True


def undecided_choice(track: Track) -> Proposal | None:
    """Return the proposal to choose it that is still to be decided."""
    return track.choice if track.is_being_chosen else None
