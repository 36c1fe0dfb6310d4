"""Files to take away: each with what it is attached to, under a name that any system takes, and a table of all."""

from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.utils.translation import gettext_lazy as _

from circles.circles.takeaway_parts import (
    AT_ONCE,
    Row,
    TakeawayFile,
    TakeawayPart,
    TakeawayReader,
    file_name,
    table_files,
)
from foundation.files.file_names import ending_of
from foundation.files.models import Attachment
from foundation.files.rights import FileRights, find_rights

PIECE = 1024 * 1024


def attachments_for(reader: TakeawayReader) -> Any:
    """Return what is attached to things of the project; whether the reader may see it is asked of each thing."""
    return Attachment.objects.attached().filter(project=reader.project.pk).select_related("by").order_by("pk")


def readable(reader: TakeawayReader) -> Iterator[tuple[Attachment, FileRights]]:
    """Yield the files of the copy, with the thing that each is attached to."""
    keys = {one.key for one in reader.circles}
    known: dict[tuple[str, str], FileRights | None] = {}
    for some in batched(attachments_for(reader).iterator(chunk_size=AT_ONCE), AT_ONCE, strict=False):
        for one in some:
            place = (one.on_kind, one.on_id)
            if place not in known:
                known[place] = find_rights(reader.user, *place)
            rights = known[place]
            if rights and rights.may_read and (reader.circle is None or getattr(rights.thing, "scope", "") in keys):
                yield one, rights


def path_of(one: Attachment, rights: FileRights) -> str:
    """Return where a file lies in the copy: by what it is attached to."""
    thing = getattr(rights.thing, "reference", "") or one.on_id
    return f"files/{file_name(one.on_kind, thing)}/{file_name_of(one)}"


def file_name_of(one: Attachment) -> str:
    """Return what it is called in the copy: as people called it, as far as every system takes that, and by its id."""
    ending = ending_of(one.name)
    stem = file_name(one.name.removesuffix(f".{ending}"), one.pk.hex[:8])
    return f"{stem}.{file_name(ending) if ending else 'bin'}"


def pieces_of(one: Attachment) -> Iterator[bytes]:
    """Read a file; nothing of one that is gone from the storage."""
    file = one.stored.file
    if file.storage.exists(str(file.name)):
        with file.storage.open(str(file.name)) as opened:
            while piece := opened.read(PIECE):
                yield piece


def rows_of(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a file a row."""
    for one, rights in readable(reader):
        yield {
            "path": path_of(one, rights),
            "name": one.name,
            "on": one.on_kind,
            "thing": getattr(rights.thing, "reference", "") or one.on_id,
            "type": one.stored.type,
            "size": one.stored.size,
            "sha256": one.stored.sha256,
            "added_at": one.added_at,
            "by": one.by.name if one.by else "",
        }


def files(reader: TakeawayReader) -> Iterator[TakeawayFile]:
    """Write each file, and a table of all."""
    for one, rights in readable(reader):
        yield TakeawayFile(path_of(one, rights), pieces_of(one))
    yield from table_files("files/files", lambda: rows_of(reader), things=0)


def number(reader: TakeawayReader) -> int:
    """Count files."""
    return sum(1 for _one in readable(reader))


PART = TakeawayPart(
    "files", _("Pictures and other files, by what they are attached to, and a table of all of them."), number, files
)
