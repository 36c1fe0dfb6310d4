"""Make of the bytes that a person sent what is kept: a picture made anew, a PDF with its first page, or a file."""

import hashlib
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import BoundedSemaphore
from typing import IO, Any

import structlog
from django.utils.translation import gettext as _

from foundation.files import pdf_page, pdf_text
from foundation.files.file_names import with_ending
from foundation.files.file_types import LOOKED_AT, PDF, type_of
from foundation.files.models import StoredFile
from foundation.files.models.upload import CHUNK_BYTES
from foundation.files.pictures import Picture, Rendered, TooManyPixels, read_picture
from foundation.web.exceptions import Refused
from foundation.web.unicode_safety import replace_nul

log = structlog.get_logger(__name__)

PDF_SECONDS = 15
ONE_PDF = BoundedSemaphore(1)
"""One PDF is drawn at once in a process: each takes up to 1 GB (`pdf_page.MEMORY`)."""
LARGEST_PDF_DRAWN = 100 * 1024 * 1024
MOST_DRAWN = 32 * 1024 * 1024
"""Bytes of the PNG that is drawn of a page."""


@dataclass(frozen=True)
class ProcessedFile:
    """What is kept of a file."""

    file: IO[bytes]
    name: str
    sha256: str
    size: int
    kind: str
    type: str
    width: int | None = None
    height: int | None = None
    renditions: list[Rendered] = field(default_factory=list)
    text: str = ""
    """Its words, as far as search looks; nothing of a file that is neither text nor a PDF."""


@contextmanager
def prepare(chunks: Iterable[bytes], name: str) -> Iterator[ProcessedFile]:
    """Yield what is kept of a file; the bytes go away afterwards.

    :raises Refused: for a picture that is too large.
    """
    with NamedTemporaryFile(prefix="ronde-file-") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        try:
            picture = read_picture(file)
        except TooManyPixels as error:
            raise Refused(_("This picture has more than 64 million pixels: make it smaller, then send it.")) from error
        yield picture_as_kept(picture, name) if picture else file_as_kept(file, name)


def picture_as_kept(picture: Picture, name: str) -> ProcessedFile:
    """Return a picture as it is kept."""
    return ProcessedFile(
        file=BytesIO(picture.data),
        name=with_ending(name, picture.ending),
        sha256=hashlib.sha256(picture.data).hexdigest(),
        size=len(picture.data),
        kind=StoredFile.Kind.IMAGE,
        type=picture.type,
        width=picture.width,
        height=picture.height,
        renditions=picture.sizes,
    )


def file_as_kept(file: Any, name: str) -> ProcessedFile:
    """Return any other file, bit for bit, with the first page where it is a PDF."""
    file.seek(0)
    kind, digest = type_of(file.read(LOOKED_AT), name), hashlib.sha256()
    file.seek(0)
    while piece := file.read(CHUNK_BYTES):
        digest.update(piece)
    page = first_page(Path(file.name), file.tell()) if kind == PDF else None
    return ProcessedFile(
        file=file,
        name=name,
        sha256=digest.hexdigest(),
        size=file.tell(),
        kind=StoredFile.Kind.PDF if kind == PDF else StoredFile.Kind.FILE,
        type=kind,
        width=page.width if page else None,
        height=page.height if page else None,
        renditions=page.sizes if page else [],
        text=words_of(file, kind),
    )


def words_of(file: Any, kind: str) -> str:
    """Return the words of a text or a PDF; none of a PDF that cannot be read, or takes too long."""
    if kind == PDF and file.tell() <= LARGEST_PDF_DRAWN:
        command = [sys.executable, "-I", pdf_text.__file__, file.name]
        with ONE_PDF:
            try:
                read = subprocess.run(command, capture_output=True, timeout=PDF_SECONDS, check=True)  # noqa: S603 ours
            except subprocess.SubprocessError as error:
                log.info("a PDF could not be read", why=type(error).__name__)
                return ""
        return replace_nul(read.stdout.decode("utf-8", "replace"))[: pdf_text.LETTERS]
    if not kind.startswith("text/"):
        return ""
    file.seek(0)
    return replace_nul(file.read(4 * pdf_text.LETTERS).decode("utf-8", "replace"))[: pdf_text.LETTERS]


def first_page(path: Path, size: int) -> Picture | None:
    """Return the first page of a PDF as a picture; None for one that cannot be drawn, or takes too long."""
    if size > LARGEST_PDF_DRAWN:
        return None
    command = [sys.executable, "-I", pdf_page.__file__, str(path)]
    with ONE_PDF:
        try:
            drawn = subprocess.run(command, capture_output=True, timeout=PDF_SECONDS, check=True)  # noqa: S603 ours
            return read_picture(BytesIO(drawn.stdout)) if len(drawn.stdout) <= MOST_DRAWN else None
        except subprocess.SubprocessError as error:
            log.info("a PDF could not be drawn", why=type(error).__name__)
        except TooManyPixels:
            log.info("a PDF could not be drawn", why="too many pixels")
    return None
