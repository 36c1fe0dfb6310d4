"""Minutes from elsewhere: their list, and the page of one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.alphabet import Alphabetical
from circles.access import MemberRequest, in_project
from circles.models import Circle, Project
from circles.paging import seq_page_of
from documents.folder import opening_of
from documents.markdown_in import nodes_of
from documents.markup import markup_of
from documents.render import outline_of
from meetings.models import PastMinutes


@require_safe
@in_project
def every_past_minutes(request: MemberRequest, project: Project) -> HttpResponse:
    """List minutes from elsewhere, of the group and circle and with the words that the address asks for."""
    said = {name: request.GET.get(name, "").strip() for name in ("circle", "group", "q")}
    every = PastMinutes.objects.visible_to(request.user).in_project(project)
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
    return render(request, "meetings/every_imported_minutes.html", context)


@require_safe
@in_project
def past_minutes(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show minutes from elsewhere as they were written."""
    rows = PastMinutes.objects.visible_to(request.user).in_project(project)
    found = get_object_or_404(rows.select_related("project", "circle", "created_by"), number=number)
    nodes = nodes_of(found.text)
    if opening_of(nodes) == found.title:  # the page says it already
        nodes = nodes[1:]
    context = {"project": project, "minutes": found, "text": markup_of(nodes), "outline": outline_of(nodes)}
    return render(request, "meetings/imported_minutes.html", context)
