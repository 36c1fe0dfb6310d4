"""API of imported minutes: to read."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from circles.projects.access import project_for
from daily.syncs.models import ImportedMinutes
from foundation.accounts.decorators import asker
from foundation.web.pagination import seq_page_of

router = Router()


class ImportedMinutesOut(Schema):
    """Imported minutes as a row; `group` is what their source calls who met, `circle` a key of ours."""

    number: int
    title: str
    group: str
    circle: str
    held_on: date | None
    source: str
    created_at: datetime

    @staticmethod
    def resolve_circle(found: ImportedMinutes) -> str:
        """Return the circle's key."""
        return found.scope


class ImportedMinutesDetail(ImportedMinutesOut):
    """The whole of them, in Markdown."""

    text: str


class ImportedMinutesPage(Schema):
    """Minutes, the latest first; `before` is the cursor of the next page."""

    minutes: list[ImportedMinutesOut]
    before: str


@router.get("projects/{slug}/minutes-elsewhere", response=ImportedMinutesPage)
def imported_minutes_list(request: HttpRequest, slug: str, before: str = "", circle: str = "", q: str = "") -> Any:
    """List imported minutes, the latest first."""
    every = ImportedMinutes.objects.visible_to(asker(request)).in_project(project_for(request, slug))
    found = every.in_scope(circle).naming(q.strip())
    page = seq_page_of(found.for_lists(), before, key="number")
    return {"minutes": page.rows, "before": page.next}


@router.get("projects/{slug}/minutes-elsewhere/{number}", response=ImportedMinutesDetail)
def imported_minutes(request: HttpRequest, slug: str, number: int) -> Any:
    """Read imported minutes."""
    every = ImportedMinutes.objects.visible_to(asker(request)).in_project(project_for(request, slug))
    return get_object_or_404(every.select_related("circle"), number=number)
