"""Imports minutes into a project: one transaction, rows in bulk, one entry in the record."""

from collections import Counter

from django.db import transaction

from circles.circles.workflows.circle_lookup import CircleLookup
from circles.projects.domain_events import ContentWritten
from circles.projects.models import Project
from daily.syncs.event_types import SyncEvent
from daily.syncs.models import ImportedMinutes
from daily.syncs.models.imported_minutes_cache import forget_minutes
from daily.syncs.workflows.minutes_folder import MinutesFolder
from foundation.accounts.models import User
from foundation.audit.models import Head
from foundation.web.extension_registry import publish
from foundation.web.import_tally import ImportTally

BATCH = 100


def imported_sources(project: Project) -> set[str]:
    """Return the names of the files whose minutes a project has."""
    return set(ImportedMinutes.objects.in_project(project).values_list("source", flat=True))


def import_minutes(folder: MinutesFolder, project: Project, *, by: User | None) -> ImportTally:
    """Import each file that was read and that the project does not have yet.

    The earliest meeting gets the lowest number. Minutes stand in the circle that their group's name means, else in the
    general one; the tally's groups are circles, by key.
    """
    with transaction.atomic():
        Head.lock(project.pk)
        known = imported_sources(project)
        new = sorted(
            (file for file in folder.files if file.source not in known),
            key=lambda file: (file.held_on is not None, file.held_on, file.source),
        )
        first, circles = ImportedMinutes.next_number(project), CircleLookup(project)
        rows = [
            ImportedMinutes(
                project=project,
                circle=circles.within(file.group) or circles.general,
                number=first + at,
                created_by=by,
                source=file.source,
                group=file.group,
                title=file.title,
                held_on=file.held_on,
                text=file.text,
            )
            for at, file in enumerate(new)
        ]
        ImportedMinutes.objects.bulk_create(rows, batch_size=BATCH)
        publish(ContentWritten(things=rows))
        if rows:
            changed = {row.circle_id for row in rows}
            transaction.on_commit(lambda: forget_minutes(project, changed), robust=True)
            project.record_event(
                SyncEvent.MINUTES_IMPORTED, by=by, also=["syncs"], minutes=len(rows), origin=folder.root.name
            )
    tally = ImportTally("minutes")
    tally["minutes"], tally.existing = len(rows), len(folder.paths) - len(rows)
    tally.groups = Counter(row.circle.key for row in rows)
    return tally
