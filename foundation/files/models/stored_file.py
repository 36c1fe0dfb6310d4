"""What is kept of a file: its bytes, once in a project, and pictures of it."""

import uuid
from datetime import timedelta
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from foundation.audit import clock
from foundation.files.file_types import OFFICE

UNUSED_KEPT = timedelta(days=1)


def place_of_bytes(instance: "StoredFile", _name: str) -> str:
    """Return where a file lies in the storage: by what is in it, never by what a person called it."""
    return f"files/{instance.project.hex}/{instance.sha256[:2]}/{instance.sha256}"


def place_of_rendition(instance: "Rendition", _name: str) -> str:
    """Return where a picture of a file lies: beside it."""
    return f"{place_of_bytes(instance.stored, '')}-{instance.size}"


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Finds what is kept."""

    def of_project(self, project: UUID) -> Self:
        """Keep a project's."""
        return self.filter(project=project)

    def unused(self) -> Self:
        """Keep what no file has any more, and what was not kept just now."""
        return self.filter(attachments=None, kept_at__lt=clock.now() - UNUSED_KEPT)

    def with_unread_words(self) -> Self:
        """Keep the Office files that are attached somewhere and whose words nobody has read yet, the oldest first."""
        found = self.filter(type__in=OFFICE.values(), words_read_at=None, attachments__attached_at__isnull=False)
        return found.distinct().order_by("kept_at", "pk")

    def bytes_taken(self) -> int:
        """Return how many bytes they take, with the pictures of them."""
        files = self.aggregate(total=models.Sum("size"))["total"] or 0
        pictures = Rendition.objects.filter(stored__in=self).aggregate(total=models.Sum("bytes"))["total"] or 0
        return int(files + pictures)


class StoredFile(models.Model):
    """The bytes of a file, once in a project however often it was sent. Never changed, so without history."""

    class Kind(models.TextChoices):
        """How a file is shown."""

        IMAGE = "image", _("picture")
        PDF = "pdf", _("PDF")
        FILE = "file", _("file")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.UUIDField(_("project"))
    sha256 = models.CharField(_("imprint (SHA-256)"), max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    type = models.CharField(_("type"), max_length=100)
    width = models.PositiveIntegerField(_("width in pixels"), null=True)
    height = models.PositiveIntegerField(_("height in pixels"), null=True)
    file = models.FileField(_("file"), upload_to=place_of_bytes, max_length=200)
    text = models.TextField(_("words"), blank=True, editable=False, help_text=_("As far as search reads them."))
    words_read_at = models.DateTimeField(_("words read"), null=True, editable=False)
    """Of an Office file, whose words are read after it was sent (`foundation.files.tasks`)."""
    kept_at = models.DateTimeField(_("kept since"), db_default=Now())

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "sha256"], name="one_file_per_content"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["type", "kept_at"], name="files_with_unread_words", condition=models.Q(words_read_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.sha256[:8]}"

    @property
    def is_image(self) -> bool:
        """Return whether it is a picture that we made anew."""
        return self.kind == self.Kind.IMAGE


class Rendition(models.Model):
    """A file as a picture in one size: a picture made smaller, or the first page of a PDF. Never changed."""

    TYPE: ClassVar = "image/webp"

    stored = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="renditions")
    size = models.PositiveSmallIntegerField(_("longer side in pixels, at most"))
    width = models.PositiveIntegerField(_("width in pixels"))
    height = models.PositiveIntegerField(_("height in pixels"))
    bytes = models.PositiveIntegerField(_("size in bytes"))
    file = models.FileField(_("file"), upload_to=place_of_rendition, max_length=200)

    class Meta:
        verbose_name = _("file preview")
        verbose_name_plural = _("file previews")
        constraints: ClassVar = [models.UniqueConstraint(fields=["stored", "size"], name="one_rendition_per_size")]
        ordering: ClassVar = ["size"]

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"
