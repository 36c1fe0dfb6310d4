"""When a circle meets next: a small list that the room of meetings fills, so that decisions need not look up to it."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import islice

from django.utils import timezone

from circles.models import Circle
from decisions.windows import Calendar, first_sync

type Find = Callable[[Circle, datetime], Iterable[datetime]]

planned: list[Find] = []
LOOKS_AT = 40
STILL_NEXT = timedelta(minutes=30)
"""So long after its time a sync is still the next one: it may be running."""


def plan(find: Find) -> None:
    """Say how to find when a circle meets after an instant, in order of time."""
    if find not in planned:
        planned.append(find)


def next_sync(
    circle: Circle, opened_at: datetime, calendar: Calendar, earliest: datetime | None, *, pressing: bool = False
) -> datetime | None:
    """Give the next planned sync that may take what was opened then, a while ago or now; None where none is planned."""
    since = max(opened_at, timezone.now() - STILL_NEXT)
    for find in planned:
        coming = (at for at in islice(find(circle, since), LOOKS_AT) if earliest is None or at >= earliest)
        if found := first_sync(opened_at, coming, calendar, pressing=pressing):
            return found
    return None
