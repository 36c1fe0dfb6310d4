"""When a circle meets next: a small list that the room of meetings fills, so that decisions need not look up to it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice

from circles.models import Circle
from decisions.windows import Calendar, first_sync

type Find = Callable[[Circle, datetime], Iterable[datetime]]

planned: list[Find] = []
LOOKS_AT = 40


def plan(find: Find) -> None:
    """Say how to find when a circle meets after an instant, in order of time."""
    if find not in planned:
        planned.append(find)


def next_sync(circle: Circle, opened_at: datetime, calendar: Calendar, earliest: datetime | None) -> datetime | None:
    """Give the first planned sync that may take what was opened then; None where none is planned."""
    for find in planned:
        coming = (at for at in islice(find(circle, opened_at), LOOKS_AT) if earliest is None or at >= earliest)
        if found := first_sync(opened_at, coming, calendar):
            return found
    return None
