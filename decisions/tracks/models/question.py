"""A question to which several ways are explored at once."""

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models import Circle, Item, ThingQuerySet
from circles.projects.models import Link, Subject
from decisions.decisions.models import Decision
from decisions.tracks.event_types import QuestionEvent
from decisions.tracks.models.question_state import QuestionState
from decisions.tracks.models.words import in_lines, on_one_line
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused

MAX_TITLE = 160
MAX_TEXT = 4000
MAX_WHY = 300


class QuestionQuerySet(ThingQuerySet["Question"]):
    """Finds questions."""

    def open(self) -> Self:
        """Leave out what has its answer, or was closed without one."""
        return self.filter(answered_at=None, dropped_at=None)

    def answered(self) -> Self:
        """Keep what has its answer."""
        return self.exclude(answered_at=None)

    def dropped(self) -> Self:
        """Keep what was closed without an answer."""
        return self.exclude(dropped_at=None)

    def in_state(self, state: QuestionState) -> Self:
        """Keep what stands so."""
        found: Self = getattr(self, state.value)()
        return found

    def with_place(self) -> Self:
        """Fetch circle, project and the decision that answered it along."""
        return self.select_related("circle", "project", "decision")


class Question(Item):
    """What is not known yet, and is answered by one of its tracks. Its state follows from facts."""

    letter = "Q"

    title = models.CharField(_("question"), max_length=MAX_TITLE)
    why = models.TextField(_("why it is asked"), blank=True)
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="questions", verbose_name=_("decision")
    )
    dropped_at = models.DateTimeField(_("closed without an answer"), null=True, blank=True)
    dropped_why = models.CharField(_("why it was closed"), max_length=MAX_WHY, blank=True)

    objects = QuestionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="one_question_per_number"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, decision=None)
                | (~models.Q(answered_at=None) & ~models.Q(decision=None)),
                name="answered_by_a_decision",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None) | models.Q(dropped_at=None), name="not_both_answered_and_dropped"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["project", "number"],
                condition=models.Q(answered_at=None, dropped_at=None),
                name="open_questions",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """Lead to its page."""
        return reverse("tracks:question", args=[self.project.slug, self.number])

    @property
    def headline(self) -> str:
        """Return the question."""
        return self.title

    @property
    def quotable(self) -> str:
        """Return the question, with why it is asked."""
        return f"{self.title}\n\n{self.why}".strip()

    @property
    def is_open(self) -> bool:
        """Return whether it has neither an answer nor been closed without one."""
        return self.answered_at is None and self.dropped_at is None

    @property
    def state(self) -> QuestionState:
        """Return where it stands."""
        if self.answered_at:
            return QuestionState.ANSWERED
        return QuestionState.DROPPED if self.dropped_at else QuestionState.OPEN

    @classmethod
    def ask(
        cls,
        circle: Circle,
        title: str,
        *,
        by: User | None,
        why: str = "",
        answer_by: date | None = None,
        source: Subject | None = None,
        at: datetime | None = None,
    ) -> "Question":
        """Open a question in a circle; `source` is what it comes from (a lapsed proposal, a message)."""
        with transaction.atomic():
            place = circle.open_or_refuse()
            question = cls.objects.create(
                project=place.project,
                circle=place,
                number=cls.next_number(place.project),
                title=on_one_line(title, MAX_TITLE, _now("Say what the question is.")),
                why=in_lines(why, MAX_TEXT),
                answer_by=answer_by,
                created_by=by,
                **({"created_at": at} if at else {}),
            )
            if source:
                Link.tie(place.project, source, question, by=by, quote=source.quotable)
            question.record_event(QuestionEvent.OPENED, by=by, at=at, also=["tracks"])
        return question

    def change(self, *, by: User, at: datetime | None = None, **changes: Any) -> None:
        """Change `title`, `why` or `answer_by`.

        :raises Refused: when it is closed, or nothing was changed.
        """
        with transaction.atomic():
            question = self.locked_open()
            if "title" in changes:
                changes["title"] = on_one_line(changes["title"], MAX_TITLE, _now("Say what the question is."))
            if "why" in changes:
                changes["why"] = in_lines(changes["why"], MAX_TEXT)
            changed = [name for name, value in changes.items() if getattr(question, name) != value]
            if not changed:
                raise Refused(_now("Nothing was changed."))
            for name in changed:
                setattr(question, name, changes[name])
            question.save()
            question.record_event(QuestionEvent.CHANGED, by=by, at=at, also=["tracks"], changed=changed)

    def drop(self, *, by: User, reason: str, at: datetime | None = None) -> None:
        """Close it without an answer, with a reason; no track of it may still be explored."""
        with transaction.atomic():
            question = self.locked_open()
            if question.tracks.filter(ended_at=None).exclude(started_at=None).exists():
                raise Refused(_now("A track of this question is still being explored; stop or park it first."))
            question.dropped_why = on_one_line(reason, MAX_WHY, _now("Say why it is closed."))
            question.dropped_at = at or clock.now()
            question.save()
            question.record_event(QuestionEvent.DROPPED, by=by, at=at, also=["tracks"], reason=question.dropped_why)

    def reopen(self, *, by: User, at: datetime | None = None) -> None:
        """Open it again that was closed without an answer.

        :raises Refused: when it is open, or answered: then the decision is to be revoked or replaced.
        """
        with transaction.atomic():
            question = self.locked()
            if question.answered_at:
                raise Refused(_now("A decision has answered this question; propose another one to change it."))
            if not question.dropped_at:
                raise Refused(_now("This question is open already."))
            question.dropped_at, question.dropped_why = None, ""
            question.save()
            question.record_event(QuestionEvent.REOPENED, by=by, at=at, also=["tracks"])

    def locked_open(self) -> "Question":
        """Lock it, and refuse once it is closed."""
        question = self.locked()
        if question.answered_at:
            raise Refused(_now("This question has its answer."))
        if question.dropped_at:
            raise Refused(_now("This question was closed; open it again first."))
        return question
