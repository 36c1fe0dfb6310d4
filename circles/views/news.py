"""News by plain HTTP, for pages that can open no socket."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit.models import Head
from circles.access import MemberRequest, in_project
from circles.broadcasts import missed
from circles.models import Project
from circles.paging import number_in


@require_safe
@in_project
@never_cache
def news(request: MemberRequest, project: Project) -> HttpResponse:
    """Say whether something happened since a number, as the socket answers it."""
    since = number_in(request.GET.get("since", "")) or 0
    return JsonResponse(missed(since, Head.seq_of(project.pk)))
