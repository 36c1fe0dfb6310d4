"""Files that a person brings along, kept as one ZIP until they are read; one from elsewhere is read with distrust."""

from __future__ import annotations

import posixpath
import unicodedata
import zlib
from io import BytesIO
from typing import IO, TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from foundation.web.exceptions import Refused
from foundation.web.unicode_safety import is_storable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

MOST_FILES = 2_000
MOST_BYTES = 512 * 1024 * 1024
"""Of all files together, unpacked."""
MOST_IN_OFFICE = 128 * 1024 * 1024
"""Of one Word or OpenDocument file, unpacked; pandoc reads all of it at once."""
MAX_FILE_BYTES = 24 * 1024 * 1024
"""Of one file that is read."""
MOST_TIMES = 250
"""So many times larger a file comes out than it is packed: text packs ten times, nothing honest this much."""
SMALL = 1024 * 1024
LONGEST_NAME = 300
_NOT_OURS = ("__MACOSX/", ".")
_DAMAGED = (BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)
"""What reading a file of a ZIP raises that is not what the list says."""


class Bundle:
    """The files of a ZIP by their paths. Nothing is unpacked to a place that names choose, and never more than said."""

    def __init__(self, source: IO[bytes], *, most: int = MOST_BYTES) -> None:
        """Read the list of what is in it.

        :raises Refused: for what is no ZIP, climbs, lies over itself, is locked, or promises too much.
        """
        try:
            self._zip = ZipFile(source)
            infos = self._zip.infolist()
        except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
            raise Refused(_("This is not a ZIP file, or it is damaged.")) from error
        packed = sum(info.compress_size for info in infos)
        if len(infos) > MOST_FILES or packed > source.seek(0, 2) or sum(info.file_size for info in infos) > most:
            raise Refused(_("This ZIP file holds too much; split it."))
        self._members = dict(_checked(info) for info in infos if not info.is_dir())
        self._alike = {_folded(name): name for name in self._members}
        self.names = sorted(name for name in self._members if not _is_hidden(name))

    def read(self, name: str) -> bytes:
        """Return a file.

        :raises Refused: for one that is too large, or is not what the list says.
        """
        info = self._members[name]
        if info.file_size > MAX_FILE_BYTES:
            raise Refused(_("This file is too large to be read; at most 24 MB."))
        try:
            with self._zip.open(info) as member:
                data = member.read(info.file_size + 1)
        except _DAMAGED as error:
            raise Refused(_("This is not a ZIP file, or it is damaged.")) from error
        if len(data) > info.file_size:
            raise Refused(_("This is not a ZIP file, or it is damaged."))
        return data

    def find(self, beside: str, address: str) -> str:
        """Return the path of a file that another one names by an address in the ZIP, or nothing. Capitals, and how
        accents are written, do not matter where no other file is meant.
        """
        place = "" if address.startswith("/") else posixpath.dirname(beside)
        path = posixpath.normpath(posixpath.join(place, address.lstrip("/")))
        return path if path in self._members else self._alike.get(_folded(path), "")


def _checked(info: ZipInfo) -> tuple[str, ZipInfo]:
    name = info.filename.replace("\\", "/")
    climbs = name.startswith("/") or ".." in name.split("/") or ":" in name.partition("/")[0]
    if climbs or len(name) > LONGEST_NAME or not is_storable(name):
        raise Refused(_("A file in this ZIP file has a path that leads out of it."))
    if info.flag_bits & 1:
        raise Refused(_("This ZIP file is locked with a password."))
    is_plain = (info.external_attr >> 28) in (0, 8) and info.compress_type in (ZIP_STORED, ZIP_DEFLATED)
    if not is_plain or info.file_size > info.compress_size * MOST_TIMES + SMALL:
        raise Refused(_("This ZIP file has a structure that is not accepted."))
    return name, info


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _is_hidden(name: str) -> bool:
    return name.startswith(_NOT_OURS) or any(part.startswith(".") for part in name.split("/"))


def packed(files: Iterable[tuple[str, IO[bytes]]], target: IO[bytes]) -> int:
    """Write files under their paths into a ZIP; return how many. Of two with one path the later gets a number."""
    taken: set[str] = set()
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for given, file in files:
            name = unique_in(taken, given)
            with archive.open(ZipInfo(name), "w", force_zip64=True) as member:
                while piece := file.read(1 << 20):
                    member.write(piece)
    return len(taken)


def unique_in(taken: set[str], name: str) -> str:
    """Return a name that is not taken yet, and take it: `notes.md`, then `notes-2.md`."""
    stem, ending = posixpath.splitext(name)
    found, number = name, 2
    while found in taken:
        found, number = f"{stem}-{number}{ending}", number + 1
    taken.add(found)
    return found


def office_bundle(data: bytes) -> Bundle:
    """Open a Word or OpenDocument file, which is a ZIP.

    :raises Refused: for what would fill the memory, and for what is none.
    """
    return Bundle(BytesIO(data), most=MOST_IN_OFFICE)


def rewritten(data: bytes, change: Mapping[str, Callable[[str], str]]) -> bytes:
    """Return a Word or OpenDocument file with some of its texts, by their paths, changed.

    :raises Refused: for one that is damaged.
    """
    out = BytesIO()
    with ZipFile(BytesIO(data)) as given, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for info in given.infolist():  # the first file stands first, and as it is
            try:
                content = given.read(info)
            except _DAMAGED as error:
                raise Refused(_("This is not a ZIP file, or it is damaged.")) from error
            if info.filename in change:
                content = change[info.filename](content.decode("utf-8", "replace")).encode()
            made.writestr(info, content, info.compress_type)
    return out.getvalue()
