"""The page of what was found, and the same in the palette."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.decorators import MemberRequest
from circles.access import in_project
from circles.models import Project
from search.name_patterns import SearchQuery
from search.name_search import find


@require_safe
@in_project
def search(request: MemberRequest, project: Project) -> HttpResponse:
    """Show what has the words of `?q=` in its name: a page, or for the palette its list."""
    words = SearchQuery.from_text(request.GET.get("q", ""))
    template = "search/found.html" if request.headers.get("HX-Request") else "search/search.html"
    found = {"project": project, "words": words, "groups": find(project, request.user, words)}
    response = render(request, template, found)
    # One address, two answers: a browser that goes back must not take the list for the page.
    patch_vary_headers(response, ["HX-Request"])
    return response
