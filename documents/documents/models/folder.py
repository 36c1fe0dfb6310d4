"""A folder of a circle's documents; a folder stands in its circle, or in another folder of it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models import Circle, ThingQuerySet
from circles.projects.models import Project
from circles.projects.models.subject import Subject
from foundation.web.collation import Alphabetical

MAX_FOLDER = 120
MAX_FOLDERS = 500
MAX_DEEP = 5
"""So many folders, or pages, stand in one another at most."""


class DocumentFolderQuerySet(ThingQuerySet["DocumentFolder"]):
    """Finds folders."""

    def in_place(self, circle: Circle, inside: DocumentFolder | None) -> Self:
        """Keep those that stand right there: in a folder, or at the top of a circle."""
        return self.filter(circle=circle, inside=inside)

    def as_put(self) -> Self:
        """Order folders that stand side by side as they were put by hand, else by name."""
        return self.order_by("position", Alphabetical("name"), "pk")


class DocumentFolder(Subject):
    """A folder. Nothing is read or refused because of it: it only says where documents are looked for."""

    locked_with: ClassVar[tuple[str, ...]] = ("project", "circle")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="document_folders")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+", verbose_name=_("circle"))
    name = models.CharField(_("name"), max_length=MAX_FOLDER)
    inside = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="folders", verbose_name=_("in the folder")
    )
    position = models.PositiveIntegerField(
        _("place among folders"),
        default=0,
        db_default=0,
        editable=False,
        help_text=_("Among those beside it: as they were put by hand, else by name."),
    )
    created_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )

    objects = DocumentFolderQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("folder of documents")
        verbose_name_plural = _("folders of documents")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Lead to what is in it."""
        return f"{reverse('documents:documents', args=[self.project.slug])}?folder={self.pk}"

    @classmethod
    def kind_name(cls) -> str:
        """Return the kind as the record knows it."""
        return "folder"

    def path(self) -> list[DocumentFolder]:
        """Return the folders that it stands in, the outermost first, and itself; each costs a query."""
        path = [self]
        while path[0].inside_id and len(path) <= MAX_DEEP:
            path.insert(0, DocumentFolder.objects.select_related("project", "circle").get(pk=path[0].inside_id))
        return path
