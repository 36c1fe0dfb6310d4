"""Pages of imported decision processes: their list, and one's page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from circles.circles.models import Circle
from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.decision_files.contexts.imported_process import imported_process_context
from decisions.decision_files.imported_filters import ImportedFilters
from decisions.decisions.models import ImportedProcess
from foundation.accounts.decorators import MemberRequest
from foundation.web.collation import Alphabetical
from foundation.web.pagination import seq_page_of


@require_safe
@in_project
def imported_processes(request: MemberRequest, project: Project) -> HttpResponse:
    """List imported processes as the address asks; a fixed number of queries."""
    filters = ImportedFilters.from_query(request.GET.dict())
    every = ImportedProcess.objects.visible_to(request.user).in_project(project)
    found = filters.apply(every)
    circles = every.order_by().values("circle")
    context = {
        "project": project,
        "filters": filters,
        "number": found.count(),
        "page": seq_page_of(found.for_lists(), request.GET.get("before", ""), key="number"),
        "states": every.order_by("final_state").values_list("final_state", flat=True).distinct(),
        "circles": Circle.objects.in_project(project).filter(pk__in=circles).order_by(Alphabetical("name")),
    }
    return render(request, "decision_files/imported.html", context)


@require_safe
@in_project
def imported_process(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show one imported process like a page of minutes, with what its source does not say left open."""
    rows = ImportedProcess.objects.visible_to(request.user).in_project(project)
    found = get_object_or_404(rows.select_related("project", "circle", "created_by"), number=number)
    return render(request, "decision_files/imported_process.html", imported_process_context(found))
