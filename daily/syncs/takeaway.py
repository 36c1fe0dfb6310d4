"""Syncs to take away: the minutes of each as Markdown, imported ones as written, and pulses as data."""

from collections.abc import Iterator
from typing import cast

from django.db.models import QuerySet
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
from daily.syncs.models import ImportedMinutes, Pulse, Sync
from daily.syncs.workflows.closing import as_markdown


def held_for(reader: TakeawayReader) -> QuerySet[Sync]:
    """Return the syncs of the copy, by number."""
    found = Sync.objects.in_project(reader.project).select_related("recurring_sync", "project", "secretary")
    return cast("QuerySet[Sync]", reader.rows(found.order_by("number")))


def sync_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a sync a row."""
    for sync in held_for(reader).iterator(chunk_size=AT_ONCE):
        yield {
            "reference": sync.reference,
            "title": sync.title,
            "circle": sync.circle.name,
            "opened_at": sync.opened_at,
            "closed_at": sync.closed_at,
            "facilitator": sync.facilitator.name if sync.facilitator else "",
            "secretary": sync.secretary.name if sync.secretary else "",
        }


def pulse_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a pulse a row."""
    found = Pulse.objects.filter(project=reader.project).select_related("user").order_by("on", "pk")
    for pulse in found.iterator(chunk_size=AT_ONCE):
        names = ("on", "done", "next", "blocked_by", "tension")
        yield {"by": pulse.user.name} | {name: getattr(pulse, name) for name in names}


def files(reader: TakeawayReader) -> Iterator[TakeawayFile]:
    """Write a file for each sync's minutes, and tables of syncs and, of the whole project, pulses."""
    held = held_for(reader)
    for sync in held.iterator(chunk_size=AT_ONCE):
        for minutes in sync.minutes.all():
            minutes.sync = sync
            version = f"v{minutes.version}" if minutes.version > 1 else ""
            name = file_name(sync.reference, version, f"{sync.opened_at:%Y-%m-%d}")
            yield TakeawayFile(f"minutes/{name}.md", [as_markdown(minutes)], things=0)
    imported = reader.things(ImportedMinutes.objects.all()).order_by("number")
    for written in imported.iterator(chunk_size=AT_ONCE):
        name = file_name(str(written.number), written.title)
        yield TakeawayFile(f"minutes/imported/{name}.md", [written.text])
    yield from table_files("minutes/syncs", lambda: sync_rows(reader), things=held.count())
    if reader.circle is None:
        yield from table_files("minutes/pulses", lambda: pulse_rows(reader), things=0)


def number(reader: TakeawayReader) -> int:
    """Count syncs and imported minutes."""
    return held_for(reader).count() + reader.things(ImportedMinutes.objects.all()).count()


PART = TakeawayPart("minutes", _("The minutes of each sync as Markdown; syncs and pulses as data."), number, files)
