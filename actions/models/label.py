"""A label of a project: a word by which actions are found together."""

from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Lower, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.models import ThingQuerySet
from projects.models import Project
from projects.models.subject import Subject

MAX_NAME = 40
MAX_LABELS = 200


class LabelQuerySet(ThingQuerySet["Label"]):
    """Finds labels."""

    def named(self, name: str) -> Self:
        """Keep the one of this name, in whatever case."""
        return self.filter(name__iexact=name)

    def with_numbers(self) -> Self:
        """Annotate how many open actions bear each: `number`."""
        still_open = models.Q(actions__done_at=None, actions__dropped_at=None, actions__isnull=False)
        return self.annotate(number=models.Count("actions", filter=still_open))


class Label(Subject):
    """A word on actions. Any member of the project makes one by using it."""

    locked_with: ClassVar[tuple[str, ...]] = ("project",)

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="action_labels")
    name = models.CharField(_("name"), max_length=MAX_NAME)
    created_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)

    objects = LabelQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        constraints: ClassVar = [
            models.UniqueConstraint("project", Lower("name"), name="one_label_per_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Lead to the project's labels."""
        return reverse("actions:labels", args=[self.project.slug])
