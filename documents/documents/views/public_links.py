"""A document's public link, for people of the project: see it, make one, end it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from circles.projects.access import in_project
from circles.projects.models import Project
from documents.documents import permissions
from documents.documents.access import find
from documents.documents.contexts.public_links import page_of_link
from documents.documents.forms.public_links import PublicLinkForm
from documents.documents.workflows.public_links import end_public_link, make_public_link, usual_day
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


@require_http_methods(["GET", "POST"])
@in_project
def public_link(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Show whether a document has a public link, to whoever may read it; its address to whoever may make one."""
    found = find(request, project, number)
    may_share = permissions.may_share(request.user, found)
    require(may_share or request.method != "POST")
    form = PublicLinkForm(request.POST or None, initial={"ends_on": usual_day(project)})
    if form.is_valid():
        make_public_link(found, by=request.user, **form.cleaned_data)
        return redirect("documents:public_link", project.slug, number)
    context = page_of_link(found, request.user) | {"form": form}
    return render(request, "documents/public_link.html", context, status=422 if form.is_bound else 200)


@require_POST
@in_project
def ending(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """End a document's public link at once."""
    found = find(request, project, number)
    link = get_object_or_404(found.public_links.standing().select_related("document__project"))
    require(permissions.may_end_public_link(request.user, link))
    end_public_link(link, by=request.user)
    messages.success(request, _("The link no longer works."))
    return redirect("documents:public_link", project.slug, number)
