"""Processes of elsewhere: their list, and one's page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.alphabet import Alphabetical
from circles.access import MemberRequest, in_project
from circles.models import Circle, Project
from circles.paging import seq_page_of
from decisions.models import PastProcess
from decisions.pages.past import page_of_past
from decisions.past.wanted import Wanted


@require_safe
@in_project
def past(request: MemberRequest, project: Project) -> HttpResponse:
    """List processes of elsewhere as the address asks; a fixed number of queries."""
    wanted = Wanted.read(request.GET.dict())
    every = PastProcess.objects.visible_to(request.user).in_project(project)
    found = wanted.among(every)
    circles = every.order_by().values("circle")
    context = {
        "project": project,
        "wanted": wanted,
        "number": found.count(),
        "page": seq_page_of(found.for_lists(), request.GET.get("before", ""), key="number"),
        "states": every.order_by("final_state").values_list("final_state", flat=True).distinct(),
        "circles": Circle.objects.in_project(project).filter(pk__in=circles).order_by(Alphabetical("name")),
    }
    return render(request, "decisions/imported.html", context)


@require_safe
@in_project
def past_process(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show one process of elsewhere like a page of minutes, with what its source does not say left open."""
    rows = PastProcess.objects.visible_to(request.user).in_project(project)
    found = get_object_or_404(rows.select_related("project", "circle", "created_by"), number=number)
    return render(request, "decisions/imported_process.html", page_of_past(found))
