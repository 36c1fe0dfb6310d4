"""Writing down what a proposer answers about what the text names, and refusing what is still open."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from circles.circles.models import Circle
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models.proposals.effect import Effect, EffectAnswer, answers_by_identity
from decisions.decisions.models.proposals.effect_answers import cost_of, ticked_by
from decisions.decisions.models.proposals.named_things import EffectLine, Unanswered, Words, lines_for
from decisions.decisions.models.proposals.proposal import Proposal
from decisions.decisions.models.rounds.round import Round
from foundation.accounts.models import User
from foundation.audit import clock


def propose_answered(
    circle: Circle, *, by: User, effects: Iterable[EffectAnswer] = (), at: datetime | None = None, **terms: Any
) -> Proposal:
    """Write a draft in a circle (`terms` as `Proposal.propose` takes them), of whose text `effects` answer what it
    names.
    """
    with transaction.atomic():
        proposal = Proposal.propose(circle, by=by, at=at, **terms)
        if answer_effects(proposal, effects, by=by, at=proposal.created_at):
            proposal.save()
    return proposal


def answer_effects(
    proposal: Proposal, answers: Iterable[EffectAnswer], *, by: User, at: datetime | None = None
) -> list[str]:
    """Write answers down, and tick what was answered yes; the caller holds the lock and saves the proposal. Return the
    names of what changed of the proposal: `answers`, or `effects` where a yes came or went, and the ticks and the cost
    that it moved. Records
    `proposal.effects_answered`.
    """
    given = answers_by_identity(answers)
    before = {one.identity: one for one in proposal.effects.all()}
    new = [one for key, one in given.items() if key not in before or before[key].answer != one]
    if not new:
        return []
    for one in new:
        values = {"changes": one.changes, "why": one.why, "by": by, "answered_at": at or clock.now()}
        Effect.objects.update_or_create(proposal=proposal, sort=one.kind, names=one.names, defaults=values)
    is_yes = any(one.changes or (key in before and before[key].changes) for key, one in given.items() if one in new)
    changed = ["effects" if is_yes else "answers", *tick_effects(proposal, new)]
    yes, no = [[one.names for one in new if one.changes is said] for said in (True, False)]
    proposal.record_event(DecisionEvent.EFFECTS_ANSWERED, by=by, at=at, also=["proposals"], affects=yes, leaves=no)
    return changed


def tick_effects(proposal: Proposal, answers: Iterable[EffectAnswer]) -> list[str]:
    """Let a proposal touch what was answered yes, and cost what was; return the names of what changed. An answer that
    what is ticked no more contradicts goes.
    """
    answers, changed = list(answers), []
    for name, things in ticked_by(proposal.circle, answers).items():
        ticked = getattr(proposal, name)
        missing = [thing for thing in things if thing not in set(ticked.all())]
        if missing:
            ticked.add(*missing)
            changed.append(name)
    if (cost := cost_of(answers)) > proposal.cost:
        proposal.cost = cost
        changed.append("cost")
    return changed


def drop_contradicted(proposal: Proposal) -> None:
    """Remove answers that the ticks contradict since: a no to what is ticked, a yes to what is not any more."""
    ticked = {
        "circle": {circle.key for circle in proposal.named.all()},
        "domain": {domain.key for domain in proposal.domains.all()},
        "essential": {element.reference for element in proposal.elements.all()},
    }
    gone = [
        one.pk
        for one in proposal.effects.all()
        if one.sort in ticked and one.changes != (one.names in ticked[one.sort])
    ]
    if gone:
        proposal.effects.filter(pk__in=gone).delete()


def effect_lines(proposal: Proposal, released_circles: Iterable[int] = ()) -> tuple[list[EffectLine], list[EffectLine]]:
    """Return what is answered of what a proposal's text names, and what is not; `released_circles` have said
    themselves, by releasing their claim, that it changes nothing for them.
    """
    ended = [decision.reference for decision in (proposal.replaces, proposal.revokes) if decision]
    answers = [one.answer for one in proposal.effects.all()]
    return lines_for(
        proposal.circle, Words.of(proposal), proposal.terms(), answers, ended=ended, released_circles=released_circles
    )


def refuse_unanswered(proposal: Proposal) -> None:
    """Raise `Unanswered` where the text names what nobody has answered yet: nobody is asked before."""
    if open_ := effect_lines(proposal)[1]:
        raise Unanswered(open_, proposal)


def refuse_unanswered_in(round_: Round) -> None:
    """Raise `Unanswered` where what a round is about names what is not answered: a circle, a domain, an essential or a
    thing of another circle that came to be since its text was first asked. A circle that has released its claim since
    then did answer.
    """
    if open_ := effect_lines(round_.proposal, _released_circles(round_))[1]:
        raise Unanswered(open_, round_.proposal)


def _released_circles(round_: Round) -> set[int]:
    """Return the circles that released a claim on this text; one that a sync is asked to keep is the decision's."""
    releases = [claim.release for claim in round_.proposal.claims_read if claim.is_released]
    since = _first_asked(round_) if releases else round_.opened_at
    released = {one.claim.circle_id for one in releases if one.released_at >= since}
    pull = round_.proposal.pull_made
    return released | (_released_circles(pull.decision.round) if pull and pull.decision else set())


def _first_asked(round_: Round) -> datetime:
    """Return when the first of the rounds in a row opened that had this text; one whose wording was refused as a label
    had it too, before it got its former words back.
    """
    since, text = round_.opened_at, Words.of(round_)
    for earlier in round_.proposal.rounds.filter(number__lt=round_.number).order_by("-number"):
        if Words.of(earlier) != text and not earlier.editorials.exclude(refused_at=None).exists():
            break
        since = earlier.opened_at
    return since
