"""What pages show beside our own syncs of minutes from elsewhere: kept in the cache, for only an import changes it."""

from collections.abc import Iterable
from uuid import UUID

from django.core.cache import cache

from circles.models import Circle, Project
from meetings.models import PastMinutes

KEPT_S = 60
"""So long, at most, a page of another process does not show what an import brought in."""
ROWS = 4


def _key(project: UUID, circle: int | None = None) -> str:
    return f"minutes-elsewhere:{project.hex}:{circle or ''}"


def last_minutes(circle: Circle) -> list[PastMinutes]:
    """Give a circle's last minutes from elsewhere."""
    found = PastMinutes.objects.in_circle(circle).for_lists().order_by("-number")
    known: list[PastMinutes] | None = cache.get(_key(circle.project_id, circle.pk))
    if known is None:
        known = list(found[:ROWS])
        cache.set(_key(circle.project_id, circle.pk), known, timeout=KEPT_S)
    return known


def has_minutes(project: Project) -> bool:
    """Say whether the project has minutes from elsewhere."""
    known: bool | None = cache.get(_key(project.pk))
    if known is None:
        known = PastMinutes.objects.in_project(project).exists()
        cache.set(_key(project.pk), known, timeout=KEPT_S)
    return known


def forget(project: Project, circles: Iterable[int]) -> None:
    """Let pages look anew, for the project and these circles."""
    cache.delete_many([_key(project.pk), *(_key(project.pk, circle) for circle in circles)])
