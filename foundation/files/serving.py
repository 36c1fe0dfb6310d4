"""Send a file so that a browser runs nothing of it: inert, whole or a part, and only where it changed."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from foundation.files.byte_ranges import Unsatisfiable, range_in
from foundation.files.file_types import served_type
from foundation.files.models import Attachment, Portrait, Rendition
from foundation.web.responses import Streamed

POLICY = "default-src 'none'; sandbox"
"""Should a browser show it as a page all the same: no scripts, no origin of ours, nothing loaded."""
CHUNK_BYTES = 256 * 1024


def send_file(request: HttpRequest, attachment: Attachment, rendition: Rendition | None) -> HttpResponseBase:
    """Answer with a file, or a picture of it; pictures of ours are shown, all else is saved."""
    stored = attachment.stored
    shown = rendition is not None or stored.is_image
    file, size = (rendition.file, rendition.bytes) if rendition else (stored.file, stored.size)
    kind = Rendition.TYPE if rendition else stored.type if stored.is_image else served_type(stored.type)
    etag = f'"{stored.sha256}-{rendition.size if rendition else 0}"'
    response = part_of(request, file, size, etag)
    response.headers["Content-Type"] = kind
    answer: HttpResponseBase = get_conditional_response(request, etag=etag) or response
    disposition = content_disposition_header(not shown or "download" in request.GET, attachment.name)
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Content-Disposition": disposition or "attachment",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-cache",
    }
    for name, value in headers.items():
        answer.headers[name] = value
    return answer


def send_portrait(portrait: Portrait) -> HttpResponseBase:
    """Answer with the picture of a person; its address names what is in it, so browsers may keep it."""
    with portrait.file.open("rb") as file:
        answer = HttpResponse(file.read(), content_type=Portrait.TYPE)
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return answer


def part_of(request: HttpRequest, file: Any, size: int, etag: str) -> HttpResponseBase:
    """Answer with the bytes asked for: all of them, or one range, if it is one of what we have (`If-Range`)."""
    header = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag) != etag:
        header = ""
    try:
        found = range_in(header, size)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = found or (0, size - 1)
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(status=206 if found else 200)
    else:
        response = Streamed(pieces(file, first, last), status=206 if found else 200)
    response.headers["Content-Length"] = str(last - first + 1)
    if found:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def pieces(file: Any, first: int, last: int) -> Iterator[bytes]:
    """Read a part of a file piece by piece."""
    left = last - first + 1
    with file.storage.open(file.name) as opened:
        opened.seek(first)
        while left > 0 and (piece := opened.read(min(CHUNK_BYTES, left))):
            left -= len(piece)
            yield piece
