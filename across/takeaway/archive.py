"""Archives in which a project is taken away: written piece by piece, and read with distrust."""

import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from os import SEEK_END
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

MANIFEST = "manifest.json"
FORMAT = 1
"""Grows when an archive is built otherwise."""
PIECE = 1 << 20
MOST_FILES = 500_000
MOST_BYTES = 64 * 1024**3
"""Of all files together, unpacked."""
MOST_TIMES = 1100
"""Nothing that deflate packs comes out larger than 1032 times."""
SEAL = b"ronde copy, sha256 "
"""The archive's comment, its last bytes: this, and the hash of all bytes before that hash, in hex."""
HEX = 64
LONGEST_LINE = 32 * 1024 * 1024
NAME = re.compile(r"[\w.@+()\-]+(/[\w.@+()\- ]+)*", re.ASCII)


class DamagedArchive(Exception):
    """An archive that is not what was written; the argument says what is wrong, for the log."""


@dataclass
class CopyWriter:
    """Writes files into an archive, and a manifest with the hash and size of each at its end."""

    target: IO[bytes]
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin the archive."""
        self._zip = ZipFile(self.target, "w", ZIP_DEFLATED)
        self._now = datetime.now(UTC).timetuple()[:6]

    def write(self, path: str, pieces: Iterable[str | bytes]) -> None:
        """Add a file; of two with one path, the second gets a number."""
        stem, dot, ending = path.rpartition(".")
        number = 2
        while path in self.files:
            path, number = f"{stem}-{number}{dot}{ending}", number + 1
        digest, size = hashlib.sha256(), 0
        with self._zip.open(self._info(path), "w", force_zip64=True) as member:
            for piece in pieces:
                data = piece.encode() if isinstance(piece, str) else piece
                digest.update(data)
                size += len(data)
                member.write(data)
        self.files[path] = {"sha256": digest.hexdigest(), "size": size}

    def finish(self, about: dict[str, Any]) -> None:
        """Write the manifest, end the archive, and seal it."""
        manifest = {"format": FORMAT, **about, "files": self.files}
        self._zip.writestr(self._info(MANIFEST), json.dumps(manifest, ensure_ascii=False, indent=1))
        self._zip.comment = SEAL + b"0" * HEX
        self._zip.close()
        seal(self.target)

    def _info(self, path: str) -> ZipInfo:
        info = ZipInfo(path, self._now)
        info.compress_type = ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        return info


def seal(file: IO[bytes]) -> None:
    """Put the hash of a file's bytes in place of its last ones; the file must be readable."""
    digest = digest_of(file)
    file.seek(-HEX, SEEK_END)
    file.write(digest)
    file.flush()


def digest_of(file: IO[bytes]) -> bytes:
    """Return the hash of a file up to its last bytes, where it stands."""
    digest, left = hashlib.sha256(), file.seek(0, SEEK_END) - HEX
    file.seek(0)
    while left > 0 and (piece := file.read(min(PIECE, left))):
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest().encode()


def refuse_unsealed(file: IO[bytes]) -> None:
    """Raise `DamagedArchive` for a file that is not bit for bit what was written."""
    size = file.seek(0, SEEK_END)
    file.seek(max(size - len(SEAL) - HEX, 0))
    if file.read() != SEAL + digest_of(file):
        raise DamagedArchive("the seal is not that of the file")


class CopyReader:
    """Reads an archive from elsewhere; nothing is unpacked to a place that its names choose."""

    def __init__(self, source: IO[bytes]) -> None:
        """Open it and read its manifest.

        :raises DamagedArchive: for what is no archive of ours, or promises more than it may.
        """
        refuse_unsealed(source)
        try:
            self._zip = ZipFile(source)
        except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise DamagedArchive(f"no ZIP: {error}") from error
        self._members = self._checked(self._zip.infolist())
        packed = sum(info.compress_size for info in self._members.values())
        if packed > self._end_of(self._zip):
            raise DamagedArchive("its files lie over each other")
        self.manifest = self._read_manifest()
        self.files: dict[str, dict[str, Any]] = self.manifest["files"]
        if set(self.files) != set(self._members) - {MANIFEST}:
            raise DamagedArchive("the files are not those of the manifest")

    def check(self) -> Iterator[int]:
        """Read every file to its end and compare its hash; yield the bytes read, for progress.

        :raises DamagedArchive:
        """
        for path, said in self.files.items():
            digest, size = hashlib.sha256(), 0
            for piece in self.pieces(path):
                digest.update(piece)
                size += len(piece)
                yield len(piece)
            if (digest.hexdigest(), size) != (said.get("sha256"), said.get("size")):
                raise DamagedArchive(f"{path} is not what was written")

    @property
    def size(self) -> int:
        """Return how many bytes its files have, unpacked."""
        return sum(info.file_size for info in self._members.values())

    def pieces(self, path: str) -> Iterator[bytes]:
        """Yield a file piece by piece, never more than it declared."""
        info = self._members[path]
        left = info.file_size
        try:
            with self._zip.open(info) as member:
                while piece := member.read(PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise DamagedArchive(f"{path} is larger than it says")
                    yield piece
        except (BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise DamagedArchive(f"{path}: {error}") from error

    def lines(self, path: str) -> Iterator[bytes]:
        """Yield a file line by line."""
        rest = b""
        for piece in self.pieces(path):
            *lines, rest = (rest + piece).split(b"\n")
            yield from lines
            if len(rest) > LONGEST_LINE:
                raise DamagedArchive(f"{path} has a line without end")
        if rest:
            yield rest

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def _read_manifest(self) -> dict[str, Any]:
        if MANIFEST not in self._members or self._members[MANIFEST].file_size > LONGEST_LINE:
            raise DamagedArchive("there is no manifest")
        try:
            manifest = json.loads(b"".join(self.pieces(MANIFEST)))
        except (ValueError, RecursionError) as error:
            raise DamagedArchive(f"the manifest cannot be read: {error}") from error
        if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
            raise DamagedArchive("the manifest is none")
        if not all(isinstance(said, dict) for said in manifest["files"].values()):
            raise DamagedArchive("the manifest is none")
        return manifest

    @staticmethod
    def _end_of(archive: ZipFile) -> int:
        file = archive.fp
        return file.seek(0, 2) if file else 0

    @staticmethod
    def _checked(members: list[ZipInfo]) -> dict[str, ZipInfo]:
        """Refuse names that climb or stand twice, links, ciphers, and sizes that nothing honest has."""
        found: dict[str, ZipInfo] = {}
        for info in members:
            parts = info.filename.split("/")
            if not NAME.fullmatch(info.filename) or ".." in parts or "." in parts or info.filename in found:
                raise DamagedArchive(f"a file is named {info.filename!r}")
            if info.flag_bits & 1 or (info.external_attr >> 28) not in (0, 8):
                raise DamagedArchive(f"{info.filename} is no plain file")
            if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise DamagedArchive(f"{info.filename} is packed in an unknown way")
            if info.file_size > info.compress_size * MOST_TIMES + PIECE:
                raise DamagedArchive(f"{info.filename} says that it is {info.file_size} bytes")
            found[info.filename] = info
        if len(found) > MOST_FILES or sum(info.file_size for info in found.values()) > MOST_BYTES:
            raise DamagedArchive("it says that it is larger than anything we read")
        return found
