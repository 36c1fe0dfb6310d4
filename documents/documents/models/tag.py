"""A tag of a project's documents: a word by which they are found together."""

from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models import SharedWord
from circles.circles.models.shared_word import SharedWordQuerySet
from circles.projects.models import Project


class DocumentTagQuerySet(SharedWordQuerySet["DocumentTag"]):
    """Finds tags."""

    def with_numbers(self) -> Self:
        """Annotate how many listed documents bear each: `number`."""
        listed = models.Q(documents__isnull=False, documents__archived_at=None)
        return self.annotate(number=models.Count("documents", filter=listed))


class DocumentTag(SharedWord):
    """A word on documents. Whoever is in the project makes one by using it."""

    not_a_name = _("A tag has at most %(number)s characters, and no comma.")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="document_tags")

    objects = DocumentTagQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("tag of documents")
        verbose_name_plural = _("tags of documents")
        constraints: ClassVar = [models.UniqueConstraint("project", Lower("name"), name="one_document_tag_per_name")]

    def get_absolute_url(self) -> str:
        """Lead to the documents that bear it."""
        return f"{reverse('documents:documents', args=[self.project.slug])}?{urlencode({'tag': self.name})}"
