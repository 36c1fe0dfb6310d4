"""Files that were found, with what they are attached to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from across.search.kinds import KINDS
from foundation.files.models import Attachment
from foundation.files.rights import find_rights


@dataclass(frozen=True)
class FileWithBearer:
    """A file with the reference of what it is attached to."""

    file: Attachment
    reference: str

    @property
    def pk(self) -> UUID:
        """Return the file's id."""
        return self.file.pk


def with_bearers(files: Sequence[Attachment]) -> Iterable[FileWithBearer]:
    """Read what files are attached to, a query a kind that search knows; those whose thing is gone are left out."""
    keys: dict[str, set[str]] = {}
    for file in files:
        keys.setdefault(file.on_kind, set()).add(file.on_id)
    bearers: dict[tuple[str, str], Any] = {}
    for kind, some in keys.items():
        if kind in KINDS:
            bearers |= {(kind, str(thing.pk)): thing for thing in KINDS[kind].model.objects.filter(pk__in=some)}
        else:
            rights = {key: find_rights(None, kind, key) for key in some}
            bearers |= {(kind, key): found.thing for key, found in rights.items() if found and found.thing}
    for file in files:
        if bearer := bearers.get((file.on_kind, file.on_id)):
            yield FileWithBearer(file, str(getattr(bearer, "reference", "")))
