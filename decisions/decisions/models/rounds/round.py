"""A round: one pass of a text before the people who are asked, and what it amounts to."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Self, cast

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models import Circle
from circles.circles.queries.user_roles import roles_of
from circles.projects.models import Reversibility
from decisions.decisions import consent, deadlines, routing
from decisions.decisions.consent import RoundState
from decisions.decisions.models.rounds.own_syncs import only_its_people, where_decided
from decisions.decisions.models.rounds.participants import Participant
from decisions.decisions.models.rounds.position import AskedPerson, ExcusedPerson, Position
from decisions.decisions.models.rounds.working_time import calendar
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.collation import Alphabetical
from foundation.web.exceptions import Refused


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

    def unarchived(self) -> Self:
        """Leave out those of archived projects."""
        return self.filter(proposal__project__archived_at=None)

    def due(self, at: datetime | None = None) -> Self:
        """Keep those of undecided proposals whose window, or whose time to integrate, is over."""
        now = models.Value(at, models.DateTimeField()) if at else Now()
        over = models.Q(closed_at=None, closes_at__lte=now)
        # The general circle has nobody above it: there, syncs end the tries and not the days.
        stuck = models.Q(outcome__in=["", Round.Outcome.FAILED], integrate_by__lte=now, decides__parent__isnull=False)
        later = Round.objects.filter(proposal=OuterRef("proposal"), number__gt=OuterRef("number"))
        return self.of_undecided().filter(over | stuck).filter(~Exists(later))

    def asking(self, user: User) -> Self:
        """Keep those in which the person is asked."""
        return self.filter(Exists(AskedPerson.objects.filter(round=OuterRef("pk"), user=user)))


@dataclass(frozen=True)
class DecidingSync:
    """The sync in which something is decided, as decisions need to know it.

    `sits_for` are the ids of further circles that meet here for want of a sync of their own: what they decide is ended
    by their people alone. `counts_on`: the day on which it counts as having reached what it takes; None where it does
    not: it was not planned, or no two people who are expected are there.
    """

    circle: Circle
    starts_at: datetime
    words: str
    address: str
    sits_for: frozenset[int] = frozenset()
    counts_on: date | None = None

    def decides_for(self, circle: int) -> bool:
        """Return whether the circle meets in this sync."""
        return circle == self.circle.pk or circle in self.sits_for


class Round(models.Model):
    """One text before the people asked: its words as they stood, who decides, until when. What changes it holds the
    lock of its proposal.
    """

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
    sync_of = models.ForeignKey(
        Circle,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken in the sync of"),
        help_text=_("Where a sync decides, or takes what the affected circles have not spoken to before."),
    )
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
    told_around_at = models.DateTimeField(_("told to the circle around"), null=True, blank=True)
    edited_at = models.DateTimeField(_("wording changed"), null=True, blank=True)
    objector_until = models.DateTimeField(_("left to the objector until"), null=True, blank=True)
    syncs = models.JSONField(_("syncs that reached it"), default=list)
    reached_on = models.JSONField(_("days on which syncs reached it"), default=list, blank=True)
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
        """Return the proposal's page, at this round."""
        return f"{self.proposal.get_absolute_url()}?round={self.number}"

    @property
    def not_before(self) -> datetime | None:
        """Return the instant before which no sync takes it: it is grave, or an objector has yet to be waited for."""
        return max(filter(None, (self.earliest_at, self.objector_until, self.proposal.waits_until)), default=None)

    @property
    def words(self) -> tuple[Any, ...]:
        """Return all that makes its text: two rounds with the same words have the same text."""
        return (
            *(self.title, self.tension, self.text, self.effect),
            *(self.cost, self.reversibility, self.touches, self.carries_out),
        )

    @property
    def is_synchronised(self) -> bool:
        """Return whether it is in force as soon as each affected circle has spoken; else a sync takes it."""
        return not self.in_sync and self.sync_of_id is not None

    def is_over(self, now: datetime) -> bool:
        """Return whether its window has passed, whoever has written it or not."""
        return self.closed_at is not None or self.has_run_out(now)

    def has_run_out(self, now: datetime) -> bool:
        """Return whether its own time has passed; a sync ends one that has none."""
        return self.closes_at is not None and self.closes_at <= now

    def is_overdue(self, now: datetime) -> bool:
        """Return whether the time to integrate an objection has passed."""
        return self.integrate_by is not None and self.integrate_by <= now

    # Who is asked, and what they said ---------------------------------------------------------------------------------

    def ask(self, people: Iterable[tuple[Any, int]], last: "Round | None", now: datetime) -> list[User]:
        """Write down who is asked, as pairs of person and the circle whose voice they are, and when they first were;
        whom the last round asked is asked again. Return those whom this round did not ask before.
        """
        pairs = set(people)
        for excused in ExcusedPerson.objects.filter(asked__round=self).select_related("asked"):
            if (excused.asked.user_id, excused.asked.voice_of_id) in pairs:
                excused.delete()
        known = set(self.asked.values_list("user", "voice_of"))
        before = AskedPerson.objects.filter(round__in=[round_ for round_ in (self, last) if round_])
        since = dict(before.values_list("user").annotate(models.Min("asked_at")))
        if last:
            inside = self.proposal.project.memberships.current().values("user")
            pairs |= set(last.asked.filter(user__in=inside).values_list("user", "voice_of"))
        rows = [
            AskedPerson(round=self, user_id=user, voice_of_id=circle, asked_at=since.get(user, now))
            for user, circle in sorted(pairs - known)
        ]
        AskedPerson.objects.bulk_create(rows, batch_size=500)  # append-only: nothing is ever changed here
        return list(User.objects.filter(pk__in={row.user_id for row in rows} - {user for user, _circle in known}))

    def excuse(self, circle: Circle, now: datetime) -> None:
        """Ask those no more who were asked as a voice of this circle and have not spoken; it is affected no more."""
        spoken = self.positions.standing().values("user")
        for asked in self.asked.filter(voice_of=circle).exclude(user__in=spoken):
            ExcusedPerson.objects.create(asked=asked, excused_at=now)

    def people_asked(self) -> list[User]:
        """Return who is asked; once for each circle whose voice they are."""
        return [one.user for one in self.asked.select_related("user")]

    def asked_and_here(self) -> models.QuerySet[AskedPerson]:
        """Return those asked who are still in the project."""
        inside = self.proposal.project.memberships.current().values("user")
        return self.asked.filter(user__in=inside)

    def participants(self, said: Iterable[Position] | None = None) -> list[Participant]:
        """Return how every asked person stands, by name; two queries, one where `said` has what `Position.objects`
        finds of its proposal. Who left after its end was there.
        """
        end = self.closed_at or self.closes_at
        inside = self.proposal.project.memberships.current_at(end).filter(user=OuterRef("user"))
        rows = (
            self.asked.select_related("user")
            .annotate(is_in=Exists(inside))
            .order_by(Alphabetical("user__name"), "user")
        )
        asked: dict[Any, list[AskedPerson]] = {}
        for row in rows:
            asked.setdefault(row.user_id, []).append(row)
        if said is None:
            said = Position.objects.said_about(self.proposal_id)
        latest = {position.user_id: position for position in said if position.round.number <= self.number}
        others = [position for user, position in latest.items() if user not in asked]
        here = self.proposal.project.memberships.current_at(end).filter(user__in=[one.user_id for one in others])
        return [
            *(Participant.of(rows, latest.get(user), edited_at=self.edited_at) for user, rows in asked.items()),
            *(unasked_in(self, others, set(here.values_list("user", flat=True))) if others else ()),
        ]

    def last_reworded_at(self, participants: Sequence[Participant]) -> datetime | None:
        """Return when its wording was last changed, while a person who is here has not spoken to it since; None where
        an objection holds it up anyway.
        """
        if any(one.objection_stands for one in participants):
            return None
        return self.edited_at if any(one.reworded and not one.left for one in participants) else None

    def insert_position(self, kind: str, *, by: User, at: datetime | None, **given: Any) -> Position:
        """Write a position; the same statement reads the clock and finds whether the round is open."""
        is_open = Exists(Round.objects.open_at(at).filter(pk=self.pk))
        when = {"said_at": at} if at else {}
        position = self.positions.create(user=by, kind=kind, is_late=~is_open, **given, **when)
        position.round = self
        return position

    def may_be_spoken_to_by(self, user: User) -> bool:
        """Return whether the person may speak: they are asked, or a member of the circle that decides, and did not
        propose it themselves.
        """
        return self.asked.filter(user=user).exists() or self.is_open_to_member(user)

    def is_open_to_member(self, user: User) -> bool:
        """Return whether the person may speak unasked: a member of the circle that decides, who did not propose it."""
        is_member = roles_of(user, self.proposal.project).has_a_voice_in(self.decides)
        return is_member and user.pk != self.proposal.created_by_id

    def refuse_outsider(self, user: User) -> None:
        """Raise `Refused` unless the person may speak and is still in the project."""
        if not self.may_be_spoken_to_by(user):
            raise Refused(
                _now("Only people asked in this round, and members of the circle that decides, can take a position.")
            )
        if not self.proposal.project.has(user):
            raise Refused(_now("Only people in the project can take a position."))

    # What it amounts to -----------------------------------------------------------------------------------------------

    def facts(
        self, now: datetime, *, sync: DecidingSync | None = None, without_silent: bool = False
    ) -> consent.RoundFacts:
        """Return what the rule needs to know of this round at an instant."""
        proposal = self.proposal
        return self.as_facts(
            self.participants(),
            objections=proposal.objections.standing().count(),
            failed_before=proposal.rounds.filter(outcome=self.Outcome.FAILED, decides=self.decides_id).count(),
            # A sync ends the rounds that wait for one; it does not shorten the window of another.
            is_over=(sync is not None and self.sync_of_id is not None) or self.has_run_out(now),
            overdue=self.is_overdue(now),
            without_silent=without_silent,
            waits=proposal.waits_until is not None and proposal.waits_until > now,
        )

    def as_facts(self, participants: Sequence[Participant], **counted: Any) -> consent.RoundFacts:
        """Return this round, and what was read of it (see `consent.RoundFacts`), as the rule takes it."""
        return consent.RoundFacts(
            voices=tuple(one.voice() for one in participants),
            silence=routing.Silence(self.silence),
            in_sync=self.in_sync,
            synchronised=self.is_synchronised,
            needs=frozenset(self.affected) - {self.proposal.circle_id},
            syncs=len(self.syncs),
            is_general=self.decides.is_general,
            **counted,
        )

    def state(self, now: datetime) -> RoundState:
        """Return what it amounts to at an instant."""
        return consent.state(self.facts(now))

    def may_be_taken_by(self, sync: DecidingSync, *, participants: Sequence[Participant] | None = None) -> bool:
        """Return whether this sync may decide it: its circle's, not too early, and everyone asked since before 17:00
        of the working day before. Who was asked later, also by a new route, must have spoken themselves, and so must
        who spoke before the wording changed later; what presses waits for nobody's time.
        """
        if self.sync_of_id is None or not sync.decides_for(self.sync_of_id):
            return False
        if self.not_before and sync.starts_at < self.not_before:
            return False
        if self.pressing:
            return True
        deadline = deadlines.sync_deadline(sync.starts_at, calendar(self.proposal.project))
        people = self.participants() if participants is None else participants
        late = [
            at for at in (self.last_reworded_at(people), *(one.asked_at for one in people if one.has_to_speak)) if at
        ]
        return all(at < deadline for at in late)

    def refuse_sync(self, sync: DecidingSync | None, by: User) -> None:
        """Raise `Refused` unless this is a sync that may decide it, and this person may end it there."""
        taken_by = self.sync_of or self.decides
        if sync is None or not sync.decides_for(taken_by.pk):
            raise Refused(where_decided(taken_by))
        own = sync.circle.pk == taken_by.pk
        if not (own or roles_of(by, self.proposal.project).has_a_voice_in(taken_by)):
            raise Refused(only_its_people(taken_by))
        waits = self.proposal.waits_until
        if waits and sync.starts_at < waits:
            raise Refused(self.proposal.missing_element.sentence)
        if not self.may_be_taken_by(sync):
            raise Refused(
                _now("It was not open long enough for this sync: someone who is asked has not had the time to speak.")
            )

    def count_sync(self, sync: DecidingSync) -> None:
        """Count a sync that has reached it: a planned one in which two voices are, once, and one on a day."""
        if sync.counts_on is None or sync.address in self.syncs:
            return
        day = sync.counts_on.isoformat()
        if day not in self.reached_on:
            self.syncs, self.reached_on = [*self.syncs, sync.address], [*self.reached_on, day]
            self.save()

    def close(self, outcome: str, *, at: datetime | None = None) -> None:
        """Write the outcome; nobody speaks in it any more. A window that is over ended it, whenever that is written."""
        now = at or clock.now()
        self.closed_at = min(now, self.closes_at or now)
        self.outcome = outcome
        self.save()

    # Its time ---------------------------------------------------------------------------------------------------------

    def follow_route(self, route: routing.Route, now: datetime) -> None:
        """Set who decides and until when; the caller saves."""
        working = calendar(self.proposal.project)
        window = deadlines.round_window(route, reversibility=self.reversibility)
        self.decides_id, self.in_sync, self.sync_of_id = route.decides, route.in_sync, route.taken_at
        self.grave, self.pressing = route.grave, route.pressing
        self.silence, self.affected = route.silence.value, sorted(route.affected)
        if window.days is None:
            self.closes_at = None
        elif self.closes_at is None:
            self.closes_at = max(filter(None, (working.after(now, window.days), self.proposal.waits_until)))
        if not window.not_before_days:
            self.earliest_at = None if self.prolonged_at is None else self.earliest_at
        elif self.earliest_at is None:
            self.earliest_at = working.day_after(now, window.not_before_days)

    def leave_time_to_lift(self, since: datetime) -> None:
        """Inside scope, where an objection to an earlier text stands: stay open until the facilitator had a day to lift
        it after the one that the objector has to answer, which begins at `since`; the caller saves. It is not kept open
        for a right that nobody has.
        """
        proposal = self.proposal
        if self.closes_at is None:
            return
        standing = proposal.objections.standing().values_list("position__round__number", flat=True)
        first = min(standing, default=self.number)
        if all(one.words == self.words for one in proposal.rounds.filter(number__gte=first)):
            return
        wants_it = (proposal.proposer, proposal.owner)
        if self.decides.people_in("facilitator").exclude(pk__in=[one.pk for one in wants_it]).exists():
            working = calendar(proposal.project)
            answered_by = working.after(since, deadlines.ANSWER_DAYS)
            self.closes_at = max(self.closes_at, working.after(answered_by, deadlines.LIFT_DAYS))

    def last_a_window_from(self, now: datetime) -> None:
        """Stay open for who has just been asked as long as it was for the others."""
        window = deadlines.window(reversibility=self.reversibility, in_sync=False, grave=False)
        whole = calendar(self.proposal.project).after(now, cast(int, window.days))
        self.closes_at = max(whole, cast(datetime, self.closes_at))
        self.save()

    def keep_time(self, position: Position) -> None:
        """Stay open a day more where a person needs time (once for all); count the days of integration."""
        working = calendar(self.proposal.project)
        before = self._times()
        if position.says.facts.prolongs and self.prolonged_at is None:
            self.prolonged_at, self.prolonged_by = position.said_at, position.user
            if self.closes_at:
                self.closes_at = working.after(self.closes_at, deadlines.PROLONGATION_DAYS)
            else:
                day_more = working.after(position.said_at, deadlines.PROLONGATION_DAYS)
                self.earliest_at = max(day_more, self.earliest_at or day_more)
            self.leave_time_to_lift(position.said_at)
        if position.says.facts.speaks and self.objector_until:
            others = self.proposal.objections.lifted_by_others().exclude(by=position.user)
            self.objector_until = self.objector_until if others.exists() else None
        self._integrate(position.said_at)
        if self._times() != before:  # with most positions nothing moves, and there is nothing to look back on
            self.save()

    def give_back_time(self, position: Position, now: datetime) -> None:
        """Give back the day more that a position asked for which was taken back, unless another asks for it; count the
        days of integration anew. What the time was before stands in the history.
        """
        before = self._times()
        if position.says.facts.prolongs and self.prolonged_at == position.said_at:
            others = self.positions.standing().filter(kind=position.kind).exclude(user=position.user)
            former = self.history.filter(prolonged_at=None).order_by("-history_date", "-history_id").first()
            if former is not None and not others.exists():
                self.prolonged_at, self.prolonged_by = None, None
                self.closes_at, self.earliest_at = former.closes_at, former.earliest_at
        self._integrate(now)
        if self._times() != before:
            self.save()

    def count_integration(self, now: datetime) -> None:
        """Begin to count the days of integration where an objection stands, and stop where none does."""
        before = self._times()
        self._integrate(now)
        if self._times() != before:
            self.save()

    def _integrate(self, now: datetime) -> None:
        if not self.proposal.objections.standing().exists():
            self.integrate_by = None
        elif self.integrate_by is None:
            self.integrate_by = calendar(self.proposal.project).after(now, deadlines.INTEGRATION_DAYS)

    def _times(self) -> tuple[datetime | None, ...]:
        return self.prolonged_at, self.closes_at, self.earliest_at, self.objector_until, self.integrate_by

    def wait_for_objector(self, now: datetime) -> None:
        """Leave whoever's objection another person lifted one working day to reopen it, before this round may end."""
        until = calendar(self.proposal.project).after(now, deadlines.ANSWER_DAYS)
        if self.closed_at is None:
            self.objector_until = until
            self.closes_at = self.closes_at and max(self.closes_at, until)
            self.save()


def unasked_in(round_: Round, said: Iterable[Position], inside: Container[Any]) -> list[Participant]:
    """Return how those stand who are not asked in a round and have spoken in it, or object still; only who is `inside`
    the project, by id.
    """
    found = [Participant.unasked(position, round_.pk) for position in said if position.user_id in inside]
    return [one for one in found if one is not None]
