"""The files that are kept beside the database, wherever Django's default storage has them."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from django.core.files.base import File
from django.core.files.storage import default_storage

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class FoundFile:
    """A file of the storage."""

    path: str
    size: int

    def chunks(self) -> Iterator[bytes]:
        """Read it."""
        with default_storage.open(self.path) as file:
            while chunk := file.read(CHUNK):
                yield chunk


def found_files(folder: str = "") -> Iterator[FoundFile]:
    """Yield all files, in the order of their names; one that goes away meanwhile is left out."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(names):
        path = f"{folder}/{name}".lstrip("/")
        with suppress(FileNotFoundError):
            yield FoundFile(path, default_storage.size(path))
    for name in sorted(folders):
        yield from found_files(f"{folder}/{name}".lstrip("/"))


class ChunkedFile(File[bytes]):
    """A file that comes in pieces, for a storage to save."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        super().__init__(None, "")
        self._chunks = chunks

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield the pieces as they come."""
        yield from self._chunks
