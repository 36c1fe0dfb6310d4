"""Pages of imported minutes: their list, and the page of one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from circles.circles.models import Circle
from circles.projects.access import in_project
from circles.projects.models import Project
from daily.syncs.models import ImportedMinutes
from documents.richtext.html import outline_of
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.markup import markup_of
from documents.richtext.nodes import opening_heading
from foundation.accounts.decorators import MemberRequest
from foundation.web.collation import Alphabetical
from foundation.web.pagination import seq_page_of


@require_safe
@in_project
def imported_minutes_list(request: MemberRequest, project: Project) -> HttpResponse:
    """List imported minutes, by the group, circle and words that the address asks for."""
    said = {name: request.GET.get(name, "").strip() for name in ("circle", "group", "q")}
    every = ImportedMinutes.objects.visible_to(request.user).in_project(project)
    found = every.in_scope(said["circle"]).of_group(said["group"]).naming(said["q"])
    context = {
        "project": project,
        "said": said,
        "number": found.count(),
        "page": seq_page_of(found.for_lists(), request.GET.get("before", ""), key="number"),
        "groups": every.order_by("group").values_list("group", flat=True).exclude(group="").distinct(),
        "circles": Circle.objects.in_project(project)
        .filter(pk__in=every.order_by().values("circle"))
        .order_by(Alphabetical("name")),
    }
    return render(request, "syncs/every_imported_minutes.html", context)


@require_safe
@in_project
def imported_minutes(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show imported minutes as they were written."""
    rows = ImportedMinutes.objects.visible_to(request.user).in_project(project)
    found = get_object_or_404(rows.select_related("project", "circle", "created_by"), number=number)
    nodes = nodes_of(found.text)
    if opening_heading(nodes) == found.title:  # the page says it already
        nodes = nodes[1:]
    context = {"project": project, "minutes": found, "text": markup_of(nodes), "outline": outline_of(nodes)}
    return render(request, "syncs/imported_minutes.html", context)
