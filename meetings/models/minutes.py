"""Minutes: built from what came out of a sync, sealed with the record's head of that moment."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from audit.models import Entry
from circles.models import Subject
from meetings.models.agenda_item import AgendaItem
from meetings.models.attendees import gathering_in
from meetings.models.minutes_decision import decided_in

if TYPE_CHECKING:
    from meetings.models.sync import Sync


class Minutes(Subject):
    """What one sync came to, as facts: pages, mails and exports write them out in the reader's tongue.

    `content` has `present` and `absent` (names), `points`, `decisions`, `actions`, `infos`, `carried`. A sync that
    was reopened gets a further version; the earlier ones stay.
    """

    sync = models.ForeignKey("meetings.Sync", on_delete=models.PROTECT, related_name="minutes")
    version = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("content"))
    seq = models.PositiveIntegerField(_("entry of the record"))
    seal = models.CharField(_("seal"), max_length=64)
    built_at = models.DateTimeField(db_default=Now())

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["sync", "version"], name="one_version_of_minutes")]

    def __str__(self) -> str:
        return f"{self.sync.reference} {self.version}"

    @property
    def record_id(self) -> UUID:
        """Give the project's id."""
        return self.sync.project_id

    @property
    def scope(self) -> str:
        """Give the circle's key."""
        return self.sync.scope

    def get_absolute_url(self) -> str:
        """Lead to the minutes' page."""
        return reverse("meetings:minutes", args=[self.sync.project.slug, self.sync.number])

    @classmethod
    def build(cls, sync: "Sync", entry: Entry) -> "Minutes":
        """Write down what came out; `entry` is the deed of closing, whose seal they carry."""
        return cls.objects.create(
            sync=sync,
            version=sync.minutes.count() + 1,
            content=content_of(sync),
            seq=entry.seq,
            seal=entry.hash,
            built_at=sync.closed_at or entry.happened_at,
        )

    @property
    def grouped_seal(self) -> str:
        """Give the first half of the seal in groups of four, as people compare it."""
        return " ".join(self.seal[at : at + 4] for at in range(0, 32, 4))


def content_of(sync: "Sync") -> dict[str, Any]:
    """Gather the facts of a closed sync."""
    present = [row.user.name for row in sync.presences.select_related("user").order_by("came_at")]
    expected = gathering_in(sync.project).people_of(sync.circle).values_list("name", flat=True)
    points = list(sync.points.all())
    outcomes = list(sync.outcomes.select_related("made_by"))
    return {
        "opened_at": stamp(sync.opened_at),
        "closed_at": stamp(sync.closed_at),
        "facilitator": sync.facilitator.name if sync.facilitator else "",
        "secretary": sync.secretary.name if sync.secretary else "",
        "present": present,
        "absent": [name for name in expected if name not in present],
        "points": [row_of(point) for point in points if point.ending == AgendaItem.Ending.SETTLED],
        "carried": [row_of(point) for point in points if point.ending != AgendaItem.Ending.SETTLED],
        "decisions": [decided_in(outcome) for outcome in outcomes if outcome.kind == "decision"],
        "actions": [out_of(outcome) for outcome in outcomes if outcome.kind == "action"],
        "infos": [out_of(outcome) for outcome in outcomes if outcome.kind == "info"],
        "reopened_because": sync.reopened_because,
    }


def stamp(time: datetime | None) -> str:
    """Write an instant as ISO 8601 in UTC."""
    return time.isoformat() if time else ""


def row_of(point: AgendaItem) -> dict[str, Any]:
    """Give one point."""
    return {
        "part": point.part,
        "kind": point.kind,
        "reference": point.reference,
        "text": point.text,
        "came_of": point.came_of,
        "words": point.words,
        "carried": point.carried,
        "by": point.added_by.name if point.added_by else "",
    }


def out_of(outcome: Any) -> dict[str, Any]:
    """Give one action or info."""
    return {
        "reference": outcome.reference,
        "text": outcome.text,
        "address": outcome.address,
        "by": outcome.made_by.name if outcome.made_by else "",
        "point": str(outcome.point) if outcome.point else "",
    }
