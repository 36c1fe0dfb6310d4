"""A point of a sync: added by a member and waiting, or frozen into the agenda when the sync opened."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Cast, Now
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models import Circle
from circles.projects.models import Link, Project, Subject
from daily.syncs.agenda import Part
from daily.syncs.event_types import SyncEvent
from daily.syncs.models.agenda_choices import CameOf, PointEnding, PointKind
from decisions.specification.models import Clause
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Head
from foundation.web.exceptions import Refused


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    """Finds points."""

    def waiting(self) -> Self:
        """Keep those that wait for the next sync, oldest first."""
        waiting = self.filter(sync=None, withdrawn_at=None).select_related("added_by")
        return waiting.order_by("created_at", "pk")

    def with_source(self) -> Self:
        """Annotate what each was born from: `source_words` and `source_address`, or None."""
        born = Link.objects.filter(
            target_kind=models.OuterRef("kind"), target=Cast(models.OuterRef("pk"), models.CharField())
        ).order_by("pk")
        return self.annotate(
            source_words=models.Subquery(born.values("source_words")[:1]),
            source_address=models.Subquery(born.values("source_address")[:1]),
        )

    def on_clauses_of(self, document: Document) -> Self:
        """Keep those that are about a clause of a document."""
        keys = Clause.objects.filter(document=document).values("key")
        return self.filter(project=document.project_id, kind=PointKind.CLAUSE, reference__in=keys)

    def about(self, circle: Circle, reference: str) -> Self:
        """Keep what a circle's syncs had on one thing, latest first."""
        return self.filter(circle=circle, reference=reference).exclude(sync=None).order_by("-pk")


