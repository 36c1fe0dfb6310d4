"""An action: who does what by when, and why."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models import Circle, Item, ThingQuerySet
from circles.projects.models import Link, Project, Subject
from circles.projects.sane_days import refuse_slip
from decisions.actions import recurrence
from decisions.actions.event_types import REMINDERS, ActionEvent
from decisions.actions.models.action_state import ActionState
from decisions.actions.models.dependency import Dependency
from decisions.actions.models.label import Label
from decisions.actions.models.step import Step
from decisions.actions.models.words import MAX_WORDS, worded
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.files.workflows.attaching import attach_waiting, waiting_files
from foundation.inbox.kinds import NoticeKind
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from foundation.web.pagination import YEARS

NEVER = date(9999, 12, 31)


def today_in(project: Project) -> date:
    """Return the day it is in the project's calendar."""
    return project.day_of(timezone.now())


class ActionQuerySet(ThingQuerySet["Action"]):
    """Finds actions."""

    def owned_by(self, user: User) -> Self:
        """Keep what a person has taken on."""
        return self.filter(owner=user)

    def open(self) -> Self:
        """Leave out what is done or dropped."""
        return self.filter(done_at=None, dropped_at=None)

    def doing(self) -> Self:
        """Keep open ones that are under way."""
        return self.open().filter(blocked_at=None).exclude(started_at=None)

    def blocked(self) -> Self:
        """Keep open ones that are blocked."""
        return self.open().exclude(blocked_at=None)

    def done(self) -> Self:
        """Keep what is done."""
        return self.exclude(done_at=None)

    def dropped(self) -> Self:
        """Keep what was dropped."""
        return self.exclude(dropped_at=None)

    def due_before(self, day: date) -> Self:
        """Keep what is due before a day."""
        return self.filter(due_on__lt=day)

    def overdue(self, *, on: date) -> Self:
        """Keep open ones whose day is past on a day."""
        return self.open().due_before(on)

    def soonest_first(self) -> Self:
        """Order by day, those without one last; `by_day` is the day, far away where there is none."""
        day = Coalesce("due_on", models.Value(NEVER), output_field=models.DateField())
        return self.annotate(by_day=day).order_by("by_day", "pk")

    def with_people(self) -> Self:
        """Fetch owner, circle and project along."""
        return self.select_related("owner", "circle", "project")

    def labelled(self, label: int) -> Self:
        """Keep what bears a label."""
        return self.filter(labels=label)

    def with_text(self, words: str) -> Self:
        """Keep those in which each of these words stands, in what is to be done or its description."""
        found = self
        for word in words.split():
            found = found.filter(models.Q(what__icontains=word) | models.Q(description__icontains=word))
        return found

    def with_waits(self) -> Self:
        """Annotate what `waits_for` names, to be read along."""
        standing = Dependency.objects.standing().filter(action=models.OuterRef("pk")).order_by().values("action")
        number = Cast("blocker__number", models.CharField())
        numbers = standing.annotate(numbers=models.StringAgg(number, models.Value(" "), order_by="blocker__number"))
        return self.annotate(waits_for_numbers=models.Subquery(numbers.values("numbers")))

    def counted(self) -> Self:
        """Fetch people along, and annotate how many steps there are (`steps_all`), how many are done (`steps_done`),
        and what `waits_for` names.
        """
        steps = Step.objects.filter(action=models.OuterRef("pk")).order_by().values("action")
        done = steps.exclude(done_at=None)
        return self.with_people().with_waits().annotate(steps_all=_number_of(steps), steps_done=_number_of(done))

    def to_read(self) -> Self:
        """Fetch along what pages say of each: as `counted`, and its labels."""
        return self.counted().prefetch_related("labels")


def _number_of(rows: Any) -> Coalesce:
    """Return how many rows there are, as a part of a statement."""
    counted = rows.annotate(number=models.Count("pk")).values("number")
    return Coalesce(models.Subquery(counted), 0, output_field=models.IntegerField())


