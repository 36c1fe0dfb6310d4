"""The page of what was found, and the same in the palette."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from across.search.contexts.page import SearchPage
from across.search.models import SavedSearch
from circles.projects.access import in_project
from circles.projects.models import Project
from circles.projects.references import thing_named
from foundation.accounts.decorators import MemberRequest
from foundation.web.name_patterns import SearchQuery
from foundation.web.redirects import back_or

IN_PALETTE = 5


@require_safe
@in_project
def search(request: MemberRequest, project: Project) -> HttpResponse:
    """Show what answers `?q=`: a page, or for the palette its list. A key sent by Enter (`go`) opens its thing."""
    in_palette = bool(request.headers.get("HX-Request"))
    typed = SearchQuery.from_text(request.GET.get("q", ""))
    if "go" in request.GET and not in_palette and typed.reference:
        thing = thing_named(project, request.user, typed.reference)
        if thing is not None:
            return redirect(thing.get_absolute_url())
    page = SearchPage(project, request.user, request.GET.dict(), **({"size": IN_PALETTE} if in_palette else {}))
    template = "search/found.html" if in_palette else "search/search.html"
    response = render(request, template, {"project": project, "page": page})
    # One address, two answers: a browser that goes back must not take the list for the page.
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
@in_project
def save(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Keep what was asked, under a name."""
    page = SearchPage(project, request.user, request.POST.dict(), size=1)
    saved = SavedSearch.keep(project, request.POST.get("name", ""), page.address()[1:], by=request.user)
    return redirect(saved)


@require_POST
@in_project
def remove_saved(request: MemberRequest, project: Project, key: int) -> HttpResponseBase:
    """Keep a search no longer."""
    get_object_or_404(SavedSearch.objects.of(request.user, project), pk=key).delete()
    return back_or(request, "search:search", project.slug)
