"""Attach files to things, take them off, and attach to its thing what waited for it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models.functions import Now
from django.http import Http404
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Head
from foundation.files.event_types import FileEvent
from foundation.files.models import Attachment, FilesChanged, Rendition, StoredFile, Upload
from foundation.files.rights import FileRights, find_rights
from foundation.files.workflows.preparing import ProcessedFile
from foundation.web.exceptions import Refused, require
from foundation.web.extension_registry import publish
from foundation.web.pagination import uuid_in

MOST_ON_ONE = 200
"""So many files are attached to one thing at most."""


def attach(upload: Upload, prepared: ProcessedFile, rights: FileRights, *, at: datetime | None = None) -> Attachment:
    """Keep what was made of an upload, and attach it to its thing; records `file.attached` there.

    The bytes are stored before the transaction, under a name of their own: they go again where the project has the
    same already.
    """
    if rights.project is None:
        raise Http404
    stored, renditions = store_bytes(rights.keeper, prepared)
    used = False
    try:
        with transaction.atomic():
            Head.lock(rights.project.pk).refuse_closed()
            current = Upload.objects.select_for_update().get(pk=upload.pk)
            kept = StoredFile.objects.filter(project=stored.project, sha256=stored.sha256).first()
            if kept is None:
                stored.save(force_insert=True)
                Rendition.objects.bulk_create(renditions)
                kept, used = stored, True
            attachment = attach_stored(kept, current, prepared.name, rights, at=at)
            current.attachment = attachment
            current.save(update_fields=["attachment"])
    finally:
        if not used:
            discard_bytes(stored, renditions)
    current.discard_parts()
    return attachment


def store_bytes(project: UUID, prepared: ProcessedFile) -> tuple[StoredFile, list[Rendition]]:
    """Put bytes into the storage; the rows are not saved yet."""
    names = ("sha256", "size", "kind", "type", "width", "height", "text")
    stored = StoredFile(project=project, **{name: getattr(prepared, name) for name in names})
    prepared.file.seek(0)
    stored.file.save("", File(prepared.file), save=False)
    renditions = []
    for one in prepared.renditions:
        row = Rendition(stored=stored, size=one.size, width=one.width, height=one.height, bytes=len(one.data))
        row.file.save("", ContentFile(one.data), save=False)
        renditions.append(row)
    return stored, renditions


def discard_bytes(stored: StoredFile, renditions: Iterable[Rendition]) -> None:
    """Delete bytes that no row names."""
    for file in (stored.file, *(one.file for one in renditions)):
        file.delete(save=False)


def attach_stored(
    stored: StoredFile, upload: Upload, name: str, rights: FileRights, *, at: datetime | None = None
) -> Attachment:
    """Make the row that people see, in the caller's transaction; records `file.attached` where it does not wait."""
    if Attachment.objects.attached_to(upload.on_kind, upload.on_id).count() >= MOST_ON_ONE:
        raise Refused(_("There are %(number)s files here already; remove some first.") % {"number": MOST_ON_ONE})
    attachment = Attachment(
        project=stored.project,
        on_kind=upload.on_kind,
        on_id=upload.on_id,
        name=name,
        stored=stored,
        by=upload.by,
        added_at=at or Now(),
        attached_at=None if rights.waits else at or clock.now(),
    )
    attachment.save(force_insert=True)
    attachment.refresh_from_db(fields=["added_at"])
    if not rights.waits:
        publish(FilesChanged(files=[attachment]))
        record(FileEvent.ATTACHED, attachment, rights, by=upload.by, at=at)
    return attachment


def record(
    event: FileEvent, attachment: Attachment, rights: FileRights, *, by: User, at: datetime | None = None
) -> None:
    """Record an event about the thing that a file is attached to, where the record tells of it."""
    if rights.recorded and rights.thing:
        rights.thing.record_event(event, by=by, at=at, file=attachment.name if rights.named else None)


def waiting_files(keys: Iterable[str | UUID], *, by: User, project: UUID) -> list[Attachment]:
    """Return what a person sent for something that is made now, in this order; what is none of theirs is left out."""
    wanted = list(dict.fromkeys(filter(None, (uuid_in(str(key)) for key in keys))))
    if not wanted:
        return []
    found = {one.pk: one for one in Attachment.objects.waiting_for(by).filter(project=project, pk__in=wanted)}
    return [found[key] for key in wanted if key in found]


def attach_waiting(files: Iterable[Attachment], kind: str, key: Any) -> None:
    """Attach to a new thing what waited for it, in this order, in the transaction that makes the thing; it is recorded
    with that.
    """
    attached = list(files)
    for place, one in enumerate(attached):
        one.on_kind, one.on_id, one.attached_at = kind, str(key), clock.now() + timedelta(milliseconds=place)
        one.save(update_fields=["on_kind", "on_id", "attached_at"])
    if attached:
        publish(FilesChanged(files=attached))


def remove_file(attachment: Attachment, *, by: User) -> None:
    """Take a file off its thing; it can be brought back for two weeks. Records `file.removed`.

    :raises PermissionDenied: for who may add nothing there.
    """
    with transaction.atomic():
        current, rights = locked(attachment, by=by)
        if current.removed_at:
            raise Refused(_("This file was removed already."))
        current.removed_at = clock.now()
        current.save(update_fields=["removed_at"])
        publish(FilesChanged(files=[current]))
        if current.attached_at:
            record(FileEvent.REMOVED, current, rights, by=by)


def restore_file(attachment: Attachment, *, by: User) -> None:
    """Bring back a file that was removed. Records `file.restored`."""
    with transaction.atomic():
        current, rights = locked(attachment, by=by)
        if not current.removed_at:
            raise Refused(_("This file is there."))
        current.removed_at = None
        current.save(update_fields=["removed_at"])
        publish(FilesChanged(files=[current]))
        if current.attached_at:
            record(FileEvent.RESTORED, current, rights, by=by)


def locked(attachment: Attachment, *, by: User) -> tuple[Attachment, FileRights]:
    """Lock the project, then the file, and ask anew whether a person may change what is attached there."""
    known = find_rights(by, attachment.on_kind, attachment.on_id)
    if known is None or known.project is None:
        raise Http404
    Head.lock(known.project.pk)
    current = Attachment.objects.select_for_update().get(pk=attachment.pk)
    rights = find_rights(by, current.on_kind, current.on_id)
    if rights is None:
        raise Http404
    require(rights.may_attach and (current.attached_at is not None or current.by_id == by.pk))
    return current, rights


def take_off_all(kind: str, key: Any) -> None:
    """Take all files off a thing whose words were taken back, in the caller's transaction; nothing is recorded."""
    for one in Attachment.objects.attached_to(kind, key):
        one.removed_at = clock.now()
        one.save(update_fields=["removed_at"])
        publish(FilesChanged(files=[one]))
