"""A label of a project: a word by which actions are found together."""

from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models import SharedWord
from circles.circles.models.shared_word import SharedWordQuerySet
from circles.projects.models import Project


class LabelQuerySet(SharedWordQuerySet["Label"]):
    """Finds labels."""

    def with_numbers(self) -> Self:
        """Annotate how many open actions bear each: `number`."""
        still_open = models.Q(actions__done_at=None, actions__dropped_at=None, actions__isnull=False)
        return self.annotate(number=models.Count("actions", filter=still_open))


class Label(SharedWord):
    """A word on actions. Any member of the project makes one by using it."""

    not_a_name = _("A label has at most %(number)s characters, and no comma.")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="action_labels")

    objects = LabelQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        constraints: ClassVar = [
            models.UniqueConstraint("project", Lower("name"), name="one_label_per_name"),
        ]

    def get_absolute_url(self) -> str:
        """Lead to the project's labels."""
        return reverse("actions:labels", args=[self.project.slug])
