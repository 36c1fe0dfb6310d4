"""What fits what is being typed into a field that chooses one of many."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from circles.projects.access import in_project
from circles.projects.forms.autocomplete import LONGEST, autocomplete
from circles.projects.models import Project
from foundation.accounts.decorators import MemberRequest


@require_safe
@in_project
def choices(request: MemberRequest, project: Project, kind: str) -> HttpResponse:
    """List those of a kind that fit `?q=`, for the script of such a field."""
    offered = autocomplete()
    if kind not in offered:
        raise Http404
    typed = request.GET.get("q", "").strip()[:LONGEST]
    return render(request, "projects/choices.html", {"choices": offered[kind](project, typed), "typed": typed})