class Action(Item):
    """Something one person does by a day. Its state follows from facts: when it was begun, blocked, done, dropped."""

    letter = "A"

    class Unit(models.TextChoices):
        """What the time between two is counted in."""

        DAY = "day", _("days")
        WEEK = "week", _("weeks")
        MONTH = "month", _("months")

    what = models.CharField(_("what"), max_length=MAX_WORDS)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="actions", verbose_name=_("owner")
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    started_at = models.DateTimeField(_("begun"), null=True, blank=True)
    blocked_at = models.DateTimeField(_("blocked"), null=True, blank=True)
    blocked_by = models.CharField(_("waits for"), max_length=MAX_WORDS, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_how = models.CharField(_("how it was done"), max_length=MAX_WORDS, blank=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True)
    dropped_why = models.CharField(_("why it was dropped"), max_length=MAX_WORDS, blank=True)
    why = models.CharField(_("why, in words"), max_length=MAX_WORDS, blank=True)
    description = models.TextField(_("description"), blank=True)
    html = models.TextField(editable=False, blank=True)
    """The description as it is read."""
    labels = models.ManyToManyField(Label, related_name="actions", verbose_name=_("labels"), blank=True)
    every = models.PositiveSmallIntegerField(_("recurs every"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=5, choices=Unit, blank=True)
    first_on = models.DateField(_("recurs from"), null=True, blank=True, editable=False)
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="following", verbose_name=_("follows")
    )
    """The one that was done before, where it recurs."""

    objects = ActionQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[labels])

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="one_action_per_number"),
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_how="") | (~models.Q(done_at=None) & ~models.Q(done_how="")),
                name="done_says_how",
            ),
            models.CheckConstraint(
                condition=models.Q(dropped_at=None, dropped_why="")
                | (~models.Q(dropped_at=None) & ~models.Q(dropped_why="")),
                name="dropped_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(dropped_at=None), name="not_both_done_and_dropped"
            ),
            models.CheckConstraint(
                condition=models.Q(every=None, unit="")
                | models.Q(every__gte=1, every__lte=recurrence.MOST, unit__in=recurrence.UNITS, due_on__isnull=False),
                name="what_recurs_has_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["project", "due_on"], condition=models.Q(done_at=None, dropped_at=None), name="open_actions"
            ),
            models.Index(
                fields=["owner", "project"], condition=models.Q(done_at=None, dropped_at=None), name="open_actions_of"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.what}"

    def get_absolute_url(self) -> str:
        """Lead to its page."""
        return reverse("actions:action", args=[self.project.slug, self.number])

    @property
    def headline(self) -> str:
        """Return what is to be done."""
        return self.what

    @property
    def quotable(self) -> str:
        """Return what is to be done."""
        return self.what

    @property
    def body(self) -> SafeString:
        """Return the description as HTML: escaped and cleaned when it was written."""
        return mark_safe(self.html)

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor dropped."""
        return self.done_at is None and self.dropped_at is None

    def is_late(self, on: date) -> bool:
        """Whether it is open and its day is past on a day."""
        return self.is_open and self.due_on is not None and self.due_on < on

    @property
    def state(self) -> ActionState:
        """Return where it stands, by the latest of its facts."""
        held = (one for one in reversed(ActionState) if one.facts.since and getattr(self, one.facts.since))
        return next(held, ActionState.OPEN)

    @property
    def state_words(self) -> str:
        """Return what was said of its state: what it waits for, what came of it, why it was dropped."""
        name = self.state.facts.words
        return str(getattr(self, name)) if name else ""

    @classmethod
    def make(
        cls,
        circle: Circle,
        what: str,
        *,
        by: User | None,
        owner: User | None = None,
        due_on: date | None = None,
        source: Subject | None = None,
        quote: str = "",
        why: str = "",
        files: Iterable[str] = (),
        follows: "Action | None" = None,
        at: datetime | None = None,
    ) -> "Action":
        """Create an action; who makes it owns it unless an `owner` is named.

        `source` is what it comes from (a decision, a sync, a message …), `quote` the words that led to it; `why` says
        it where that is nothing with a page. Of `files`, those are attached to it that wait for who makes it. It
        `follows` one that was done, where that recurs.
        """
        taker = owner or by
        with transaction.atomic():
            place = circle.open_or_refuse()
            if taker is None or not place.project.has(taker):
                raise Refused(_now("An action needs an owner who is in the project."))
            if follows is None:  # the day of what follows is counted, and a slip of nobody
                refuse_slip(place.project, due_on, place.project.day_of(at or clock.now()))
            action = cls.objects.create(
                project=place.project,
                circle=place,
                number=cls.next_number(place.project),
                what=worded(what, _now("Say what needs to be done.")),
                owner=taker,
                due_on=due_on,
                why=" ".join(why.split())[:MAX_WORDS],
                created_by=by,
                **({"created_at": at} if at else {}),
                **(follows.what_recurs() if follows else {}),
            )
            if follows:
                action.labels.set(follows.labels.all())
                for step in follows.steps.all():
                    action.steps.create(text=step.text)
            if by:
                attach_waiting(waiting_files(files, by=by, project=place.project_id), "action", action.pk)
            if source:
                Link.tie(place.project, source, action, by=by, quote=quote)
            origin = [source.change_key] if source else []
            context = action.event_context(by, at, *origin) | ({"why": action.why} if action.why else {})
            action.record_event(ActionEvent.CREATED, **context, personal={"person": taker.name})
        return action

    def start(self, *, by: User, at: datetime | None = None) -> None:
        """Begin, or go on after it was blocked."""
        with transaction.atomic():
            action = self.locked_open()
            action.refuse_waiting()
            if action.started_at and not action.blocked_at:
                raise Refused(_now("This action is already under way."))
            action.started_at = action.started_at or at or clock.now()
            action.blocked_at, action.blocked_by = None, ""
            action.save()
            action.record_event(ActionEvent.STARTED, **action.event_context(by, at))

    def put_back(self, *, by: User, at: datetime | None = None) -> None:
        """Take back that it was begun or blocked."""
        with transaction.atomic():
            action = self.locked_open()
            action.refuse_waiting()
            if not action.started_at and not action.blocked_at:
                raise Refused(_now("This action is already open."))
            action.started_at = action.blocked_at = None
            action.blocked_by = ""
            action.save()
            action.record_event(ActionEvent.PUT_BACK, **action.event_context(by, at))

    def block(self, waits_for: str, *, by: User, at: datetime | None = None) -> None:
        """Say who or what it is waiting for."""
        with transaction.atomic():
            action = self.locked_open()
            action.blocked_by = worded(waits_for, _now("Say who or what it is waiting for."))
            action.blocked_at = at or clock.now()
            action.save()
            action.record_event(ActionEvent.BLOCKED, **action.event_context(by, at), waits_for=action.blocked_by)

    def finish(self, *, by: User, how: str, at: datetime | None = None) -> None:
        """Say that it is done; `how` is a link or a sentence."""
        with transaction.atomic():
            action = self.locked_open()
            action.done_how = worded(how, _now("To mark it as done, add a link or a sentence: what came of it?"))
            action.done_at = at or clock.now()
            action.save()
            context = action.event_context(by, at, *action.finish_notices(at))
            action.record_event(ActionEvent.FINISHED, **context, how=action.done_how)
            action.release_dependents(by=by, at=at)
            action.make_following(by=by, at=at)

    def drop(self, *, by: User, reason: str, at: datetime | None = None) -> None:
        """Drop it, with a reason."""
        with transaction.atomic():
            action = self.locked_open()
            action.dropped_why = worded(reason, _now("Say why it is dropped."))
            action.dropped_at = at or clock.now()
            action.save()
            context = action.event_context(by, at, *action.finish_notices(at))
            action.record_event(ActionEvent.DROPPED, **context, reason=action.dropped_why)
            action.release_dependents(by=by, at=at)

    def hand_over(self, to: User, *, by: User, at: datetime | None = None) -> None:
        """Reassign it to another owner, who is notified."""
        with transaction.atomic():
            action = self.locked_open()
            if action.owner_id == to.pk:
                raise Refused(_now("%(name)s already owns this action.") % {"name": to.name})
            if not action.project.has(to):
                raise Refused(_now("An action needs an owner who is in the project."))
            before, action.owner = action.owner, to
            action.save()
            context = action.event_context(by, at, *action.finish_notices(at))
            context["personal"] = {"person": to.name, "before": before.name}
            action.record_event(ActionEvent.REASSIGNED, **context)

    def reschedule(self, due_on: date | None, *, by: User, at: datetime | None = None) -> None:
        """Move its day; None takes it away."""
        with transaction.atomic():
            action = self.locked_open()
            if due_on is None and action.every:
                raise Refused(_now("A recurring action needs a due date: set it first."))
            refuse_slip(action.project, due_on, action.project.day_of(at or clock.now()))
            before, action.due_on = action.due_on, due_on
            action.first_on = due_on if action.every else None
            action.save()
            context = action.event_context(by, at, *action.finish_notices(at))
            action.record_event(ActionEvent.RESCHEDULED, **context, before=str(before or ""), after=str(due_on or ""))

    def reopen(self, *, by: User, at: datetime | None = None) -> None:
        """Take back that it was done or dropped."""
        with transaction.atomic():
            action = self.locked()
            if action.is_open:
                raise Refused(_now("This action is already open."))
            action.done_at = action.dropped_at = None
            action.done_how = action.dropped_why = ""
            if action.blocked_at is None and action.blockers().exists():
                action.blocked_at = at or clock.now()
            action.save()
            action.record_event(ActionEvent.REOPENED, **action.event_context(by, at))
            action.hold_dependents(by=by, at=at)
            action.drop_following(by=by, at=at)

    def rename(self, what: str, *, by: User, at: datetime | None = None) -> None:
        """Say it in other words."""
        with transaction.atomic():
            action = self.locked_open()
            before, action.what = action.what, worded(what, _now("Say what needs to be done."))
            if action.what != before:
                action.save()
                action.record_event(ActionEvent.RENAMED, **action.event_context(by, at), before=before)

    def repeat(self, every: int, unit: str, *, by: User, at: datetime | None = None) -> None:
        """Let it recur: when it is done, the next one is made."""
        with transaction.atomic():
            action = self.locked_open()
            if unit not in recurrence.UNITS or not 1 <= every <= recurrence.MOST:
                raise Refused(
                    _now("An action recurs every 1 to %(most)s days, weeks or months.") % {"most": recurrence.MOST}
                )
            if action.due_on is None:
                raise Refused(_now("A recurring action needs a due date: set it first."))
            action.every, action.unit, action.first_on = every, unit, action.due_on
            action.save()
            action.record_event(ActionEvent.REPEATED, **action.event_context(by, at), recurrence=f"{every} {unit}")

    def repeat_no_longer(self, *, by: User, at: datetime | None = None) -> None:
        """Let it no longer recur."""
        with transaction.atomic():
            action = self.locked_open()
            if action.every is None:
                raise Refused(_now("This action does not recur."))
            action.every, action.unit, action.first_on = None, "", None
            action.save()
            action.record_event(ActionEvent.REPETITION_ENDED, **action.event_context(by, at))

    def locked_open(self) -> "Action":
        """Lock it; refuse when it is done or dropped."""
        action = self.locked()
        if not action.is_open:
            raise Refused(_now("This action is closed; reopen it first."))
        return action

    def event_context(self, by: User | None, at: datetime | None, *also: str) -> dict[str, Any]:
        """Return for `record_event` who did it and who is notified: the owner, and every open list (`actions`)."""
        return {"by": by, "at": at, "people": {self.owner: Notice.Reason.OWNER}, "also": ["actions", *also]}

    def finish_notices(self, at: datetime | None) -> set[str]:
        """Finish reminders of an open action, or all notices of a closed one; return the change keys of the inboxes."""
        about = Notice.objects.in_project(self.project_id).filter(kind=NoticeKind.ACTION, reference=self.reference)
        outdated = about.filter(event__in=REMINDERS) if self.is_open else about
        inboxes = outdated.inboxes()
        outdated.finish(at or clock.now())
        return inboxes

    def refuse_waiting(self) -> None:
        """Raise `Refused` with what it waits for, where that is another action."""
        names = [one.blocker.reference for one in self.blockers()]
        if names:
            raise Refused(_now("It still waits for %(actions)s.") % {"actions": ", ".join(names)})

    def blockers(self) -> models.QuerySet[Dependency]:
        """Return what it waits for among actions that are open."""
        return self.dependencies.standing().select_related("blocker__project").order_by("blocker__number")

    @property
    def waits_for(self) -> list[str]:
        """Return the references of the open actions that it waits for; lists read them along by `with_waits`."""
        if "waits_for_numbers" not in self.__dict__:
            return [one.blocker.reference for one in self.blockers()]
        return [f"{self.letter}-{number}" for number in (self.__dict__["waits_for_numbers"] or "").split()]

    def release_dependents(self, *, by: User, at: datetime | None) -> None:
        """Tell the owners of what waited for this alone that it can go on."""
        for one in self.dependents.select_related("action__owner", "action__circle", "action__project"):
            waiting = one.action
            if waiting.is_open and not waiting.blocked_by and not waiting.blockers().exists():
                waiting.blocked_at = None
                waiting.save()
                waiting.record_event(ActionEvent.UNBLOCKED, **waiting.event_context(by, at), waits_for=str(self))

    def hold_dependents(self, *, by: User, at: datetime | None) -> None:
        """Let what waits for this wait again."""
        for one in self.dependents.select_related("action__owner", "action__circle", "action__project"):
            waiting = one.action
            if waiting.is_open and waiting.blocked_at is None:
                waiting.blocked_at = at or clock.now()
                waiting.save()
                waiting.record_event(ActionEvent.WAITED, **waiting.event_context(by, at), waits_for=str(self))

    def make_following(self, *, by: User, at: datetime | None) -> None:
        """Make the next one, where this recurs: with the same words, checklist and labels. One that was made before
        and dropped since is opened again; after a day that is too far off none follows.
        """
        if self.every is None or self.due_on is None or self.due_on.year not in YEARS or self.done_at is None:
            return
        following = Action.objects.filter(follows=self).first()
        if following is not None:
            if following.dropped_at:
                following.reopen(by=by, at=at)
            return
        after = max(self.due_on, self.project.day_of(self.done_at))
        due_on = recurrence.next_day(self.first_on or self.due_on, self.every, self.unit_of_time, after=after)
        owner = self.owner if self.project.has(self.owner) else by
        Action.make(self.circle, self.what, by=by, owner=owner, due_on=due_on, source=self, follows=self, at=at)

    def drop_following(self, *, by: User, at: datetime | None) -> None:
        """Drop the next one, which its being done has made, where nobody has begun it."""
        following = Action.objects.filter(follows=self, started_at=None).open().first()
        if following is not None:
            following.drop(by=by, at=at, reason=_now("%(action)s was reopened.") % {"action": self.reference})

    def what_recurs(self) -> dict[str, Any]:
        """Return the facts that the next one has as well, and what it follows."""
        same = ("description", "html", "every", "unit", "first_on")
        return {name: getattr(self, name) for name in same} | {"follows": self}

    @property
    def unit_of_time(self) -> recurrence.Unit:
        """Return the unit in which it recurs."""
        return next(unit for unit in recurrence.UNITS if unit == self.unit)
