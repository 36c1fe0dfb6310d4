"""A round: one pass of a text before the people who are asked, and what it amounts to."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from audit import clock
from circles.models import Circle, Reversibility
from decisions import deadlines, routing
from decisions.event_types import DecisionEvent
from decisions.models.proposals.routing_input import calendar
from decisions.models.rounds.absence import deputies_of
from decisions.models.rounds.outcome import Conclusion
from decisions.models.rounds.positions import Hearing
from inbox.models import Notice

if TYPE_CHECKING:
    from decisions.models.proposals.proposal import Proposal
    from decisions.models.rounds.position import Asked


class RoundQuerySet(models.QuerySet["Round"]):
    """Finds rounds."""

    def open(self) -> Self:
        """Keep those whose outcome nobody has written."""
        return self.filter(closed_at=None)

    def open_at(self, at: datetime | None) -> Self:
        """Keep those that may be spoken to at this instant (None: now, by the database's clock)."""
        now = models.Value(at, models.DateTimeField()) if at else Now()
        return self.open().filter(models.Q(closes_at=None) | models.Q(closes_at__gt=now))

    def of_undecided(self) -> Self:
        """Leave out those of adopted, withdrawn and lapsed proposals."""
        return self.filter(proposal__withdrawn_at=None, proposal__lapsed_at=None, proposal__decision=None)

    def due(self, at: datetime | None = None) -> Self:
        """Keep those of undecided proposals whose window, or whose time to integrate, is over."""
        now = models.Value(at, models.DateTimeField()) if at else Now()
        over = models.Q(closed_at=None, closes_at__lte=now)
        # The general circle has nobody above it: there, syncs end the tries and not the days.
        stuck = models.Q(outcome__in=["", Round.Outcome.FAILED], integrate_by__lte=now, decides__parent__isnull=False)
        later = Round.objects.filter(proposal=models.OuterRef("proposal"), number__gt=models.OuterRef("number"))
        return self.of_undecided().filter(over | stuck).filter(~models.Exists(later))

    def asking(self, user: User) -> Self:
        """Keep those in which the person is asked."""
        asked: Any = apps.get_model("decisions.Asked")
        return self.filter(models.Exists(asked.objects.filter(round=models.OuterRef("pk"), user=user)))

    def not_heard_from(self, user: User) -> Self:
        """Keep those whose text the person's last word is not about; a standing objection speaks to every text, unless
        who objected has asked for time since.
        """
        position: Any = apps.get_model("decisions.Position")
        objection: Any = apps.get_model("decisions.Objection")
        said = position.objects.filter(user=user, is_late=False)
        here = said.filter(round=models.OuterRef("pk"))
        words = said.filter(round__proposal=models.OuterRef("proposal")).order_by("-pk").values("kind")
        objected = objection.objects.standing().by(user).filter(proposal=models.OuterRef("proposal"))
        last = self.alias(last_said=models.Subquery(words[:1]))
        needs_time = models.Q(last_said=position.Kind.TIME)
        return last.filter(needs_time | models.Q(~models.Exists(objected), ~models.Exists(here)))


@dataclass(frozen=True)
class Sitting:
    """The sync in which something is decided, as decisions need to know it.

    `sits_for` are the ids of further circles that meet here for want of a sync of their own.
    """

    circle: Circle
    starts_at: datetime
    words: str
    address: str
    sits_for: frozenset[int] = frozenset()

    def decides_for(self, circle: int) -> bool:
        """Say whether the circle meets in this sync."""
        return circle == self.circle.pk or circle in self.sits_for


class Round(Hearing, Conclusion):
    """One text before the people asked: its words as they stood, who decides, until when."""

    class Outcome(models.TextChoices):
        """How a round ended."""

        CONSENTED = "consented", _("consented")
        FAILED = "failed", _("failed")
        ESCALATED = "escalated", _("escalated")
        LAPSED = "lapsed", _("lapsed")
        REPLACED = "replaced", _("a new text came")
        WITHDRAWN = "withdrawn", _("withdrawn")

    proposal = models.ForeignKey("decisions.Proposal", on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=160)
    tension = models.TextField(_("what is wrong"))
    text = models.TextField(_("what we do"))
    effect = models.TextField(_("expected effect"), blank=True)
    cost = models.DecimalField(_("cost"), max_digits=14, decimal_places=2)
    reversibility = models.CharField(_("to undo"), max_length=12, choices=Reversibility)
    touches = models.JSONField(_("touches"), default=list)
    carries_out = models.JSONField(_("carries out"), default=list, blank=True)
    decides = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+", verbose_name=_("decides"))
    in_sync = models.BooleanField(_("in its sync"))
    grave = models.BooleanField(_("irreversible, or touches an element"))
    pressing = models.BooleanField(_("in the very next one"), default=False, db_default=False)
    silence = models.CharField(_("silence"), max_length=12, choices=[(s.value, s.value) for s in routing.Silence])
    affected = models.JSONField(_("affected circles"), default=list)
    opened_at = models.DateTimeField(_("opened"), db_default=Now())
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True, help_text=_("Empty: a sync closes it."))
    earliest_at = models.DateTimeField(_("not before"), null=True, blank=True)
    integrate_by = models.DateTimeField(_("to integrate by"), null=True, blank=True)
    prolonged_at = models.DateTimeField(_("prolonged"), null=True, blank=True)
    prolonged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(_("wording changed"), null=True, blank=True)
    objector_until = models.DateTimeField(_("left to the objector until"), null=True, blank=True)
    syncs = models.JSONField(_("syncs that reached it"), default=list)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)

    objects = RoundQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "number"], name="one_round_per_number"),
            models.UniqueConstraint(
                fields=["proposal"], condition=models.Q(closed_at=None), name="one_open_round_of_a_proposal"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, outcome="")
                | models.Q(closed_at__isnull=False) & ~models.Q(outcome=""),
                name="closed_with_an_outcome",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["closes_at"], condition=models.Q(closed_at=None), name="open_rounds_by_end"),
            models.Index(fields=["decides"], condition=models.Q(closed_at=None), name="open_rounds_by_circle"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}, {self.number}"

    def get_absolute_url(self) -> str:
        """Lead to the proposal's page, at this round."""
        return f"{self.proposal.get_absolute_url()}?round={self.number}"

    @property
    def not_before(self) -> datetime | None:
        """Give the instant before which no sync takes it: it is grave, or an objector has yet to be waited for."""
        return max(filter(None, (self.earliest_at, self.objector_until, self.proposal.waits_until)), default=None)

    @property
    def words(self) -> tuple[Any, ...]:
        """Give all that makes its text: two rounds with the same words have the same text."""
        return (
            *(self.title, self.tension, self.text, self.effect),
            *(self.cost, self.reversibility, self.touches, self.carries_out),
        )

    def is_over(self, now: datetime) -> bool:
        """Say whether its window has passed, whoever has written it or not."""
        return self.closed_at is not None or (self.closes_at is not None and self.closes_at <= now)

    def is_overdue(self, now: datetime) -> bool:
        """Say whether the time to integrate an objection has passed."""
        return self.integrate_by is not None and self.integrate_by <= now

    # Opening --------------------------------------------------------------------------------------------------------

    @classmethod
    def begin(cls, proposal: "Proposal", *, by: User | None, at: datetime | None = None, asks: bool = True) -> "Round":
        """Open the next round of the text as it stands; the caller holds the proposal's lock and tells. Without `asks`
        nobody is asked: what was done is recorded.
        """
        now = at or clock.now()
        last = proposal.last_round
        route = proposal.route()
        round_ = cls(proposal=proposal, number=last.number + 1 if last else 1, opened_by=by, opened_at=now)
        for name in ("title", "tension", "text", "effect", "cost", "reversibility", "carries_out"):
            setattr(round_, name, getattr(proposal, name))
        round_.touches = proposal.touched()
        if last and last.grave:
            round_.earliest_at = last.earliest_at  # three days since it became grave, not since the last comma
        round_._follow(route, now)
        if proposal.standing_objections:
            kept = last.integrate_by if last and last.outcome != cls.Outcome.ESCALATED else None
            round_.integrate_by = kept or calendar(proposal.project).after(now, deadlines.INTEGRATION_DAYS)
        round_.save()
        if asks:
            round_._ask(route, last, now)
        return round_

    def _follow(self, route: routing.Route, now: datetime) -> None:
        """Take over who decides and until when."""
        working = calendar(self.proposal.project)
        told = {"in_sync": route.in_sync, "grave": route.grave, "pressing": route.pressing}
        window = deadlines.window(reversibility=self.reversibility, **told)
        self.decides_id, self.in_sync, self.grave, self.pressing = route.decides, *told.values()
        self.silence, self.affected = route.silence.value, sorted(route.affected)
        if window.days is None:
            self.closes_at = None
        elif self.closes_at is None:
            self.closes_at = max(filter(None, (working.after(now, window.days), self.proposal.waits_until)))
        if not window.not_before_days:
            self.earliest_at = None if self.prolonged_at is None else self.earliest_at
        elif self.earliest_at is None:
            self.earliest_at = working.after(now, window.not_before_days)

    def reroute(self, *, after: str = "", of: str = "", at: datetime | None = None) -> None:
        """Compute again who decides: a claim, a limit, a budget may have changed it. Who is affected anew is asked and
        has a whole window to speak; nobody is taken off. `after` names the deed that may have changed it, and `of` what
        that was done to, for the record. The caller holds the proposal's lock.
        """
        now = at or clock.now()
        route = self.proposal.route()
        before = (self.decides_id, self.in_sync, self.grave, self.silence, self.affected)
        if before == (route.decides, route.in_sync, route.grave, route.silence.value, sorted(route.affected)):
            return
        self._follow(route, now)
        self.save()
        added = dict.fromkeys(self._ask(route, None, now), Notice.Reason.ASKED)
        deputies = dict.fromkeys(deputies_of(self.proposal.project, added, now).values(), Notice.Reason.ASKED)
        if added and self.closes_at is not None:
            self._last_a_window_from(now)
        decides = Circle.objects.get(pk=route.decides)
        why = dict.fromkeys(reason.code.value.replace("_", " ") for reason in route.reasons)
        self.proposal.record_event(
            DecisionEvent.REROUTED,
            by=None,
            at=at,
            people={self.proposal.owner: Notice.Reason.OWNER, **deputies, **added},
            also=["proposals"],
            decides=decides.name,
            in_sync=route.in_sync,
            why=", ".join(why),
            after=after,
            of=of,
        )

    def _last_a_window_from(self, now: datetime) -> None:
        """Give who has just been asked as long as the others had."""
        window = deadlines.window(reversibility=self.reversibility, in_sync=False, grave=False)
        whole = calendar(self.proposal.project).after(now, cast(int, window.days))
        self.closes_at = max(whole, cast(datetime, self.closes_at))
        self.save()

    def _ask(self, route: routing.Route, last: "Round | None", now: datetime) -> list[User]:
        """Write down who is asked, through which circle, and when they first were; gives those whom this round did not
        ask before.
        """
        asked: Any = self.asked.model
        known = set(self.asked.values_list("user", "voice_of"))
        before = asked.objects.filter(round__in=[round_ for round_ in (self, last) if round_])
        since = dict(before.values_list("user").annotate(models.Min("asked_at")))
        wanted = people_to_ask(self.proposal, route)
        if last:
            inside = self.proposal.project.memberships.current().values("user")
            wanted |= set(last.asked.filter(user__in=inside).values_list("user", "voice_of"))
        rows: list[Asked] = [
            asked(round=self, user_id=user, voice_of_id=circle, asked_at=since.get(user, now))
            for user, circle in sorted(wanted - known)
        ]
        asked.objects.bulk_create(rows, batch_size=500)  # append-only: nothing is ever changed here
        return list(User.objects.filter(pk__in={row.user_id for row in rows} - {user for user, _circle in known}))


def people_to_ask(proposal: "Proposal", route: routing.Route) -> set[tuple[Any, int]]:
    """Give whom a route asks, as pairs of person and the circle whose voice they are: the deciding circle's members,
    and pilot and delegate of each affected circle (all its people where it has neither), minus the proposer.
    """
    memberships = proposal.project.memberships.current()
    deciding = Circle.objects.get(pk=route.decides)
    pairs = {(user, deciding.pk) for user in memberships.with_a_voice_in(deciding).values_list("user", flat=True)}
    own = set(memberships.filter(circle__in=route.affected).values_list("user", "circle"))
    voices = set(
        memberships.in_role("pilot", "delegate").filter(circle__in=route.affected).values_list("user", "circle")
    )
    mute = route.affected - {circle for _user, circle in voices}
    pairs |= voices | {(user, circle) for user, circle in own if circle in mute}
    return {(user, circle) for user, circle in pairs if user != proposal.created_by_id}
