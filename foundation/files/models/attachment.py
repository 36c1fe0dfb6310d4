"""A file where people see it: its name, and the thing it is attached to."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.audit import clock
from foundation.files.models.stored_file import StoredFile
from foundation.web.extension_registry import DomainEvent

WAITS = timedelta(days=2)
"""So long a file waits for the message or expense it was sent for."""
REMOVED_KEPT = timedelta(days=14)
"""So long a removed file can be brought back."""


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Finds files by what they are attached to. Rights are those of the thing: who asks here has asked there."""

    def attached_to(self, kind: str, key: Any) -> Self:
        """Keep what is attached to a thing and was not removed, in the order in which it came."""
        return self.attached().filter(on_kind=kind, on_id=str(key))

    def attached(self) -> Self:
        """Keep what is attached somewhere and was not removed, in the order in which it came."""
        return self.filter(attached_at__isnull=False, removed_at=None).order_by("attached_at", "pk").with_file()

    def waiting_for(self, user: User) -> Self:
        """Keep what a person sent for something that is not there yet."""
        return self.filter(by=user, attached_at=None, removed_at=None).with_file()

    def with_file(self) -> Self:
        """Fetch along what is kept of them. A file of another project, which only a forged copy names, is none."""
        return self.filter(stored__project=models.F("project")).select_related("stored").defer("stored__text")

    def outdated(self) -> Self:
        """Keep what waited for nothing, and what was removed long enough ago."""
        now = clock.now()
        waited = models.Q(attached_at=None, added_at__lt=now - WAITS)
        return self.filter(waited | models.Q(removed_at__lt=now - REMOVED_KEPT))


class Attachment(models.Model):
    """A file on a thing, which it names loosely: by kind and id. No history: the record tells of it.

    While `attached_at` is None it waits for the thing it was sent for, and only who sent it sees it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.UUIDField(_("project"))
    on_kind = models.CharField(_("attached to a"), max_length=40)
    on_id = models.CharField(_("attached to"), max_length=64)
    name = models.CharField(_("name"), max_length=200)
    stored = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="attachments", verbose_name=_("what is kept")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    added_at = models.DateTimeField(_("added"), db_default=Now())
    attached_at = models.DateTimeField(_("attached"), null=True)
    removed_at = models.DateTimeField(_("removed"), null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")
        indexes: ClassVar = [
            models.Index(fields=["on_kind", "on_id"], name="attachments_by_thing"),
            models.Index(fields=["project", "-added_at"], name="attachments_by_project"),
        ]

    def __str__(self) -> str:
        return self.name

    def address(self, slug: str, *, size: int | None = None) -> str:
        """Return where it is fetched, in the project of this address; a picture of it in one size."""
        found = reverse("files:file", args=[slug, self.pk, self.name])
        return f"{found}?size={size}" if size else found


@dataclass(frozen=True, kw_only=True)
class FilesChanged(DomainEvent):
    """Files were attached to a thing, taken off it, or brought back."""

    files: Sequence[Attachment]


def files_of(kind: str, keys: Collection[Any]) -> dict[str, list[Attachment]]:
    """Return what is attached to each of several things, by their id, in one query."""
    found: dict[str, list[Attachment]] = {}
    wanted = [str(key) for key in keys]
    for one in Attachment.objects.attached().filter(on_kind=kind, on_id__in=wanted) if wanted else ():
        found.setdefault(one.on_id, []).append(one)
    return found
