"""A small act inside scope, recorded after the fact in one line: done, and a decision at once (PRODUCT 3.3)."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import clock
from circles.models import Circle, Purse
from circles.money.default_limits import usual_limit
from decisions.event_types import DecisionEvent
from decisions.models.proposals.ending import settle_what_costs
from decisions.models.proposals.proposal import Proposal
from decisions.models.register.decision import Decision
from decisions.models.rounds.round import Round
from inbox.models import Notice
from web.exceptions import Refused
from web.formatting import money


class SmallAct(models.Model):
    """That a decision was recorded after the fact: nobody was asked. Append-only: no history needed."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="small_act")
    done_on = models.DateField(_("done on"))
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now())

    class Meta:
        verbose_name = _("act recorded after the fact")
        verbose_name_plural = _("acts recorded after the fact")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.decision.reference} {self.decision.title}"

    @classmethod
    def record(
        cls,
        circle: Circle,
        *,
        by: User,
        text: str,
        cost: Decimal = Decimal(0),
        done_on: date | None = None,
        at: datetime | None = None,
    ) -> Decision:
        """Record what was done: a decision of the circle at once, told to its people; its cost is reserved. Whoever is
        in the project may object to it afterwards (`Contest.put`).

        :raises Refused: when it is not the circle's alone to decide, beyond its limit or what it has in hand, names
            somebody else, or is still to come.
        """
        if cost:
            settle_what_costs(circle.project, at=at)
        with transaction.atomic():
            now = at or clock.now()
            today = circle.project.day_of(now)
            if done_on is not None and done_on > today:
                raise Refused(_now("What is still to come can be asked first: propose it."))
            proposal = Proposal.propose(circle, by=by, tension="", text=text, cost=cost, at=at)
            refuse_unless_small(proposal)
            round_ = Round.begin(proposal, by=by, at=at, asks=False)
            round_.close(Round.Outcome.CONSENTED, at=at)
            decision = Decision.enter(round_, by=by, sync=None, at=now, lacking=[], without=[], review_soon=False)
            act = cls.objects.create(decision=decision, done_on=done_on or today, recorded_at=now)
            people = dict.fromkeys(circle.people(), Notice.Reason.CIRCLE)
            decision.record_event(
                DecisionEvent.SMALL_ACT_RECORDED,
                by=by,
                at=at,
                people=people,
                also=[proposal.news_key, "proposals", "decisions"],
                done_on=act.done_on.isoformat(),
                cost=str(cost),
            )
            Purse(circle=proposal.circle).reserve(cost, decision, way=[], by=by, at=at)
        return decision


def refuse_unless_small(proposal: Proposal) -> None:
    """Raise `Refused` where anybody else is affected, or it is more than the circle commits alone."""
    circle, project = proposal.circle, proposal.project
    own = usual_limit(project.budget) if circle.unit_limit is None else circle.unit_limit
    if proposal.cost > own:
        raise Refused(
            _now("%(circle)s commits %(limit)s at once: this is more than a small act. Propose it.")
            % {"circle": circle.name, "limit": money(own, project.currency)}
        )
    route = proposal.route()
    if route.in_sync or route.decides != circle.pk:
        raise Refused(_now("%(circle)s does not decide this alone: propose it.") % {"circle": circle.name})
    if named := named_in(proposal):
        raise Refused(
            _now("It names %(names)s: what touches others is proposed, not recorded after the fact.")
            % {"names": ", ".join(named)}
        )


def named_in(proposal: Proposal) -> list[str]:
    """Give the other circles, the domains of others and the elements that its text names, however they are typed."""
    project = proposal.project
    circles = project.circles.filter(closed_at=None).exclude(pk=proposal.circle_id).values_list("name", flat=True)
    domains = project.domains.held().exclude(circle=proposal.circle_id).values_list("key", flat=True)
    elements = [f"FE-{number}" for number in project.fundamentals.values_list("number", flat=True)]
    names = [*circles, *domains, *elements]
    return [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", proposal.text, re.IGNORECASE)]
