"""Recording a small act inside scope after the fact, in one line."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.default_limits import small_limit_of
from circles.circles.models import Circle
from circles.circles.queries.autonomy import autonomy_of
from circles.money.models import Purse
from circles.projects.sane_days import refuse_slip
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import Decision, EffectAnswer, Proposal, Round, SmallAct, propose_answered
from decisions.decisions.models.proposals.answering import refuse_unanswered
from decisions.decisions.routing import RouteKind
from decisions.decisions.workflows.round_closing import close_due_with_costs
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from foundation.web.formatting import money


def record_small_act(
    circle: Circle,
    *,
    by: User,
    text: str,
    cost: Decimal = Decimal(0),
    done_on: date | None = None,
    effects: Iterable[EffectAnswer] = (),
    at: datetime | None = None,
) -> Decision:
    """Record what was done: a decision of the circle at once; its cost is reserved. Whoever is in the project may
    object to it afterwards (`contests.object_to`). Takes the lock.

    Records `proposal.created`, `small_act.recorded` for the circle's people, and the reservation (which publishes
    `MoneyChanged`).

    :raises Refused: when it is not the circle's alone to decide, beyond its limit or what it has in hand, names
        what is not answered, or is still to come.
    """
    if cost:
        close_due_with_costs(circle.project, at=at)
    with transaction.atomic():
        now = at or clock.now()
        today = circle.project.day_of(now)
        refuse_slip(circle.project, done_on, today)
        if done_on is not None and done_on > today:
            raise Refused(_("What is still to come can be asked first: propose it."))
        proposal = propose_answered(circle, by=by, tension="", text=text, cost=cost, effects=effects, at=at)
        _refuse_unless_small(proposal)
        round_ = proposal.write_round(proposal.route(), by=by, now=now)
        round_.close(Round.Outcome.CONSENTED, at=at)
        decision = Decision.enter(round_, by=by, sync=None, at=now, lacking=[], without=[], review_soon=False)
        act = SmallAct.objects.create(decision=decision, done_on=done_on or today, recorded_at=now)
        people = dict.fromkeys(circle.people(), Notice.Reason.CIRCLE)
        decision.record_event(
            DecisionEvent.SMALL_ACT_RECORDED,
            by=by,
            at=at,
            people=people,
            also=[proposal.change_key, "proposals", "decisions"],
            done_on=act.done_on.isoformat(),
            cost=str(cost),
        )
        Purse(circle=proposal.circle).reserve(cost, decision, way=[], by=by, at=at)
    return decision


def _refuse_unless_small(proposal: Proposal) -> None:
    """Raise `Refused` where anyone else is affected, or it is more than the circle commits alone."""
    circle, project = proposal.circle, proposal.project
    small, bound = small_limit_of(circle.small_limit, project.budget), autonomy_of(circle)["limit"]
    own = small if bound is None else min(small, bound)
    if proposal.cost > own:
        raise Refused(
            _("%(circle)s records up to %(limit)s at once: this is more than a small decision. Propose it.")
            % {"circle": circle.name, "limit": money(own, project.currency)}
        )
    route = proposal.route()
    if not proposal.people_to_ask(route) and proposal.cost > (circle.small_limit or 0) and not circle.is_general:
        raise Refused(
            _("You are alone in %(circle)s, and may record what costs up to %(limit)s: propose it.")
            % {"circle": circle.name, "limit": money(circle.small_limit or Decimal(0), project.currency)}
        )
    if route.kind is not RouteKind.OWN_SCOPE or route.decides != circle.pk:
        raise Refused(_("%(circle)s does not decide this alone: propose it.") % {"circle": circle.name})
    refuse_unanswered(proposal)
