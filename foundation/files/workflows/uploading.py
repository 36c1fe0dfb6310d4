"""Sending a file in pieces: begin, append at an offset, finish, give up."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import transaction
from django.db.models import Sum
from django.http import Http404
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Head
from foundation.files.file_names import safe_name
from foundation.files.models import Attachment, StoredFile, Upload, UploadPart
from foundation.files.rights import FilesProject, rights_on
from foundation.files.workflows.attaching import attach
from foundation.files.workflows.preparing import prepare
from foundation.web.exceptions import Refused, require
from foundation.web.throttling import throttle

LARGEST_PIECE = 8 * 1024 * 1024
UNDER_WAY = 40
"""So many files a person sends at once: beyond that they fill the disk, and finish none."""
BEGUN = 400
"""So many files a person begins in ten minutes."""
ROOM_LEFT = 512 * 1024 * 1024
"""So much of the disk stays free: the database needs it."""


class WrongOffset(Refused):
    """A piece that does not follow what came so far; the sender asks where it goes on."""

    code = "wrong_offset"


class BeingPrepared(Refused):
    """A file that is whole, and is being made ready by another request."""

    code = "being_prepared"


def begin_upload(kind: str, key: str, name: str, size: int, *, by: User, is_counted: bool = True) -> Upload:
    """Let a person send a file of that size for a thing; `is_counted`: among those that they begin in ten minutes.

    :raises Http404: for a thing they may not know of.
    :raises PermissionDenied: where they may add nothing.
    :raises Refused: for a file that is empty or too large, and where there is no room.
    """
    rights = rights_on(by, kind, key)
    require(rights.may_attach)
    if is_counted:
        throttle(by.pk, "uploads", most=BEGUN, within=timedelta(minutes=10))
    refuse_size(size, rights.most_bytes or settings.MAX_FILE_BYTES)
    refuse_full_disk(size)
    with transaction.atomic():
        if rights.project:
            Head.lock(rights.project.pk).refuse_closed()
            refuse_full_project(rights.project, size, rights.keeper)
            refuse_full_day(by, size)
        if Upload.objects.of(by).unfinished().count() >= UNDER_WAY:
            raise Refused(_("You are sending many files already: let these finish, or cancel them."))
        return Upload.objects.create(
            by=by, project=rights.keeper, on_kind=kind, on_id=key, name=safe_name(name), size=size
        )


def refuse_size(size: int, most: int) -> None:
    """Raise `Refused` for a file that nobody needs, or that is larger than one may be."""
    if size <= 0:
        raise Refused(_("This file is empty."))
    if size > most:
        raise Refused(_("This file is too large: at most %(most)s.") % {"most": filesizeformat(most)})


def refuse_full_disk(size: int) -> None:
    """Raise `Refused` where files are kept in a folder whose disk has no room for one more."""
    if not isinstance(default_storage, FileSystemStorage):
        return
    folder = Path(default_storage.location)
    there = next(one for one in (folder, *folder.parents) if one.exists())
    if shutil.disk_usage(there).free - size < ROOM_LEFT:
        raise Refused(_("The server’s disk is full; its administrator has to make room first."))


def refuse_full_project(project: FilesProject, size: int, keeper: UUID | None = None) -> None:
    """Raise `Refused` where a file would take more room than the project has, or what else is kept under an id of its
    own (`FileRights.kept_under`); what is on its way counts.
    """
    if space_taken(keeper or project.pk) + size > project.file_space:
        raise Refused(
            _("There is no room for it: this project’s files may take %(space)s. Remove some, or ask for more space.")
            % {"space": filesizeformat(project.file_space)}
        )


def refuse_full_day(user: User, size: int) -> None:
    """Raise `Refused` where a person has sent very much within a day, in whichever projects: anyone makes projects,
    and nobody fills the disk with them.
    """
    since = clock.now() - timedelta(days=1)
    sent = Attachment.objects.filter(by=user, added_at__gte=since).aggregate(total=Sum("stored__size"))["total"] or 0
    if sent + Upload.objects.of(user).unfinished().bytes_promised() + size > settings.PERSON_DAILY_BYTES:
        raise Refused(
            _("You have sent very much today: at most %(most)s in a day. Go on tomorrow.")
            % {"most": filesizeformat(settings.PERSON_DAILY_BYTES)}
        )


def space_taken(project: UUID) -> int:
    """Return how many bytes a project's files take, with those on their way."""
    on_the_way = Upload.objects.filter(project=project).unfinished().bytes_promised()
    return StoredFile.objects.of_project(project).bytes_taken() + on_the_way


