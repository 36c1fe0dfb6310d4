"""An action: who does what by when, and why."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from actions.event_types import ActionEvent
from audit import clock
from circles.models import Circle, Item, Link, Project, Subject, ThingQuerySet
from files.workflows.attaching import attach_waiting, waiting_files
from inbox.models import Notice
from web.exceptions import Refused

MAX_WORDS = 300
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
        """Keep open ones that wait for somebody or something."""
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


class Action(Item):
    """Something one person does by a day. Its state follows from facts: when it was begun, blocked, done, dropped."""

    letter = "A"

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

    objects = ActionQuerySet.as_manager()
    history = HistoricalRecords()

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
    def is_open(self) -> bool:
        """Whether it is neither done nor dropped."""
        return self.done_at is None and self.dropped_at is None

    def is_late(self, on: date) -> bool:
        """Whether it is open and its day is past on a day."""
        return self.is_open and self.due_on is not None and self.due_on < on

    @property
    def state(self) -> str:
        """Return `open`, `doing`, `blocked`, `done` or `dropped`."""
        facts = {"done": self.done_at, "dropped": self.dropped_at, "blocked": self.blocked_at, "doing": self.started_at}
        return next((state for state, at in facts.items() if at), "open")

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
        at: datetime | None = None,
    ) -> "Action":
        """Create an action; who makes it owns it unless an `owner` is named.

        `source` is what it comes from (a decision, a sync, a message …), `quote` the words that led to it; `why` says
        it where that is nothing with a page. Of `files`, those are attached to it that wait for who makes it.
        """
        taker = owner or by
        with transaction.atomic():
            place = circle.open_or_refuse()
            if taker is None or not place.project.has(taker):
                raise Refused(_now("An action needs an owner who is in the project."))
            action = cls.objects.create(
                project=place.project,
                circle=place,
                number=cls.next_number(place.project),
                what=worded(what, _now("Say what is to be done.")),
                owner=taker,
                due_on=due_on,
                why=" ".join(why.split())[:MAX_WORDS],
                created_by=by,
                **({"created_at": at} if at else {}),
            )
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
            action = self._locked_open()
            if action.started_at and not action.blocked_at:
                raise Refused(_now("This action is under way already."))
            action.started_at = action.started_at or at or clock.now()
            action.blocked_at, action.blocked_by = None, ""
            action.save()
            action.record_event(ActionEvent.STARTED, **action.event_context(by, at))

    def block(self, waits_for: str, *, by: User, at: datetime | None = None) -> None:
        """Say whom or what it waits for."""
        with transaction.atomic():
            action = self._locked_open()
            action.blocked_by = worded(waits_for, _now("Say whom or what it waits for."))
            action.blocked_at = at or clock.now()
            action.save()
            action.record_event(ActionEvent.BLOCKED, **action.event_context(by, at), waits_for=action.blocked_by)

    def finish(self, *, by: User, how: str, at: datetime | None = None) -> None:
        """Say that it is done; `how` is a link or a sentence."""
        with transaction.atomic():
            action = self._locked_open()
            action.done_how = worded(how, _now("Done asks for a link or a sentence: what came of it?"))
            action.done_at = at or clock.now()
            action.save()
            action.record_event(ActionEvent.FINISHED, **action.event_context(by, at), how=action.done_how)

    def drop(self, *, by: User, reason: str, at: datetime | None = None) -> None:
        """Drop it, with a reason."""
        with transaction.atomic():
            action = self._locked_open()
            action.dropped_why = worded(reason, _now("Say why it is dropped."))
            action.dropped_at = at or clock.now()
            action.save()
            action.record_event(ActionEvent.DROPPED, **action.event_context(by, at), reason=action.dropped_why)

    def hand_over(self, to: User, *, by: User, at: datetime | None = None) -> None:
        """Reassign it to another owner, who is notified."""
        with transaction.atomic():
            action = self._locked_open()
            if action.owner_id == to.pk:
                raise Refused(_now("%(name)s owns this action already.") % {"name": to.name})
            if not action.project.has(to):
                raise Refused(_now("An action needs an owner who is in the project."))
            before, action.owner = action.owner, to
            action.save()
            names = {"person": to.name, "before": before.name}
            action.record_event(ActionEvent.REASSIGNED, **action.event_context(by, at), personal=names)

    def reschedule(self, due_on: date | None, *, by: User, at: datetime | None = None) -> None:
        """Move its day; None takes it away."""
        with transaction.atomic():
            action = self._locked_open()
            before, action.due_on = action.due_on, due_on
            action.save()
            context = action.event_context(by, at)
            action.record_event(ActionEvent.RESCHEDULED, **context, before=str(before or ""), after=str(due_on or ""))

    def reopen(self, *, by: User, at: datetime | None = None) -> None:
        """Take back that it was done or dropped."""
        with transaction.atomic():
            action = self.locked()
            if action.is_open:
                raise Refused(_now("This action is open already."))
            action.done_at = action.dropped_at = None
            action.done_how = action.dropped_why = ""
            action.save()
            action.record_event(ActionEvent.REOPENED, **action.event_context(by, at))

    def _locked_open(self) -> "Action":
        action = self.locked()
        if not action.is_open:
            raise Refused(_now("This action is closed; open it again first."))
        return action

    def event_context(self, by: User | None, at: datetime | None, *also: str) -> dict[str, Any]:
        """Return for `record_event` who did it and who is notified: the owner, and every open list (`actions`)."""
        return {"by": by, "at": at, "people": {self.owner: Notice.Reason.OWNER}, "also": ["actions", *also]}


def worded(words: str, refusal: str) -> str:
    """Return words on one line, at most 300 characters; raise `Refused` with the sentence when there are none."""
    found = " ".join(words.split())
    if not found:
        raise Refused(refusal)
    if len(found) > MAX_WORDS:
        raise Refused(_now("This is too long: at most %(number)s characters.") % {"number": MAX_WORDS})
    return found
