"""Having a fact checked that an objection rests on."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from decisions.actions.models import Action
from decisions.decisions import deadlines
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import FactCheck, Objection
from decisions.decisions.models.rounds.working_time import calendar
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused


def dispute_fact(
    objection: Objection, *, by: User, what: str, owner: User | None = None, at: datetime | None = None
) -> FactCheck:
    """Lock its proposal, and dispute a fact of an objection: `owner` (who disputes it, when nobody is named) checks it
    within two working days, by an action; the round goes on. Records the action, and `objection.fact_disputed` for the
    objector and the owner of the proposal.

    :raises Refused: when it is decided or lifted, nothing is named, or an earlier check of theirs is open.
    """
    with transaction.atomic():
        proposal = objection.proposal.locked()
        proposal.refuse_decided()
        disputed = proposal.objections.get(pk=objection.pk)
        disputed.proposal = proposal
        _refuse_to_check(disputed, what, by)
        action = _action_to_check(disputed, what.strip(), by=by, owner=owner or by, at=at)
        when = {"asked_at": at} if at else {}
        check = FactCheck.objects.create(objection=disputed, action=action, by=by, what=what.strip(), **when)
        people: dict[User, str] = {disputed.by: Notice.Reason.OWNER, proposal.owner: Notice.Reason.OWNER}
        proposal.record_event(
            DecisionEvent.FACT_DISPUTED, by=by, at=at, people=people, action=action.reference, what=check.what
        )
    return check


def _refuse_to_check(objection: Objection, what: str, by: User) -> None:
    """Raise `Refused` unless it stands, and this is a fact that nobody checks for this person yet."""
    if not objection.stands:
        raise Refused(_("This objection no longer stands."))
    if not what.strip():
        raise Refused(_("Say which fact is to be checked."))
    earlier = FactCheck.objects.filter(objection=objection, by=by, action__done_at=None, action__dropped_at=None)
    if first := earlier.select_related("action").first():
        raise Refused(_("%(action)s checks what you dispute already.") % {"action": first.action.reference})


def _action_to_check(objection: Objection, what: str, *, by: User, owner: User, at: datetime | None) -> Action:
    """Make the action, in the language of the project; the caller holds the lock."""
    proposal = objection.proposal
    project = proposal.project
    names = {"reference": proposal.reference, "what": what}
    to_do = project.in_its_language(gettext_noop("Check for %(reference)s: %(what)s"), names)
    due = calendar(project).after(at or clock.now(), deadlines.FACT_DAYS)
    quote, due_on = objection.evidence or objection.harm, project.day_of(due)
    return Action.make(proposal.circle, to_do, by=by, owner=owner, due_on=due_on, source=proposal, quote=quote, at=at)