class AgendaItem(Subject):
    """One point of an agenda. `reference` names what it is about (P-24); points have no reference of their own."""

    Ending = PointEnding
    CameOf = CameOf

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="points")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="points", verbose_name=_("circle"))
    sync = models.ForeignKey("syncs.Sync", on_delete=models.PROTECT, null=True, related_name="points")
    part = models.CharField(_("part"), max_length=12, choices=[(part.value, part.value) for part in Part])
    kind = models.CharField(_("kind"), max_length=12, default="added")
    reference = models.CharField(_("reference"), max_length=40, blank=True)
    text = models.CharField(_("point"), max_length=300)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="carried_to")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )
    created_at = models.DateTimeField(_("added"), db_default=Now())
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    place = models.PositiveSmallIntegerField(_("place"), default=0)
    carried = models.PositiveSmallIntegerField(_("carried over"), default=0)
    seconds = models.PositiveIntegerField(_("seconds offered"), default=120)
    spent_seconds = models.PositiveIntegerField(_("seconds spent"), default=0)
    turned_at = models.DateTimeField(_("on the table since"), null=True, blank=True)
    extended_at = models.DateTimeField(_("two minutes more"), null=True, blank=True)
    ended_at = models.DateTimeField(_("left the table"), null=True, blank=True)
    ending = models.CharField(_("ending"), max_length=12, choices=Ending, blank=True)
    came_of = models.CharField(_("what came of it"), max_length=12, choices=CameOf, blank=True)
    words = models.CharField(_("in words, or its reference"), max_length=300, blank=True)

    objects = AgendaItemQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("agenda point")
        verbose_name_plural = _("agenda points")
        ordering: ClassVar = ["place", "pk"]
        indexes: ClassVar = [models.Index(fields=["circle", "reference"], name="points_about")]

    def __str__(self) -> str:
        return f"{self.reference} {self.text}".strip()

    @property
    def outcome(self) -> str:
        """Say what came of it, or how it left the table."""
        parts = (self.get_came_of_display() if self.came_of else "", self.words)
        left = self.get_ending_display() if self.ending == self.Ending.POSTPONED else ""
        return " ".join(part for part in parts if part) or left

    @property
    def ended_as(self) -> PointEnding | None:
        """Return how it left the table; None while it has not."""
        return PointEnding(self.ending) if self.ending else None

    @property
    def has_come_to(self) -> bool:
        """Return whether something came of it that was written down."""
        return bool(self.words or self.came_of)

    @property
    def is_open(self) -> bool:
        """Return whether it has not left the table."""
        return self.ended_at is None

    @property
    def runs_out_at(self) -> datetime | None:
        """Return when its time is over; None while it is not on the table."""
        if self.turned_at is None:
            return None
        return self.turned_at + timedelta(seconds=self.seconds - self.spent_seconds)

    def share_spent(self, now: datetime) -> float:
        """Return the part of its time that is gone: 0.8 turns the timer amber, 1 red."""
        spent = self.spent_seconds + ((now - self.turned_at).total_seconds() if self.turned_at else 0)
        return spent / self.seconds if self.seconds else 1.0

    def get_absolute_url(self) -> str:
        """Lead to the sync it is in, or to where it waits."""
        if self.sync:
            return self.sync.get_absolute_url()
        return reverse("meetings:sync", args=[self.project.slug])

    @classmethod
    def add(
        cls, circle: Circle, text: str, *, by: User, at: datetime | None = None, source: Subject | None = None
    ) -> "AgendaItem":
        """Add a point to the circle's next sync; to the running one when it runs. `source` is what it is born from."""
        with transaction.atomic():
            point = cls._placed(circle.open_or_refuse(), text, PointKind.ADDED, by, at)
            point.tie_to(source, by=by)
            point.record_event(SyncEvent.POINT_ADDED, by=by, at=at)
        return point

    @classmethod
    def raise_tension(
        cls, circle: Circle, text: str, *, by: User, at: datetime | None = None, source: Subject | None = None
    ) -> "AgendaItem":
        """Bring a tension to be triaged in the circle's next sync; in the running one when it runs. `source` is what it
        is born from: what waits there already from the same source, by whomever, is not brought twice.
        """
        with transaction.atomic():
            if source and (known := cls._born_from(source, circle)):
                return known
            point = cls._placed(circle.open_or_refuse(), text, PointKind.TENSION, by, at)
            point.tie_to(source, by=by)
            point.record_event(SyncEvent.TENSION_RAISED, by=by, at=at)
        return point

    @classmethod
    def _born_from(cls, source: Subject, circle: Circle) -> "AgendaItem | None":
        """Return the tension of a circle that was born from this and is not dealt with; two who bring it at once wait
        for each other.
        """
        Head.lock(circle.project_id)
        made = Link.objects.out_of(source).filter(target_kind=PointKind.TENSION).values_list("target", flat=True)
        found = cls.objects.filter(circle=circle, pk__in=[key for key in made if key.isdecimal()])
        return found.filter(ended_at=None, withdrawn_at=None).order_by("pk").first()

    @classmethod
    def _placed(cls, circle: Circle, text: str, kind: PointKind, by: User, at: datetime | None) -> "AgendaItem":
        if not text.strip():
            raise Refused(_now("Describe the point."))
        running = circle.syncs.running().first()
        return cls.objects.create(
            project=circle.project,
            circle=circle,
            sync=running,
            part=kind.facts.part,
            kind=kind,
            text=text.strip()[:300],
            added_by=by,
            place=running.next_place() if running else 0,
            **({"created_at": at} if at else {}),
        )

    def tie_to(self, source: Subject | None, *, by: User) -> None:
        """Say what it was born from, if from anything; in the caller's transaction."""
        if source:
            Link.tie(self.project, source, self, by=by, quote=source.quotable)

    def seen_in(self) -> list[str]:
        """Return the change key of the page where it stands."""
        return [self.sync.change_key] if self.sync else ["agenda"]

    def withdraw(self, *, by: User) -> None:
        """Take a waiting point off the next agenda."""
        with transaction.atomic():
            point = self.locked()
            if point.sync or point.withdrawn_at:
                raise Refused(_now("This point is no longer on the agenda."))
            point.withdrawn_at = clock.now()
            point.save()
            point.record_event(SyncEvent.POINT_WITHDRAWN, by=by)

    def come_back(self, now: datetime) -> None:
        """Lie on the table again; why it was put off holds no more (the caller holds the sync's lock)."""
        if self.ending != self.Ending.SETTLED:
            self.words = self.came_of = ""
        self.turned_at, self.ended_at, self.ending = now, None, ""
        self.save()

    def leave_table(self, now: datetime) -> None:
        """Stop its clock (the caller holds the sync's lock and saves nothing else of it)."""
        if self.turned_at:
            self.spent_seconds += int((now - self.turned_at).total_seconds())
        self.turned_at = None
        self.save()
