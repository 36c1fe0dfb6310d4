"""Today: what waits for me."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from circles.access import MemberRequest, in_project
from circles.models import Project


@require_safe
@in_project
def today(request: MemberRequest, project: Project) -> HttpResponse:
    """Show what waits for the person in a project."""
    return render(request, "circles/tree.html", {"project": project, "rows": []})
