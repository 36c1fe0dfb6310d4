"""Choosing a track: a proposal whose adoption names the alternatives and answers the question."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from circles.projects.domain_events import EventRecorded, ThingAdopted
from decisions.decisions.models import ClauseTouch, Decision, Proposal
from decisions.decisions.text.titles import shortened
from decisions.decisions.workflows.proposals import ask_if_answered, create_proposal
from decisions.decisions.workflows.successors import MAX_TITLE
from decisions.specification.models import Clause
from decisions.tracks.event_types import QuestionEvent, TrackEvent
from decisions.tracks.models import Question, Track, TrackState
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused


def propose_choice(
    track: Track, *, by: User, words: str = "", ask: bool = True, at: datetime | None = None
) -> Proposal:
    """Propose to choose a track, with the others as alternatives; `words` say why. Records `proposal.created`, its
    round where it `ask`s, and `track.choice_proposed`.

    :raises Refused: when the question has its answer, the track is neither explored nor parked, or a proposal to choose
        it is still to be decided.
    """
    with transaction.atomic():
        track = locked_choosable(track)
        question = track.question
        with translation.override(track.project.language):
            terms = choice_terms(track, question, words)
        others = [track.circle] if track.circle_id != question.circle_id else []
        clauses = Clause.objects.in_project(track.project).unratified().filter(key__in=track.clauses)
        touched = [ClauseTouch(clause) for clause in clauses.select_related("text", "ratified").in_order()]
        proposal = create_proposal(
            question.circle, by=by, ask=False, source=track, named=others, clauses=touched, at=at, **terms
        )
        _let_choose(track, proposal, by=by, at=at)
        if ask:
            ask_if_answered(proposal, by=by, at=at)
    return proposal


def choose_by(track: Track, proposal: Proposal, *, by: User, at: datetime | None = None) -> None:
    """Let a proposal that a person has made already choose a track, once it is adopted. Records
    `track.choice_proposed`.

    :raises Refused: when the proposal is decided, or as `propose_choice` does.
    """
    with transaction.atomic():
        track = locked_choosable(track)
        if proposal.locked().is_decided:
            raise Refused(_("%(proposal)s is decided already.") % {"proposal": proposal.reference})
        _let_choose(track, proposal, by=by, at=at)


def locked_choosable(track: Track) -> Track:
    """Lock a track, and refuse where it cannot be chosen, or a proposal to choose it is still to be decided."""
    track = track.locked()
    track.question = track.question.locked_open()
    if not track.state.facts.may_stop:
        raise Refused(_("Only a track that is explored or parked can be chosen."))
    if track.is_being_chosen and track.choice:
        raise Refused(_("%(proposal)s proposes to choose it already.") % {"proposal": track.choice.reference})
    return track


def _let_choose(track: Track, proposal: Proposal, *, by: User, at: datetime | None) -> None:
    """Tie a track to the proposal whose adoption chooses it; its gate waits meanwhile."""
    track.choice = proposal
    track.looked_at = at or clock.now()
    track.recompute_gate()
    track.record_event(TrackEvent.CHOICE_PROPOSED, **track.event_context(by, at), proposal=proposal.reference)


def choice_terms(track: Track, question: Question, words: str) -> dict[str, Any]:
    """Return what the proposal begins with: its tension is the question, its text names the alternatives."""
    others = alternatives_to(track)
    title = _("%(title)s answers “%(question)s”") % {"title": track.title, "question": question.title}
    lines = [
        _("We choose %(reference)s %(title)s to answer %(question)s “%(words)s”.")
        % {"reference": track.reference, "title": track.title, "question": question.reference, "words": question.title}
    ]
    if words.strip():
        lines.append(words.strip())
    if others:
        lines.append(_("Alternatives considered:"))
        lines.append("\n".join(f"- {one.reference} {one.title}: {ended_words(one)}" for one in others))
    tension = question.why or question.title
    return {"title": shortened(title, MAX_TITLE), "tension": tension, "text": "\n\n".join(lines), "owner": track.owner}


def ended_words(track: Track) -> str:
    """Say in a line where an alternative stands, and why."""
    state = str(track.state.facts.as_alternative)
    return f"{state}. {track.ended_because}".strip() if track.ended_because else state


def alternatives_to(track: Track) -> list[Track]:
    """Return the other tracks of its question; what was merged stands for nothing of its own."""
    return list(track.question.tracks.exclude(pk=track.pk).exclude(ending=TrackState.MERGED).order_by("number"))


def choose_adopted(event: ThingAdopted) -> None:
    """Choose the track that an adopted proposal is about."""
    if isinstance(event.thing, Proposal):
        for track in Track.objects.filter(choice=event.thing.pk):
            choose(track, event.decision, by=event.by, at=event.at)


def choose(track: Track, decision: str, *, by: User | None, at: datetime) -> None:
    """Choose a track by a decision (D-12), in the transaction of its adoption: the question has its answer, and what
    else is explored for it is parked. Records `track.chosen`, `question.answered`, and `track.parked`.

    :raises Refused: when the track has ended otherwise, or the question has its answer; then nothing is adopted.
    """
    track = track.locked()
    question = track.question.locked_open()
    if not track.state.facts.may_stop:
        raise Refused(_("%(track)s has ended meanwhile; it can be chosen no more.") % {"track": track.reference})
    found = Decision.objects.in_project(track.project).get(number=decision.removeprefix("D-"))
    others = alternatives_to(track)
    track.decision = found
    track.end_as(TrackState.CHOSEN, "", at=at)
    question.answered_at, question.decision = at, found
    question.save()
    names = [f"{one.reference} {one.title}" for one in others]
    facts: dict[str, Any] = {"decision": decision, "alternatives": names}
    track.record_event(TrackEvent.CHOSEN, **track.event_context(by, at, found.change_key), **facts)
    question.record_event(QuestionEvent.ANSWERED, by=by, at=at, also=["tracks"], decision=decision, what=str(track))
    for other in question.tracks.exploring().select_related(*Track.locked_with):
        with translation.override(track.project.language):
            why = _("%(decision)s chose %(track)s.") % {"decision": decision, "track": track.reference}
        other.end_as(TrackState.PARKED, why, at=at)
        other.record_event(TrackEvent.PARKED, **other.event_context(None, at), decision=decision, chosen=str(track))


def follow_proposal(event: EventRecorded) -> None:
    """Let the gate of a track come back where the proposal to choose it ended without a decision."""
    if not isinstance(event.thing, Proposal) or not (event.thing.withdrawn_at or event.thing.lapsed_at):
        return
    for track in Track.objects.exploring().filter(choice=event.thing.pk):
        track.locked().recompute_gate()