def find_upload(key: UUID, *, by: User) -> Upload:
    """Find one's own upload (404 for others'), for a thing to which one may add files still."""
    found = Upload.objects.of(by).filter(pk=key).select_related("attachment__stored", "by").first()
    if found is None:
        raise Http404
    require(rights_on(by, found.on_kind, found.on_id).may_attach)
    return found


def append(upload: Upload, offset: int, data: bytes) -> Upload:
    """Add a piece that follows what came so far; one that came already, or too early, changes nothing.

    The bytes are stored first, under a name of their own, and counted in a short transaction: two that send the same
    piece leave one.

    :raises WrongOffset: with the upload as it is.
    """
    if offset != upload.offset:
        raise WrongOffset(_("This piece does not follow what came so far."))
    if not data:
        return upload
    if len(data) > LARGEST_PIECE or offset + len(data) > upload.size:
        raise Refused(_("This is more than was announced."))
    part = UploadPart(upload=upload, offset=offset, size=len(data))
    part.file.save("", ContentFile(data), save=False)
    try:
        return add_part(upload, part)
    except BaseException:
        part.file.delete(save=False)
        raise


def add_part(upload: Upload, part: UploadPart) -> Upload:
    """Write the row of a piece whose bytes are stored, and how much came with it.

    :raises Http404: for an upload that was cancelled meanwhile.
    :raises WrongOffset: where another request was first.
    """
    with transaction.atomic():
        current = Upload.objects.select_for_update(of=("self",)).select_related("by").filter(pk=upload.pk).first()
        if current is None:
            raise Http404
        if current.offset != part.offset:
            raise WrongOffset(_("This piece does not follow what came so far."))
        part.save()
        current.offset, current.heard_at = part.offset + part.size, clock.now()
        current.save(update_fields=["offset", "heard_at"])
    return current


def finish(upload: Upload, *, at: datetime | None = None) -> Attachment | None:
    """Make a file of an upload that is whole, and attach it to its thing; return it again where that was done before.
    None for what its app takes raw.

    :raises BeingPrepared: while another request does it.
    """
    rights = rights_on(upload.by, upload.on_kind, upload.on_id)
    require(rights.may_attach)
    if upload.attachment or rights.raw:
        return upload.attachment
    claim(upload)
    try:
        with prepare(upload.chunks(), upload.name) as prepared:
            return attach(upload, prepared, rights, at=at)
    except BaseException:
        release(upload)
        raise


def claim(upload: Upload) -> None:
    """Take an upload for making a file of it, which takes seconds and holds no transaction.

    :raises BeingPrepared: where another request has taken it, or finished.
    """
    with transaction.atomic():
        current = Upload.objects.select_for_update().get(pk=upload.pk)
        if current.attachment_id or current.is_being_prepared:
            raise BeingPrepared(_("This file is being made ready; ask again in a moment."))
        current.prepared_since = clock.now()
        current.save(update_fields=["prepared_since"])


def release(upload: Upload) -> None:
    """Let it be tried again, or cancelled."""
    with transaction.atomic():
        current = Upload.objects.select_for_update().filter(pk=upload.pk, attachment=None).first()
        if current:
            current.prepared_since = None
            current.save(update_fields=["prepared_since"])


def cancel(upload: Upload) -> None:
    """Give up sending it. What was made of it already stays; it is removed as any file is."""
    upload.remove()
