"""A file on its way, piece by piece: what came so far outlives a lost connection and a restart."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.audit import clock
from foundation.files.models.attachment import Attachment

ABANDONED_AFTER = timedelta(days=2)
PREPARING_TAKES = timedelta(minutes=5)
"""At most: a process that takes longer was killed on the way, and another may begin again."""
CHUNK_BYTES = 1024 * 1024


class UploadQuerySet(models.QuerySet["Upload"]):
    """Finds what is on its way."""

    def of(self, user: User) -> Self:
        """Keep a person's."""
        return self.filter(by=user)

    def unfinished(self) -> Self:
        """Keep what nothing was made of yet."""
        return self.filter(attachment=None)

    def bytes_promised(self) -> int:
        """Return how many bytes they will have."""
        return int(self.aggregate(total=models.Sum("size"))["total"] or 0)

    def outdated(self) -> Self:
        """Keep those of which nothing was heard for long; what was made of one stays."""
        return self.filter(heard_at__lt=clock.now() - ABANDONED_AFTER)


def place_of_part(instance: "UploadPart", _name: str) -> str:
    """Return where a piece lies until the file is whole."""
    return f"uploads/{instance.upload_id.hex}/{instance.offset:015}"


class Upload(models.Model):
    """A file that a person is sending. Gone when it is whole, or abandoned: no history."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("by"))
    project = models.UUIDField(_("project"), null=True)
    on_kind = models.CharField(_("for a"), max_length=40)
    on_id = models.CharField(_("for"), max_length=64)
    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    offset = models.PositiveBigIntegerField(_("bytes that came"), default=0)
    begun_at = models.DateTimeField(_("begun"), db_default=Now())
    heard_at = models.DateTimeField(_("last heard of"), db_default=Now())
    prepared_since = models.DateTimeField(null=True)
    attachment = models.ForeignKey(Attachment, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload in progress")
        verbose_name_plural = _("uploads in progress")
        indexes: ClassVar = [
            models.Index(fields=["project"], name="uploads_by_project"),
            models.Index(fields=["heard_at"], name="uploads_by_last_sign"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        """Return whether all of it is there."""
        return self.offset == self.size

    @property
    def percent(self) -> int:
        """Return how much of it is there."""
        return int(self.offset * 100 // self.size) if self.size else 100

    @property
    def is_being_prepared(self) -> bool:
        """Return whether a person makes a file of the pieces right now."""
        return self.prepared_since is not None and self.prepared_since > clock.now() - PREPARING_TAKES

    def chunks(self) -> Iterator[bytes]:
        """Read what came so far, in order."""
        for part in self.parts.order_by("offset"):
            with part.file.open("rb") as file:
                while piece := file.read(CHUNK_BYTES):
                    yield piece

    def discard_parts(self) -> None:
        """Delete the pieces: their bytes, then their rows; what fails on the way is found again."""
        for part in self.parts.all():
            part.file.delete(save=False)
            part.delete()

    def remove(self) -> int:
        """Delete it with its pieces; return 1, the number of uploads that went."""
        self.discard_parts()
        self.delete()
        return 1


class UploadPart(models.Model):
    """A piece of a file on its way."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    offset = models.PositiveBigIntegerField(_("first byte"))
    size = models.PositiveIntegerField(_("size in bytes"))
    file = models.FileField(_("file"), upload_to=place_of_part, max_length=200)

    upload_id: UUID

    class Meta:
        verbose_name = _("upload part")
        verbose_name_plural = _("upload parts")
        constraints: ClassVar = [models.UniqueConstraint(fields=["upload", "offset"], name="one_part_per_offset")]

    def __str__(self) -> str:
        return f"{self.offset} + {self.size}"
