"""Change notifications by plain HTTP, for pages that can open no socket, and the numbers of the sidebar."""

from datetime import timedelta

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from circles.navigation.nav_counts import numbers_for
from circles.projects.access import in_project
from circles.projects.models import Project
from foundation.accounts.decorators import MemberRequest
from foundation.audit.models import Head
from foundation.web.broadcasts import missed
from foundation.web.pagination import number_in
from foundation.web.throttling import throttle

LOOKS = 600
"""In a minute: a page asks every five seconds, and nobody has fifty open."""


@require_safe
@in_project
@never_cache
def news(request: MemberRequest, project: Project) -> HttpResponse:
    """Return whether something happened since a number, as the socket answers it."""
    throttle(request.user.pk, "news", most=LOOKS, within=timedelta(minutes=1))
    since = number_in(request.GET.get("since", "")) or 0
    return JsonResponse(missed(since, Head.seq_of(project.pk)))


@require_safe
@in_project
@never_cache
def numbers(request: MemberRequest, project: Project) -> HttpResponse:
    """Return the numbers beside the links of the sidebar, for a page on which something was read or came in."""
    throttle(request.user.pk, "numbers", most=LOOKS, within=timedelta(minutes=1))
    found = numbers_for(request.user, project)
    return JsonResponse({link: {"number": count.number, "new": count.is_new} for link, count in found.items()})
