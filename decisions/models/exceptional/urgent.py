"""An urgent act: done first, told within a day, on the next sync to keep or undo (PRODUCT 3.3)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from actions.models import Action
from audit import clock
from circles.models import Circle, Reversibility
from decisions import deadlines
from decisions.event_types import DecisionEvent
from decisions.models.proposals.proposal import Proposal
from decisions.models.proposals.routing_input import calendar
from decisions.models.rounds.round import Round, Sitting, people_to_ask
from inbox.models import Notice
from web.exceptions import Refused

TOLD_WITHIN = timedelta(hours=24)
CLOCKS_DIFFER = timedelta(minutes=5)


class UrgentAct(models.Model):
    """What was done before anybody could be asked; its proposal asks whether it is kept. `undone_at`: it was not."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="urgent_act")
    acted_at = models.DateTimeField(_("done"))
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_how = models.TextField(_("how it was undone"), blank=True)
    undone_in = models.CharField(_("undone in"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("urgent act")
        verbose_name_plural = _("urgent acts")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(undone_at=None, undone_how="") | models.Q(undone_at__isnull=False),
                name="undone_with_words",
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference} {self.proposal.title}"

    @classmethod
    def report(
        cls,
        circle: Circle,
        *,
        by: User,
        text: str,
        tension: str,
        acted_at: datetime,
        at: datetime | None = None,
        **terms: Any,
    ) -> Proposal:
        """Tell what was done (`text`), when, and why it could not wait (`tension`): to everybody in the circles that it
        affects, and to be kept or undone in the next sync. `terms` are those of `Proposal.propose`.

        :raises Refused: when it happened more than a day ago or is still to come, cannot be undone, or is no act but a
            change of what was decided.
        """
        with transaction.atomic():
            refuse_untimely(acted_at, at or clock.now())
            refuse_no_act(terms)
            proposal = Proposal.propose(circle, by=by, text=text, tension=tension, at=at, **terms)
            act = cls.objects.create(proposal=proposal, acted_at=acted_at)
            act.tell_all(by=by, at=at)
            proposal.put_to_round(by=by, at=at)
        return proposal

    def refuse_more(self, changes: Mapping[str, Any]) -> None:
        """Raise `Refused` where a change of its proposal makes it more than what was done and told; it may have cost
        less.
        """
        refuse_no_act(changes)
        if changes.get("cost", 0) > self.proposal.cost:
            raise Refused(_now("It was told with what it cost. What comes on top is not done yet: propose it."))

    def tell_all(self, *, by: User, at: datetime | None) -> None:
        """Tell everybody in the circles that it affects; who is asked hears it by being asked. The caller holds the
        lock.
        """
        proposal = self.proposal
        route = proposal.route()
        circles = {*route.affected, route.decides}
        asked = {user for user, _circle in people_to_ask(proposal, route)}
        inside = proposal.project.memberships.current().filter(circle__in=circles).exclude(user__in=asked)
        people = dict.fromkeys(User.objects.filter(pk__in=inside.values("user")), Notice.Reason.CIRCLE)
        proposal.record_event(
            DecisionEvent.URGENT_ACT_REPORTED,
            by=by,
            at=at,
            people=people,
            also=["proposals"],
            acted_at=self.acted_at.isoformat(),
            cost=str(proposal.cost),
        )

    def undo(self, *, by: User, how: str, sync: Sitting | None = None, at: datetime | None = None) -> None:
        """Say that it was undone, and how; that ends its proposal. In a sync, only what is not agreed to is undone.

        :raises Refused: when it is decided, this sync does not decide it, or everybody there agrees to keep it.
        """
        self.proposal.settle(at=at)
        with transaction.atomic():
            proposal = self.proposal.locked()
            proposal.refuse_decided()
            if not how.strip():
                raise Refused(_now("Say what was undone, and how."))
            act = type(self).objects.get(pk=self.pk)
            act.proposal = proposal
            round_ = proposal.open_round
            if sync is not None and round_ is not None:
                round_.refuse_agreed(sync, at=at)
            if round_ is not None:
                round_.close(Round.Outcome.WITHDRAWN, at=at)
            now = at or clock.now()
            act.undone_at, act.undone_by, act.undone_how = now, by, how.strip()
            act.undone_in = sync.words if sync else ""
            act.save()
            proposal.withdrawn_at = now
            proposal.save()
            proposal.close_amendments(at=at)
            act.tell_undone(by=by, at=at)

    def tell_undone(self, *, by: User, at: datetime | None) -> None:
        """Tell whoever was asked, and whoever did it; the caller holds the lock."""
        proposal = self.proposal
        asked = User.objects.filter(asked_in__round__proposal=proposal).distinct()
        people: dict[User, str] = dict.fromkeys(asked, Notice.Reason.FOLLOWED)
        people |= {proposal.proposer: Notice.Reason.OWNER, proposal.owner: Notice.Reason.OWNER}
        proposal.record_event(
            DecisionEvent.URGENT_ACT_UNDONE,
            by=by,
            at=at,
            people=people,
            also=["proposals"],
            how=self.undone_how[:300],
            sync=self.undone_in,
        )

    def ask_to_undo(self, *, at: datetime | None) -> None:
        """Give its owner the action to undo it: nobody agreed to keep it. The caller holds the lock."""
        proposal = self.proposal
        project = proposal.project
        due = calendar(project).after(at or clock.now(), deadlines.FACT_DAYS)
        with translation.override(project.language):
            what = _now("Undo what was not kept: %(title)s") % {"title": proposal.title}
        Action.make(
            proposal.circle,
            what,
            by=None,
            owner=proposal.owner if project.has(proposal.owner) else project.general.people_in("pilot").first(),
            due_on=project.day_of(due),
            source=proposal,
            at=at,
        )


def refuse_no_act(terms: Mapping[str, Any]) -> None:
    """Raise `Refused` where a proposal with these terms asks for more than to keep what was done: the very next sync
    takes it, so nothing else may come along.
    """
    if terms.get("reversibility", Reversibility.EASY) == Reversibility.IRREVERSIBLE:
        raise Refused(
            _now("What cannot be undone is not kept or undone afterwards: ask first, or propose what follows.")
        )
    if any(terms.get(name) for name in ("replaces", "revokes", "carries_out")):
        raise Refused(_now("What was decided is changed by a decision, never by an act."))


def refuse_untimely(acted_at: datetime, now: datetime) -> None:
    """Raise `Refused` unless it happened within the last day."""
    if acted_at > now + CLOCKS_DIFFER:
        raise Refused(_now("What is still to come can be asked first: propose it."))
    if acted_at < now - TOLD_WITHIN:
        raise Refused(
            _now("It happened more than 24 hours ago: that is no urgent act any more. Propose to keep it, in a round.")
        )
