"""The pictures of documents as files: kept when they come in, read when they go out."""

import re
from collections.abc import Sequence
from io import BytesIO

from django.core.exceptions import PermissionDenied

from accounts.models import User
from documents.models import Document
from files.models import Attachment, Rendition
from files.pictures import is_picture
from files.workflows.reading import rendition_of
from files.workflows.uploading import LARGEST_PIECE, append, begin_upload, finish
from richtext.exchange.pictures import ImportedPicture
from web.exceptions import Refused
from web.pagination import uuid_in

ADDRESS = re.compile(r"/files/([0-9a-f-]{36})/")
PRINTED = 1280
"""So wide a picture is in a file that is taken away, in pixels."""


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
    """Attach a picture as a browser does, piece by piece, with the same bounds.

    :raises Refused: for what is too large, or no picture.
    """
    if not is_picture(BytesIO(picture.data)):
        raise Refused("this is no picture")  # caught in keep_pictures: nobody reads it
    upload = begin_upload("document", str(document.pk), picture.name, len(picture.data), by=by)
    for start in range(0, len(picture.data), LARGEST_PIECE):
        upload = append(upload, start, picture.data[start : start + LARGEST_PIECE])
    attachment = finish(upload)
    if attachment is None or not attachment.stored.is_image:
        raise Refused("this is a damaged picture")
    return attachment


def picture_of(document: Document, address: str, user: User | None) -> tuple[str, bytes] | None:
    """Return type and bytes of a picture of the document, by the address that its HTML has; None for any other.

    Who takes the document away may read it, so they see what is attached to it.
    """
    named = ADDRESS.search(address)
    pk = uuid_in(named[1]) if named else None
    found = Attachment.objects.attached_to("document", document.pk).filter(pk=pk).first() if pk else None
    rendition = rendition_of(found, PRINTED) if found else None
    if rendition is None:
        return None
    with rendition.file.open("rb") as file:
        return Rendition.TYPE, file.read()
