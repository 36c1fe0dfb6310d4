"""News by plain HTTP, for pages that can open no socket."""

from datetime import timedelta

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.pace import keep_pace
from audit.models import Head
from circles.access import MemberRequest, in_project
from circles.broadcasts import missed
from circles.models import Project
from circles.paging import number_in

LOOKS = 600
"""In a minute: a page asks every five seconds, and nobody has fifty open."""


@require_safe
@in_project
@never_cache
def news(request: MemberRequest, project: Project) -> HttpResponse:
    """Say whether something happened since a number, as the socket answers it."""
    keep_pace(request.user, "news", most=LOOKS, within=timedelta(minutes=1))
    since = number_in(request.GET.get("since", "")) or 0
    return JsonResponse(missed(since, Head.seq_of(project.pk)))
