"""Pages of a restriction: restrict, renew, lift, ask to be let in."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from circles.projects.access import in_project
from circles.projects.models import Project
from documents.documents import permissions
from documents.documents.contexts.restriction import open_pages_below, page_of_form
from documents.documents.forms.restriction import RestrictionForm
from documents.documents.models import Document
from documents.documents.workflows import restricting
from documents.documents.workflows.placing import pages_below
from foundation.accounts.decorators import MemberRequest
from foundation.audit import clock
from foundation.web.exceptions import require


def find_known(request: MemberRequest, project: Project, number: int) -> Document:
    """Find a document of which the person may know, restricted or not."""
    found = Document.objects.in_project(project).visible_to(request.user).select_related("project", "circle", "log")
    document = get_object_or_404(found, number=number)
    document.project = document.circle.project = project
    return document


@require_http_methods(["GET", "POST"])
@in_project
def restriction(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Restrict a document, or say anew why, until when and for whom. While one is `choosing` who reads it, the form is
    shown again with them and nothing is done.
    """
    document = find_known(request, project, number)
    held = document.restriction
    require(permissions.may_restrict_or_renew(request.user, document))
    pages = open_pages_below(document, request.user)
    if request.method == "GET":
        ends_on = held.ends_on if held else restricting.usual_day(document, clock.now())
        start = {"reason": held.reason if held else "", "ends_on": ends_on}
        form = RestrictionForm(initial=start, document=document, by=request.user, pages=pages)
        return render(request, "documents/restrict.html", page_of_form(form))
    form = RestrictionForm(request.POST, document=document, by=request.user, pages=pages)
    is_choosing = "choosing" in request.POST
    if is_choosing or not form.is_valid():
        return render(request, "documents/restrict.html", page_of_form(form), status=200 if is_choosing else 422)
    alike = pages if form.cleaned_data.get("with_pages") else []
    restricting.restrict_or_renew(document, form.terms(), by=request.user, pages=alike)
    return redirect(document)


@require_POST
@in_project
def lifting(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Open a document to everyone in the project before its day."""
    document = find_known(request, project, number)
    require(permissions.may_change_restriction(request.user, document))
    restricting.lift(document, by=request.user)
    said = _("Everyone in the project can read it again.")
    if any(one.restriction for one in pages_below(document)):
        said = f"{said} {_('The pages below it keep their restriction.')}"
    messages.success(request, said)
    return redirect(document)


@require_POST
@in_project
def requests(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Ask who restricted a document to be let in."""
    document = find_known(request, project, number)
    restricting.ask_for_access(document, by=request.user)
    messages.success(request, _("Your request is in the inbox of who restricted it."))
    return redirect(document)


@require_POST
@in_project
def followers(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Hear when a document opens."""
    document = find_known(request, project, number)
    restricting.follow(document, by=request.user)
    messages.success(request, _("Your inbox tells you when it opens."))
    return redirect(document)
