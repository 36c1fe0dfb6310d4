"""The pictures of documents as files: kept when they come in, read when they go out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from documents.documents.models import Document
from documents.richtext.exchange.pictures import ImportedPicture
from foundation.accounts.models import User
from foundation.files.models import Attachment, Rendition
from foundation.files.pictures import for_any_program, is_picture
from foundation.files.workflows.reading import find_file, rendition_of
from foundation.files.workflows.uploading import LARGEST_PIECE, append, begin_upload, finish
from foundation.web.exceptions import Refused
from foundation.web.pagination import uuid_in

ADDRESS = re.compile(r"/files/([0-9a-f-]{36})/")
PRINTED = 1280
"""So wide is a picture for which there is no room in full, in pixels."""
PRINTED_TYPES = ("image/png", "image/jpeg")


def keep_pictures(document: Document, pictures: Sequence[ImportedPicture], *, by: User | None) -> dict[str, str]:
    """Attach pictures to a document; return the id of the file of each that could be kept, by its address."""
    kept: dict[str, str] = {}
    if by is None:
        return kept
    for picture in pictures:
        try:
            kept[picture.address] = str(attach_picture(document, picture, by=by).pk)
        except (Refused, PermissionDenied):
            continue  # no picture, or no room: its words stay, and the import says how many were lost
    return kept


def attach_picture(document: Document, picture: ImportedPicture, *, by: User) -> Attachment:
    """Attach a picture.

    :raises Refused: for what is too large, or no picture.
    """
    if not is_picture(BytesIO(picture.data)):
        raise Refused("this is no picture")  # caught in keep_pictures: nobody reads it
    attachment = attach_file(document, picture.name, picture.data, by=by)
    if not attachment.stored.is_image:
        raise Refused("this is a damaged picture")
    return attachment


def attach_file(document: Document, name: str, data: bytes, *, by: User) -> Attachment:
    """Attach a file as a browser does, piece by piece, with the same bounds, but for their number: that it comes with
    is counted once for all.

    :raises Refused: for what is too large.
    """
    upload = begin_upload("document", str(document.pk), name, len(data), by=by, is_counted=False)
    for start in range(0, len(data), LARGEST_PIECE):
        upload = append(upload, start, data[start : start + LARGEST_PIECE])
    attachment = finish(upload)
    if attachment is None:
        raise Refused("this file was not kept")  # caught where it is called
    return attachment


def attachment_of(document: Document, key: str, user: User | None) -> Attachment | None:
    """Return a file that a document shows, by its id: its own, or one of another thing that the person may read.

    Who takes the document away may read it, so they see what is attached to it.
    """
    pk = uuid_in(key)
    if pk is None:
        return None
    own = Attachment.objects.attached_to("document", document.pk).filter(pk=pk).first()
    if own or user is None:
        return own
    try:
        found, rights = find_file(pk, user, slug=document.project.slug)
    except Http404:
        return None
    return found if rights.may_read else None


@dataclass
class PrintedPictures:
    """The pictures of a document as files of other programs show them: PNG or JPEG, in full size as long as there is
    room.
    """

    document: Document
    user: User | None
    room: int = 64 * 1024 * 1024

    def find(self, address: str) -> tuple[str, bytes] | None:
        """Return type and bytes of a picture, by the address that its HTML has; None for any other."""
        named = ADDRESS.search(address)
        found = attachment_of(self.document, named[1], self.user) if named else None
        if found is None:
            return None
        stored, small = found.stored, rendition_of(found, PRINTED)
        if stored.is_image and (stored.size <= self.room or small is None):
            self.room -= stored.size
            return _printed(stored.type, stored.file)
        return _printed(Rendition.TYPE, small.file) if small else None


def _printed(kind: str, file: Any) -> tuple[str, bytes]:
    with file.storage.open(file.name) as opened:
        data: bytes = opened.read()
    return (kind, data) if kind in PRINTED_TYPES else for_any_program(data)
