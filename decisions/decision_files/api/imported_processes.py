"""API of imported decision processes: to read."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from circles.projects.access import project_for
from decisions.decision_files.imported_filters import ImportedFilters
from decisions.decisions.api.schemas import Page
from decisions.decisions.models import ImportedProcess
from decisions.decisions.models.register.process_content import Process
from foundation.accounts.decorators import asker
from foundation.web.pagination import seq_page_of

router = Router()


class ImportedProcessOut(Schema):
    """An imported process as a row; `key` is its name at its source, `final_state` and `sort` are its own words."""

    number: int
    key: str
    source: str
    title: str
    sort: str
    team: str
    proposer: str
    final_state: str
    circle: str
    first_seen: date | None
    last_seen: date | None
    created_at: datetime

    @staticmethod
    def resolve_circle(found: ImportedProcess) -> str:
        """Return the circle's key."""
        return found.scope


class ImportedProcessDetail(ImportedProcessOut):
    """The whole of it; null is what its source does not say."""

    process: Process


@router.get("projects/{slug}/decisions-elsewhere", response=Page[ImportedProcessOut])
def imported_processes(
    request: HttpRequest, slug: str, before: str = "", circle: str = "", state: str = "", q: str = ""
) -> Any:
    """List imported processes, the last begun first; filters as on their page."""
    filters = ImportedFilters.from_query({"circle": circle, "state": state, "q": q})
    every = ImportedProcess.objects.visible_to(asker(request)).in_project(project_for(request, slug))
    page = seq_page_of(filters.apply(every).for_lists(), before, key="number")
    return {"rows": page.rows, "before": page.next}


@router.get("projects/{slug}/decisions-elsewhere/{number}", response=ImportedProcessDetail)
def imported_process(request: HttpRequest, slug: str, number: int) -> Any:
    """Read one imported process."""
    every = ImportedProcess.objects.visible_to(asker(request)).in_project(project_for(request, slug))
    return get_object_or_404(every.select_related("circle"), number=number)
