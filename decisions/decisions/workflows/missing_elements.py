"""Asking for an element that the list of essentials lacks; and what keeps that list as people were asked by it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from circles.circles.models.fundamental import USUAL_DAYS, refuse_one_more, usual_cost
from circles.projects.domain_events import ElementChanging
from circles.projects.models import Link
from circles.restructuring.changes import Element, to_json
from decisions.decisions import deadlines
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import EffectAnswer, MissingElement, Proposal, Round, propose_answered
from decisions.decisions.models.rounds.working_time import calendar
from decisions.decisions.text.titles import shortened
from decisions.decisions.workflows.proposals import open_round
from decisions.decisions.workflows.round_closing import write_due_outcomes
from decisions.decisions.workflows.successors import MAX_TITLE
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused


def request_element(
    proposal: Proposal,
    *,
    by: User,
    why: str,
    statement: str,
    sort: str,
    effects: Iterable[EffectAnswer] = (),
    at: datetime | None = None,
) -> Proposal:
    """Lock a proposal, and say that the list of essentials lacks one: a proposal of the general circle declares it, and
    is put to its round; this one waits for it. `why` is what this proposal would do to it. Return the new proposal.

    Records `proposal.created` and `proposal.round_opened` of the new one, the link, and `objection.element_requested`
    for who made and owns this one.

    :raises Refused: when no round is open or the person is not asked in it, it has waited for an element before, or the
        list is full.
    """
    write_due_outcomes(proposal, at=at)
    with transaction.atomic():
        proposal = proposal.locked()
        round_ = _round_or_refuse(proposal, by)
        refuse_one_more(proposal.project)
        cost = usual_cost(proposal.project.budget)
        change = Element(proposal.project.circles.general(), statement, sort, days=USUAL_DAYS, cost=cost)
        addition = _propose(change, why=why, effects=effects, by=by, at=at)
        missing = MissingElement(proposal=proposal, addition=addition, by=by, asked_at=at or clock.now())
        _hold_up(missing, round_)
        Link.tie(proposal.project, proposal, addition, by=by)
        people: dict[User, str] = {proposal.owner: Notice.Reason.OWNER, proposal.proposer: Notice.Reason.OWNER}
        proposal.record_event(
            DecisionEvent.ELEMENT_REQUESTED,
            by=by,
            at=at,
            people=people,
            also=["proposals"],
            addition=addition.reference,
            until=missing.until.isoformat(),
        )
        open_round(addition, by=by, at=at)
    return addition


def _round_or_refuse(proposal: Proposal, by: User) -> Round:
    """Return the open round in which this person may say that an element is missing; the caller holds the lock."""
    proposal.refuse_decided()
    round_ = proposal.open_round
    if round_ is None:
        raise Refused(_("No round is open on this proposal."))
    round_.proposal = proposal
    round_.refuse_outsider(by)
    if earlier := MissingElement.objects.filter(proposal=proposal).select_related("addition").first():
        names = {"reference": earlier.addition.reference}
        raise Refused(_("It has waited for an element once: %(reference)s.") % names)
    return round_


def _propose(change: Element, *, why: str, effects: Iterable[EffectAnswer], by: User, at: datetime | None) -> Proposal:
    """Propose to the general circle to declare the element."""
    with translation.override(change.circle.project.language):
        text = change.summary()
    return propose_answered(
        change.circle,
        by=by,
        tension=why,
        text=text,
        title=shortened(text, MAX_TITLE),
        carries_out=[to_json(change)],
        effects=effects,
        at=at,
    )


def _hold_up(missing: MissingElement, round_: Round) -> None:
    """Write it down: the round stays open at least as long as this may wait."""
    missing.until = calendar(missing.proposal.project).after(missing.asked_at, deadlines.ELEMENT_DAYS)
    missing.save()
    if round_.closes_at:
        round_.closes_at = max(round_.closes_at, missing.until)
        round_.save()


def keep_elements_relied_on(event: ElementChanging) -> None:
    """Refuse to declare or change an element alone once anything was put to a round: people were asked by the list as
    it was, and what counts as acceptable is said before any dispute.

    :raises Refused: with the sentence that says so.
    """
    if Round.objects.filter(proposal__project=event.project).exists():
        raise Refused(
            _(
                "People were asked by the elements as they are: only a decision of the general circle declares or "
                "changes one now."
            )
        )
