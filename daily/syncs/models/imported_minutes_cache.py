"""What pages show of imported minutes beside our own syncs: cached, for only an import changes it."""

from collections.abc import Iterable
from uuid import UUID

from circles.circles.models import Circle
from circles.projects.models import Project
from daily.syncs.models.imported_minutes import ImportedMinutes
from foundation.web.caches import page_cache

CACHE_S = 60
"""A page of another process shows an import this late at most."""
ROWS = 4


def _key(project: UUID, circle: int | None = None) -> str:
    return f"minutes-elsewhere:{project.hex}:{circle or ''}"


def last_minutes(circle: Circle) -> list[ImportedMinutes]:
    """Return a circle's last imported minutes."""
    found = ImportedMinutes.objects.in_circle(circle).for_lists().order_by("-number")
    known: list[ImportedMinutes] | None = page_cache.get(_key(circle.project_id, circle.pk))
    if known is None:
        known = list(found[:ROWS])
        page_cache.set(_key(circle.project_id, circle.pk), known, timeout=CACHE_S)
    return known


def has_minutes(project: Project) -> bool:
    """Whether the project has imported minutes."""
    known: bool | None = page_cache.get(_key(project.pk))
    if known is None:
        known = ImportedMinutes.objects.in_project(project).exists()
        page_cache.set(_key(project.pk), known, timeout=CACHE_S)
    return known


def forget_minutes(project: Project, circles: Iterable[int]) -> None:
    """Drop what is cached for the project and these circles."""
    page_cache.delete_many([_key(project.pk), *(_key(project.pk, circle) for circle in circles)])
