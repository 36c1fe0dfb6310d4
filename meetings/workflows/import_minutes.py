"""Bring minutes of elsewhere into a project: one transaction, rows in bulk, one entry in the record."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import User
from audit.models import Head
from circles.models import Project
from circles.workflows.circle_lookup import CircleLookup
from meetings.models.imported_minutes_cache import forget_minutes
from meetings.models import PastMinutes
from meetings.workflows.minutes_folder import Sheet

CHUNK = 100


@dataclass
class Tally:
    """What came in, by circle."""

    minutes: int = 0
    before: int = 0
    circles: Counter[str] = field(default_factory=Counter)


def import_minutes(sheets: Sequence[Sheet], project: Project, *, by: User | None, origin: str) -> Tally:
    """Bring in each sheet whose file the project does not have yet; the earliest meeting gets the lowest number.

    They stand in the circle that their group's name means, else in the general one.
    """
    with transaction.atomic():
        Head.lock(project.pk)
        known = set(PastMinutes.objects.in_project(project).values_list("source", flat=True))
        new = sorted(
            (sheet for sheet in sheets if sheet.source not in known),
            key=lambda sheet: (sheet.held_on is not None, sheet.held_on, sheet.source),
        )
        first, places = PastMinutes.next_number(project), CircleLookup(project)
        rows = [
            PastMinutes(
                project=project,
                circle=places.within(sheet.group) or places.general,
                number=first + place,
                created_by=by,
                source=sheet.source,
                group=sheet.group,
                title=sheet.title,
                held_on=sheet.held_on,
                text=sheet.text,
            )
            for place, sheet in enumerate(new)
        ]
        PastMinutes.objects.bulk_create(rows, batch_size=CHUNK)
        tally = Tally(len(rows), len(sheets) - len(rows), Counter(row.circle.key for row in rows))
        if rows:
            circles = {row.circle_id for row in rows}
            transaction.on_commit(lambda: forget_minutes(project, circles), robust=True)
            project.tell("imported minutes from elsewhere", by=by, also=["syncs"], minutes=len(rows), origin=origin)
    return tally
