"""A fact that an objection rests on and somebody disputes: an action checks it, in two working days (PRODUCT 3.4)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actions.models import Action
from audit import clock
from decisions import deadlines
from decisions.event_types import DecisionEvent
from decisions.models.objections.objection import Objection
from decisions.models.proposals.proposal import Proposal
from decisions.models.proposals.routing_input import calendar
from inbox.models import Notice
from web.exceptions import Refused

LONGEST = 200


class FactCheck(models.Model):
    """What is disputed, and the action that checks it. The verdict stays what the answers add up to: whoever finds that
    a fact is not so tells the objector. Append-only: no history needed.
    """

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="checks")
    action = models.OneToOneField(Action, on_delete=models.PROTECT, related_name="fact_check")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("disputed by")
    )
    what = models.CharField(_("what is disputed"), max_length=LONGEST)
    asked_at = models.DateTimeField(_("asked"), db_default=Now())

    class Meta:
        verbose_name = _("fact check")
        verbose_name_plural = _("fact checks")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.what

    @classmethod
    def ask(
        cls, objection: Objection, *, by: User, what: str, owner: User | None = None, at: datetime | None = None
    ) -> "FactCheck":
        """Dispute a fact of an objection: `owner` (who disputes it, when nobody is named) checks it within two working
        days. The objector hears of it; the round goes on.

        :raises Refused: when it is decided or lifted, nothing is named, or an earlier check of theirs is open.
        """
        with transaction.atomic():
            proposal = objection.proposal.locked()
            proposal.refuse_decided()
            disputed = proposal.objections.get(pk=objection.pk)
            disputed.proposal = proposal
            cls.refuse_to_check(disputed, what, by)
            action = action_to_check(disputed, what.strip(), by=by, owner=owner or by, at=at)
            when = {"asked_at": at} if at else {}
            check = cls.objects.create(objection=disputed, action=action, by=by, what=what.strip(), **when)
            people: dict[User, str] = {disputed.by: Notice.Reason.OWNER, proposal.owner: Notice.Reason.OWNER}
            proposal.record_event(
                DecisionEvent.FACT_DISPUTED,
                by=by,
                at=at,
                people=people,
                action=action.reference,
                what=check.what,
            )
        return check

    @classmethod
    def refuse_to_check(cls, objection: Objection, what: str, by: User) -> None:
        """Raise `Refused` unless it stands, and this is a fact that nobody checks for this person yet."""
        if not objection.stands:
            raise Refused(_now("This objection does not stand any more."))
        if not what.strip():
            raise Refused(_now("Say which fact is to be checked."))
        earlier = cls.objects.filter(objection=objection, by=by, action__done_at=None, action__dropped_at=None)
        if first := earlier.select_related("action").first():
            raise Refused(_now("%(action)s checks what you dispute already.") % {"action": first.action.reference})


def action_to_check(objection: Objection, what: str, *, by: User, owner: User, at: datetime | None) -> Action:
    """Make the action, in the language of the project; the caller holds the lock."""
    proposal = objection.proposal
    project = proposal.project
    with translation.override(project.language):
        to_do = _now("Check for %(reference)s: %(what)s") % {"reference": proposal.reference, "what": what}
    due = calendar(project).after(at or clock.now(), deadlines.FACT_DAYS)
    quote, due_on = objection.evidence or objection.harm, project.day_of(due)
    return Action.make(proposal.circle, to_do, by=by, owner=owner, due_on=due_on, source=proposal, quote=quote, at=at)


def checks_of(proposal: Proposal) -> "models.QuerySet[FactCheck]":
    """Give all fact checks of a proposal's objections, with what a card shows."""
    found = FactCheck.objects.filter(objection__proposal=proposal)
    return found.select_related("action__owner", "action__project", "by")


def by_objection(checks: Iterable[FactCheck]) -> dict[int, list[FactCheck]]:
    """Put checks together by the key of their objection."""
    found: dict[int, list[FactCheck]] = {}
    for check in checks:
        found.setdefault(check.objection_id, []).append(check)
    return found
