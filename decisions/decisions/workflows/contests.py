"""Objecting to a decision in force: a new proposal that names it; the decision may be suspended meanwhile."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from circles.circles.models import Circle, Fundamental
from circles.circles.queries.tree import path_to
from circles.money.domain_events import ReservationDrawn
from circles.projects.models import Link
from decisions.decisions import deadlines
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import Contest, Decision, EffectAnswer, Proposal, Pull, propose_answered
from decisions.decisions.models.rounds.round_end import next_sync
from decisions.decisions.models.rounds.working_time import calendar
from decisions.decisions.text.titles import shortened
from decisions.decisions.workflows.proposals import open_round
from decisions.decisions.workflows.successors import MAX_TITLE, terms_to_revoke, touches_of
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from foundation.web.formatting import moment
from foundation.web.pagination import number_in

SUSPENDING = (Fundamental.Kind.SAFETY, Fundamental.Kind.COMPLIANCE)
"""What an element protects for which a decision is held up until a person has looked."""


def object_to(
    decision: Decision,
    circle: Circle,
    *,
    by: User,
    harm: str,
    element: Fundamental | None = None,
    evidence: str = "",
    text: str = "",
    effects: Iterable[EffectAnswer] = (),
    at: datetime | None = None,
) -> Proposal:
    """Lock a decision, and object to it from a circle of one's own: a proposal that revokes it, or replaces it by
    `text`, is put to its round. The decision stays in force; for an element of safety or compliance it is suspended
    until the next sync, once for each element.

    Records `proposal.created`, the link, `decision.contested` or `decision.suspended` for whoever was asked about it,
    proposed it or owns it, and `proposal.round_opened`.

    :raises Refused: when it holds no more, one's earlier objection is undecided, or nothing supports one that would
        suspend it.
    """
    with transaction.atomic():
        decision = decision.locked()
        decision.refuse_ended()
        if Contest.objects.undecided().filter(decision=decision, proposal__created_by=by).exists():
            raise Refused(_("Your objection to %(reference)s is being decided already.") % decision.names)
        suspends = would_suspend(decision, element)
        if suspends and not evidence.strip():
            raise Refused(_("This holds the decision up: say what fact, measurement, rule or quote supports it."))
        terms = {"text": text, "replaces": decision} if text else terms_to_revoke(decision)
        words = gettext_noop("Objection to %(reference)s: %(title)s")
        title = decision.project.in_its_language(words, decision.names)
        terms |= {"owner": by, "title": shortened(title, MAX_TITLE), **touches_of(decision)}
        proposal = propose_answered(circle, by=by, tension=harm, effects=effects, at=at, **terms)
        contest = Contest(proposal=proposal, decision=decision, element=element, evidence=evidence.strip())
        contest.put_at = at or clock.now()
        contest.suspends_until = _next_look(contest) if suspends else None
        contest.save()
        Link.tie(decision.project, decision, proposal, by=by)
        _record(contest, by=by, at=at)
        open_round(proposal, by=by, at=at)
    return proposal


def would_suspend(decision: Decision, element: Fundamental | None) -> bool:
    """Return whether an objection for this element holds the decision up: each does so once, or nothing ever held."""
    if element is None or element.sort not in SUSPENDING:
        return False
    return not Contest.objects.filter(decision=decision, element=element, suspends_until__isnull=False).exists()


def _next_look(contest: Contest) -> datetime:
    """Return the next planned sync of the circle that decides, or of one around it, but no more than five working days;
    three where none is planned.
    """
    working = calendar(contest.proposal.project)
    decides = Circle.objects.select_related("project", "parent").get(pk=contest.proposal.route().decides)
    for circle in reversed(path_to(decides)):
        if found := next_sync(circle, contest.put_at, working, None, pressing=True):
            return min(found, working.after(contest.put_at, deadlines.HELD_UP_DAYS))
    return working.after(contest.put_at, deadlines.GRAVE_DAYS)


def _record(contest: Contest, *, by: User, at: datetime | None) -> None:
    """Record it for whoever was asked about the decision, proposed it or owns it; the caller holds the lock."""
    decision = contest.decision
    asked = User.objects.filter(asked_in__round=decision.round_id).distinct()
    people: dict[User, str] = dict.fromkeys(asked, Notice.Reason.FOLLOWED)
    people |= {decision.proposal.proposer: Notice.Reason.OWNER, decision.owner: Notice.Reason.OWNER}
    facts: dict[str, Any] = {
        "proposal": contest.proposal.reference,
        "element": contest.element.reference if contest.element else "",
    }
    event = DecisionEvent.DECISION_CONTESTED
    if contest.suspends_until is not None:
        event = DecisionEvent.DECISION_SUSPENDED
        facts["until"] = contest.suspends_until.isoformat()
    decision.record_event(event, by=by, at=at, people=people, also=["decisions", "proposals"], **facts)


def refuse_suspended(event: ReservationDrawn) -> None:
    """Refuse what was paid while an objection of safety or compliance holds its decision up, or a sync has to keep it;
    what was paid before is a fact to record.

    :raises Refused: with the sentence that says until when.
    """
    number, project = number_in(event.decision.removeprefix("D-")) or 0, event.circle.project
    pulled = Pull.objects.suspending().filter(decision__project=project, decision__number=number).first()
    if pulled and event.on >= project.day_of(pulled.pulled_at):
        raise Refused(
            _("%(decision)s was taken to a sync: nothing is paid on it before it is kept there.")
            % {"decision": event.decision}
        )
    contests = Contest.objects.suspending().filter(decision__project=project, decision__number=number)
    if (since := contests.order_by("put_at").first()) and event.on >= event.circle.project.day_of(since.put_at):
        until = contests.order_by("suspends_until").values_list("suspends_until", flat=True).last()
        raise Refused(
            _("%(decision)s is suspended until %(when)s: nothing is paid on it before it is looked at.")
            % {"decision": event.decision, "when": moment(until)}
        )
