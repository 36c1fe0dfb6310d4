"""A track: one way explored to answer a question."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Self, cast

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models import Circle, Item, ThingQuerySet
from circles.money.models.ledger import Amount
from circles.projects.models import Link, Project, Subject
from decisions.decisions.models import Decision, Proposal
from decisions.tracks import gates
from decisions.tracks.event_types import TrackEvent
from decisions.tracks.models.criterion import Criterion, CriterionQuerySet
from decisions.tracks.models.gate_answer import UnansweredSync
from decisions.tracks.models.gate_verdict import GateCauses
from decisions.tracks.models.question import MAX_TEXT, MAX_TITLE, MAX_WHY, Question
from decisions.tracks.models.track_state import TrackState
from decisions.tracks.models.words import in_lines, on_one_line
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused


class TrackQuerySet(ThingQuerySet["Track"]):
    """Finds tracks."""

    def proposed(self) -> Self:
        """Keep what nobody has started."""
        return self.filter(started_at=None, ended_at=None)

    def exploring(self) -> Self:
        """Keep what is being explored."""
        return self.filter(ended_at=None).exclude(started_at=None)

    def in_state(self, state: str) -> Self:
        """Keep what stands so; nothing for an unknown word."""
        begun = {TrackState.PROPOSED: self.proposed, TrackState.EXPLORING: self.exploring}
        return begun[TrackState(state)]() if state in begun else self.ended_as(state)

    def ended_as(self, *endings: str) -> Self:
        """Keep what ended so."""
        return self.filter(ending__in=endings)

    def alive(self) -> Self:
        """Keep what may still go on: proposed, exploring or parked."""
        return self.filter(ending__in=["", *(one for one in TrackState.endings() if one.facts.is_alive)])

    def at_gate(self, *, on: date) -> Self:
        """Keep what stands at its gate on a day."""
        return self.exploring().filter(gate_on__lte=on)

    def to_tell(self, *, by: date) -> Self:
        """Keep what has come to its gate as time went by, up to a day, where nobody was told of this gate; nothing of
        archived projects.
        """
        untold = models.Q(gate_told_on=None) | ~models.Q(gate_told_on=models.F("gate_on"))
        return self.at_gate(on=by).unarchived().filter(untold, gate_cause__in=gates.BY_TIME)

    def with_syncs_passed(self) -> Self:
        """Annotate how many syncs have ended without an answer since it was last looked at: `syncs_passed`."""
        passed = UnansweredSync.objects.filter(track=models.OuterRef("pk"), passed_at__gt=models.OuterRef("looked_at"))
        number = passed.order_by().values("track").annotate(n=models.Count("pk")).values("n")
        return self.annotate(syncs_passed=Coalesce(models.Subquery(number), 0))

    def explored_by(self, user: User) -> Self:
        """Keep what a person owns or is a member of."""
        member = Track.members.through.objects.filter(track=models.OuterRef("pk"), user=user)
        return self.filter(models.Q(owner=user) | models.Exists(member))

    def with_people(self) -> Self:
        """Fetch owner, circle, project and question along."""
        return self.select_related(
            "owner", "circle", "project", "question", "decision", "choice__decision", "merged_into"
        )


class Track(Item):
    """One way explored to answer a question. Its state follows from facts: when it was started, and as what it ended.

    `looked_at`: when it was last started, resumed, or answered at a gate; `moved_at`: when something last happened.
    `spent`, `gate_on` and `gate_cause` are computed of the facts by `recompute_gate` whenever they change. `clauses`
    are the keys of what of the specification it would ratify.
    """

    letter = "T"
    locked_with = (*Item.locked_with, "question", "owner", "choice", "choice__decision")

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="tracks", verbose_name=_("question"))
    title = models.CharField(_("name"), max_length=MAX_TITLE)
    hypothesis = models.TextField(_("hypothesis"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_tracks", verbose_name=_("owner")
    )
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="tracks", verbose_name=_("members"))
    learn_by = models.DateField(_("learn by"), null=True, blank=True)
    cap_money = Amount(_("cap, money"), null=True, blank=True)
    cap_days = models.PositiveIntegerField(_("cap, days"), null=True, blank=True)
    clauses = models.JSONField(_("clauses"), default=list, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ending = models.CharField(_("ended as"), max_length=8, choices=TrackState.ending_choices(), blank=True)
    ended_because = models.CharField(_("because"), max_length=MAX_WHY, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="chosen_tracks", verbose_name=_("chosen by")
    )
    choice = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="tracks", verbose_name=_("proposed by")
    )
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    looked_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    spent = Amount(_("spent"), default=Decimal(0))
    gate_on = models.DateField(_("gate"), null=True, blank=True)
    gate_cause = models.CharField(_("why a gate"), max_length=8, choices=GateCauses, blank=True)
    gate_told_on = models.DateField(_("gate that was told of"), null=True, blank=True)

    objects = TrackQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[members])

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="one_track_per_number"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ending="") | (~models.Q(ended_at=None) & ~models.Q(ending="")),
                name="ended_as_something",
            ),
            models.CheckConstraint(
                condition=~models.Q(started_at=None) | models.Q(ending__in=["", TrackState.MERGED.value]),
                name="ends_once_started",
            ),
            models.CheckConstraint(
                condition=models.Q(ending=TrackState.CHOSEN.value, decision__isnull=False)
                | (~models.Q(ending=TrackState.CHOSEN.value) & models.Q(decision=None)),
                name="chosen_by_a_decision",
            ),
            models.CheckConstraint(
                condition=models.Q(ending=TrackState.MERGED.value, merged_into__isnull=False)
                | (~models.Q(ending=TrackState.MERGED.value) & models.Q(merged_into=None)),
                name="merged_into_another",
            ),
            models.CheckConstraint(condition=models.Q(spent__gte=0), name="track_spent_not_below_0"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "gate_on"], condition=models.Q(ended_at=None), name="tracks_at_gate")
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """Lead to its page."""
        return reverse("tracks:track", args=[self.project.slug, self.number])

    @property
    def headline(self) -> str:
        """Return its name."""
        return self.title

    @property
    def quotable(self) -> str:
        """Return what it supposes."""
        return self.hypothesis or self.title

    # Where it stands --------------------------------------------------------------------------------------------------

    @property
    def state(self) -> TrackState:
        """Return where it stands."""
        return TrackState.from_days(ending=self.ending, is_started=self.started_at is not None)

    @property
    def is_exploring(self) -> bool:
        """Return whether it is being explored."""
        return self.state is TrackState.EXPLORING

    @property
    def is_dead_end(self) -> bool:
        """Return whether it was stopped or parked."""
        return self.state.facts.is_dead_end

    def is_at_gate(self, day: date) -> bool:
        """Return whether the circle is asked about it on a day."""
        return self.is_exploring and self.gate_on is not None and self.gate_on <= day

    @property
    def left(self) -> Decimal | None:
        """Return what is left of its cap; None without one."""
        return None if self.cap_money is None else max(Decimal(0), self.cap_money - self.spent)

    def own_criteria(self) -> CriterionQuerySet:
        """Return its criteria: those of all tracks of its question, and its own."""
        mine = models.Q(track=None) | models.Q(track=self)
        found: CriterionQuerySet = Criterion.objects.standing().filter(mine, question=self.question_id)
        return found

    def explored_days(self, today: date) -> int:
        """Count the days on which it was explored, up to today."""
        return sum(period.days(today) for period in self.exploration_periods.all())

    # What changes it --------------------------------------------------------------------------------------------------

    @classmethod
    def propose(
        cls,
        question: Question,
        title: str,
        *,
        by: User | None,
        owner: User | None = None,
        circle: Circle | None = None,
        hypothesis: str = "",
        learn_by: date | None = None,
        cap_money: Decimal | None = None,
        cap_days: int | None = None,
        clauses: Sequence[str] = (),
        source: Subject | None = None,
        at: datetime | None = None,
    ) -> "Track":
        """Add a way to answer a question; who proposes it owns it unless an `owner` is named."""
        taker = owner or by
        with transaction.atomic():
            question = question.locked_open()
            place = (circle or question.circle).open_or_refuse()
            if taker is None or not place.project.has(taker):
                raise Refused(_now("A track needs an owner who is in the project."))
            track = cls.objects.create(
                project=place.project,
                circle=place,
                question=question,
                number=cls.next_number(place.project),
                title=on_one_line(title, MAX_TITLE, _now("Name the way to be explored.")),
                hypothesis=in_lines(hypothesis, MAX_TEXT),
                owner=taker,
                learn_by=learn_by,
                cap_money=cap_money,
                cap_days=cap_days,
                clauses=list(clauses),
                created_by=by,
                **({"created_at": at} if at else {}),
            )
            if source:
                Link.tie(place.project, source, track, by=by, quote=source.quotable)
            track.record_event(TrackEvent.PROPOSED, **track.event_context(by, at), personal={"person": taker.name})
        return track

    def change(self, *, by: User, at: datetime | None = None, **changes: Any) -> None:
        """Change `title`, `hypothesis`, `owner`, `learn_by`, `cap_money`, `cap_days` or `clauses`. While it is
        explored, caps and day are raised at a gate only.

        :raises Refused: when it has ended, or nothing was changed.
        """
        with transaction.atomic():
            track = self.locked()
            if track.ended_at and track.ending != TrackState.PARKED:
                raise Refused(_now("This track has ended."))
            changed = track.set_what_differs(changes)
            track.moved(at)
            track.recompute_gate()
            names = {"person": track.owner.name} if "owner" in changed else {}
            track.record_event(TrackEvent.CHANGED, **track.event_context(by, at), personal=names, changed=changed)

    def start(self, *, by: User, at: datetime | None = None) -> None:
        """Start exploring.

        :raises Refused: without a kill criterion or a learn-by day, or when it was started already.
        """
        with transaction.atomic():
            track = self.locked()
            track.question.locked_open()
            if track.started_at or track.ended_at:
                raise Refused(_now("This track was started already."))
            track.refuse_unready(track.project.day_of(at or clock.now()))
            track.started_at = at or clock.now()
            track.begin_exploration_period(track.started_at)
            track.record_event(TrackEvent.STARTED, **track.event_context(by, at), until=str(track.learn_by))

    def park(self, *, by: User, reason: str, at: datetime | None = None) -> None:
        """Put it aside until a person gives a reason to go on."""
        with transaction.atomic():
            track = self.locked_exploring()
            why = on_one_line(reason, MAX_WHY, _now("Say why it is parked."))
            track.end_as(TrackState.PARKED, why, at=at)
            track.record_event(TrackEvent.PARKED, **track.event_context(by, at), reason=why)

    def resume(self, *, by: User, reason: str, learn_by: date | None = None, at: datetime | None = None) -> None:
        """Go on with what was parked or stopped, with a reason and, where that is past, a new learn-by day.

        :raises Refused: when it is neither, its question is closed, or its day is past.
        """
        with transaction.atomic():
            track = self.locked()
            track.question.locked_open()
            if not track.is_dead_end:
                raise Refused(_now("Only a track that was parked or stopped goes on again."))
            why = on_one_line(reason, MAX_WHY, _now("Say why it goes on."))
            now = at or clock.now()
            track.learn_by = learn_by or track.learn_by
            track.refuse_unready(track.project.day_of(now))
            track.ended_at, track.ending, track.ended_because = None, "", ""
            track.begin_exploration_period(now)
            track.record_event(TrackEvent.RESUMED, **track.event_context(by, at), reason=why)

    def join(self, *, by: User, at: datetime | None = None) -> None:
        """Explore it, too."""
        with transaction.atomic():
            track = self.locked()
            if track.members.filter(pk=by.pk).exists() or track.owner_id == by.pk:
                raise Refused(_now("You are exploring this track already."))
            track.members.add(by)
            track.record_event(TrackEvent.JOINED, **track.event_context(by, at))

    def leave(self, *, by: User, at: datetime | None = None) -> None:
        """Explore it no longer."""
        with transaction.atomic():
            track = self.locked()
            if not track.members.filter(pk=by.pk).exists():
                raise Refused(_now("You are not exploring this track."))
            track.members.remove(by)
            track.record_event(TrackEvent.LEFT, **track.event_context(by, at))

    def set_what_differs(self, changes: dict[str, Any]) -> list[str]:
        """Set what differs, and return the names of what did; the caller holds the lock and saves."""
        if "title" in changes:
            changes["title"] = on_one_line(changes["title"], MAX_TITLE, _now("Name the way to be explored."))
        if "hypothesis" in changes:
            changes["hypothesis"] = in_lines(changes["hypothesis"], MAX_TEXT)
        changed = [name for name, value in changes.items() if getattr(self, name) != value]
        if not changed:
            raise Refused(_now("Nothing was changed."))
        if self.is_exploring and any(is_raised(self, name, changes[name]) for name in changed):
            raise Refused(_now("While it is explored, more money, more days or a later day is for its gate to say."))
        if "owner" in changed and not self.project.has(changes["owner"]):
            raise Refused(_now("A track needs an owner who is in the project."))
        for name in changed:
            setattr(self, name, changes[name])
        return changed

    # For whoever holds the lock ---------------------------------------------------------------------------------------

    def locked_exploring(self) -> "Track":
        """Lock it, and refuse when it is not being explored."""
        track = self.locked()
        if not track.is_exploring:
            raise Refused(_now("This track is not being explored."))
        return track

    def refuse_unready(self, today: date) -> None:
        """Raise `Refused` where nothing says what would stop it, or until when it is to be learned."""
        if not self.own_criteria().killing().exists():
            raise Refused(_now("A track needs a kill criterion first: what would make you stop?"))
        if self.learn_by is None or self.learn_by <= today:
            raise Refused(_now("Say by which day to come you want to have learned it."))

    def begin_exploration_period(self, now: datetime) -> None:
        """Begin to explore from now on."""
        self.looked_at = self.moved_at = now
        self.save()
        self.exploration_periods.create(began_on=self.project.day_of(now))
        self.recompute_gate()

    def end_as(self, ending: str, because: str, *, at: datetime | None) -> None:
        """End it, and the period in which it was explored."""
        self.ended_at, self.ending, self.ended_because = at or clock.now(), ending, because[:MAX_WHY]
        for period in self.exploration_periods.filter(ended_on=None):
            period.ended_on = max(self.project.day_of(self.ended_at), period.began_on)
            period.ending, period.because = ending, self.ended_because
            period.save()
        self.recompute_gate()

    def moved(self, at: datetime | None) -> None:
        """Note that something happened on it."""
        now = at or clock.now()
        self.moved_at = max(self.moved_at or now, now)

    def recompute_gate(self) -> None:
        """Compute what was spent on it and when its gate is, and save it."""
        costs = self.costs()
        self.spent = sum((amount for _on, amount in costs), Decimal(0))
        found = gates.gate(self.gate_facts(costs)) if self.is_exploring and not self.is_being_chosen else None
        self.gate_on, self.gate_cause = (found.on, found.cause.value) if found else (None, "")
        self.save()

    @property
    def is_being_chosen(self) -> bool:
        """Return whether a proposal to choose it is still to be decided."""
        return self.choice is not None and not self.choice.is_decided

    def costs(self) -> list[tuple[date, Decimal]]:
        """Return what was spent on it, by day."""
        rows = self.track_expenses.filter(expense__called_back_at=None).order_by("expense__spent_on", "pk")
        return list(rows.values_list("expense__spent_on", "expense__amount"))

    def gate_facts(self, costs: list[tuple[date, Decimal]]) -> gates.GateFacts:
        """Return what its gate depends on."""
        day_of = self.project.day_of
        periods = list(self.exploration_periods.all())
        news = self.evidence.measured().filter(recorded_at__gt=self.looked_at)
        return gates.GateFacts(
            since=day_of(cast(datetime, self.looked_at)),
            running_since=periods[-1].began_on,
            moved_on=day_of(cast(datetime, self.moved_at)),
            learn_by=self.learn_by,
            cap_money=self.cap_money,
            spent=costs,
            cap_days=self.cap_days,
            explored_before=sum(period.days(period.began_on) for period in periods[:-1]),
            kills=[criterion.threshold for criterion in self.own_criteria().killing()],
            readings=[gates.MeasuredValue(one.key, cast(Decimal, one.value), day_of(one.recorded_at)) for one in news],
        )

    def followers(self) -> dict[User, str]:
        """Return who hears of it: its owner, and who explores it."""
        found: dict[User, str] = dict.fromkeys(self.members.all(), Notice.Reason.FOLLOWED)
        return found | {self.owner: Notice.Reason.OWNER}

    def event_context(self, by: User | None, at: datetime | None, *also: str) -> dict[str, Any]:
        """Return for `record_event` who did it, who is notified, and which pages change."""
        keys = ["tracks", self.question.change_key, *also]
        return {"by": by, "at": at, "people": self.followers(), "also": keys}


def is_raised(track: Track, name: str, value: Any) -> bool:
    """Return whether a change gives a track more money, more days or a later day: None is without an end."""
    if name not in {"learn_by", "cap_money", "cap_days"}:
        return False
    before = getattr(track, name)
    return before is not None and (value is None or value > before)


def tracks_on_gate(project: Project, day: date) -> TrackQuerySet:
    """Return a project's tracks that stand at their gate on a day."""
    return Track.objects.in_project(project).at_gate(on=day)
