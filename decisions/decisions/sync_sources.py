"""What decisions ask of syncs, which stand above them: when a circle meets, and who led the sync of a decision."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from circles.circles.models import Circle
from foundation.web.extension_registry import Addition, additions

type Leaders = QuerySet[Any, tuple[str | None, str | None]]


@dataclass(frozen=True)
class SyncTimes(Addition):
    """When a circle meets after an instant, in order of time."""

    of: Callable[[Circle, datetime], Iterable[datetime]]


@dataclass(frozen=True)
class SyncLeaders(Addition):
    """The names of who facilitated and who wrote in the sync that took a decision, unread."""

    of: Callable[[Any], Leaders]


@dataclass(frozen=True)
class SyncsHeld(Addition):
    """Whether a circle has held a sync that was opened after an instant, and closed it."""

    since: Callable[[Circle, datetime], bool]


def has_met_since(circle: Circle, instant: datetime) -> bool:
    """Return whether a circle has held a sync that was opened after an instant, and closed it."""
    return any(added.since(circle, instant) for added in additions(SyncsHeld))


def sync_times(circle: Circle, after: datetime) -> list[Iterable[datetime]]:
    """Return when a circle meets after an instant, in order of time, from each app that knows."""
    return [added.of(circle, after) for added in additions(SyncTimes)]


def sync_leaders(decision: Any) -> list[Leaders]:
    """Return the names of who facilitated and who wrote in the sync that took a decision, unread."""
    return [added.of(decision) for added in additions(SyncLeaders)]
