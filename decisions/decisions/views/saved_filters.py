"""Filters of the register that a person keeps under a name."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.decisions.models import SavedFilter
from decisions.decisions.register.filters import RegisterFilters
from foundation.accounts.decorators import MemberRequest


@require_POST
@in_project
def saved_filters(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Keep the filter of the address under a name, and lead back to what it finds."""
    asked = RegisterFilters.from_query(request.GET.dict())
    SavedFilter.save_as(project, request.POST.get("name", ""), asked.query, by=request.user)
    return redirect(f"{reverse('decisions:register', args=[project.slug])}?{asked.query}")


@require_POST
@in_project
def removal(request: MemberRequest, project: Project, pk: int) -> HttpResponseBase:
    """Forget a filter of one's own."""
    get_object_or_404(SavedFilter.objects.of(request.user, project), pk=pk).delete()
    return redirect("decisions:register", project.slug)
