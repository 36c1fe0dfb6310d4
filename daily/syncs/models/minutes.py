"""Minutes: built from what came out of a sync, sealed with the record's head of that moment."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.projects.models import Subject


class Minutes(Subject):
    """What one sync came to, as facts: pages, mails and exports write them out in the reader's language.

    `content` has `present` and `absent` (names), `points`, `decisions`, `actions`, `infos`, `carried`. A sync that
    was reopened gets a further version; the earlier ones stay.
    """

    sync = models.ForeignKey("syncs.Sync", on_delete=models.PROTECT, related_name="minutes")
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
        """Return the project's id."""
        return self.sync.project_id

    @property
    def scope(self) -> str:
        """Return the circle's key."""
        return self.sync.scope

    def get_absolute_url(self) -> str:
        """Lead to the minutes' page."""
        return reverse("meetings:minutes", args=[self.sync.project.slug, self.sync.number])

    @property
    def grouped_seal(self) -> str:
        """Return the first half of the seal in groups of four, as people compare it."""
        return " ".join(self.seal[at : at + 4] for at in range(0, 32, 4))
