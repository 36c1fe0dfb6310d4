"""API of files: send one in pieces, see those of a thing, take one off. Pages send by the same operations."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from ninja import Field, Query, Router, Schema, Status

from foundation.accounts.decorators import asker, token_of
from foundation.accounts.middleware import problem
from foundation.files.models import Attachment, Upload
from foundation.files.rights import FileRights, rights_on
from foundation.files.serving import send_file
from foundation.files.workflows.attaching import remove_file, restore_file
from foundation.files.workflows.reading import find_file, rendition_of
from foundation.files.workflows.uploading import (
    LARGEST_PIECE,
    WrongOffset,
    append,
    begin_upload,
    cancel,
    find_upload,
    finish,
)
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require

router = Router()
OFFSET = "Upload-Offset"


class UploadIn(Body):
    """A file to send, and the thing it is for: its kind (`document`, `action`, `expense`, `objection`, `message`), or
    where what it is for will be made (`topic` for a message, `project` for all else).
    """

    name: str = Field(min_length=1, max_length=1000)
    size: int = Field(ge=1, le=2**53, description="In bytes.")
    kind: str = Field(min_length=1, max_length=40)
    id: str = Field(min_length=1, max_length=64)


class FileOut(Schema):
    """A file on a thing. `url` sends its bytes; with `?size=640` a picture of it, where `sizes` has any."""

    id: UUID
    name: str
    url: str
    kind: str = Field(description="`image`, `pdf` or `file`.")
    type: str
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None
    sizes: list[int]
    added_at: datetime
    by: str | None
    waiting: bool = Field(description="Nobody else sees it until what it was sent for is there.")


class UploadOut(Schema):
    """A file on its way: the next piece begins at `offset`, and is at most `largest_piece` bytes. Once it is `done`,
    `file` is there; not for a copy to import, which is named by the upload's own id.
    """

    id: UUID
    name: str
    size: int
    offset: int
    largest_piece: int
    done: bool
    file: FileOut | None = None


class FilesOn(Schema):
    """The thing whose files are asked for."""

    kind: str = Field(max_length=40)
    id: str = Field(max_length=64)


def rights_for(request: HttpRequest, kind: str, key: str) -> FileRights:
    """Return what the asker may do with the files of a thing; a token for one project finds those of its things.

    :raises Http404: for what they may not know of.
    """
    rights, token = rights_on(asker(request), kind, key), token_of(request)
    if token and token.project is not None and (rights.project is None or rights.project.pk != token.project):
        raise Http404
    return rights


def out(attachment: Attachment, rights: FileRights) -> dict[str, Any]:
    """Return a file as the API shows it."""
    stored, slug = attachment.stored, rights.project.slug if rights.project else ""
    names = ("kind", "type", "size", "sha256", "width", "height")
    return {name: getattr(stored, name) for name in names} | {
        "id": attachment.pk,
        "name": attachment.name,
        "url": attachment.address(slug),
        "sizes": [one.size for one in stored.renditions.all()],
        "added_at": attachment.added_at,
        "by": attachment.by.name if attachment.by else None,
        "waiting": attachment.attached_at is None,
    }


def upload_out(upload: Upload) -> dict[str, Any]:
    """Return an upload as the API shows it."""
    rights = rights_on(upload.by, upload.on_kind, upload.on_id)
    file = out(upload.attachment, rights) if upload.attachment else None
    done = file is not None or (rights.raw and upload.is_whole)
    names = ("name", "size", "offset")
    values = {name: getattr(upload, name) for name in names}
    return values | {"id": upload.pk, "largest_piece": LARGEST_PIECE, "done": done, "file": file}


@router.post("uploads", response={201: UploadOut})
def begin(request: HttpRequest, body: UploadIn) -> Any:
    """Begin to send a file. What is not gone on with for two days is deleted."""
    rights_for(request, body.kind, body.id)
    return Status(201, upload_out(begin_upload(body.kind, body.id, body.name, body.size, by=asker(request))))


@router.get("uploads/{uuid:key}", response=UploadOut)
def status(request: HttpRequest, key: UUID) -> Any:
    """Read how much of it came: after a cut, go on from `offset`."""
    return upload_out(find_upload(key, by=asker(request)))


@router.api_operation(["HEAD"], "uploads/{uuid:key}", include_in_schema=False)
def offset(request: HttpRequest, key: UUID, response: HttpResponse) -> HttpResponse:
    """Say the same in the head of the answer."""
    found = find_upload(key, by=asker(request))
    headers = {OFFSET: str(found.offset), "Upload-Length": str(found.size), "Cache-Control": "no-store"}
    return HttpResponse(headers=headers)


@router.patch(
    "uploads/{uuid:key}",
    response=UploadOut,
    openapi_extra={
        "parameters": [{"in": "header", "name": OFFSET, "required": True, "schema": {"type": "integer", "minimum": 0}}],
        "requestBody": {"content": {"application/offset+octet-stream": {"schema": {"type": "string"}}}},
    },
)
def go_on(request: HttpRequest, key: UUID) -> Any:
    """Send the next piece: its bytes as the body, where it begins as `Upload-Offset`. The last one is answered with the
    file. Once all came, an empty piece asks for the file again. 409 with `wrong_offset` tells to read how much came.
    """
    upload = find_upload(key, by=asker(request))
    header = request.headers.get(OFFSET, "")
    if not header.isdecimal() or len(header) > 16:
        return problem(422, f"{OFFSET}: a number of bytes")
    try:
        upload = append(upload, int(header), request.body)
    except WrongOffset as wrong:
        answer = problem(wrong.status, wrong.sentence, wrong.code)
        answer.headers[OFFSET] = str(upload.offset)
        return answer
    if upload.is_whole:
        upload.attachment = finish(upload)
    return upload_out(upload)


@router.delete("uploads/{uuid:key}", response={204: None})
def give_up(request: HttpRequest, key: UUID) -> Any:
    """Cancel it. A file that was made of it already stays."""
    cancel(find_upload(key, by=asker(request)))
    return Status(204, None)


@router.get("files", response=list[FileOut])
def files(request: HttpRequest, on: Query[FilesOn]) -> Any:
    """List what is attached to a thing, in the order in which it came."""
    rights = rights_for(request, on.kind, on.id)
    require(rights.may_read)
    found = Attachment.objects.attached_to(on.kind, on.id).select_related("by").prefetch_related("stored__renditions")
    return [out(one, rights) for one in found if one.project == rights.keeper]


@router.get("files/{uuid:key}", response=FileOut)
def read(request: HttpRequest, key: UUID) -> Any:
    """Read what a file is."""
    return out(*find_file(key, asker(request)))


@router.get("files/{uuid:key}/content")
def content(request: HttpRequest, key: UUID, size: int | None = None) -> HttpResponseBase:
    """Fetch its bytes; with `size` a picture of it at least that large. Knows `Range` and `If-None-Match`."""
    found, _rights = find_file(key, asker(request))
    return send_file(request, found, rendition_of(found, size) if size else None)


@router.delete("files/{uuid:key}", response={204: None})
def remove(request: HttpRequest, key: UUID) -> Any:
    """Take it off its thing; it can be brought back for two weeks."""
    found, _rights = find_file(key, asker(request))
    remove_file(found, by=asker(request))
    return Status(204, None)


@router.post("files/{uuid:key}/restorations", response={201: FileOut})
def restore(request: HttpRequest, key: UUID) -> Any:
    """Bring a removed file back."""
    found, _rights = find_file(key, asker(request), removed=True)
    restore_file(found, by=asker(request))
    return Status(201, out(*find_file(key, asker(request))))
