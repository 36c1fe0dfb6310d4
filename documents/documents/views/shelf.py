"""What one does with a document from the list or its menu: mark, rename, move, duplicate, archive."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.circles.models import Circle
from circles.projects.access import in_project
from circles.projects.models import Project
from documents.documents import permissions
from documents.documents.access import find
from documents.documents.contexts.documents import menu_of
from documents.documents.contexts.unread import unread_of
from documents.documents.forms.documents import DocumentMoveForm, TitleForm
from documents.documents.models import Document, Favourite, Visit
from documents.documents.workflows.duplicate import duplicate
from documents.documents.workflows.placing import move_to_circle
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.redirects import back_or


def to_arrange(request: MemberRequest, project: Project, number: int) -> Document:
    """Find a document that the person may arrange (403 for others)."""
    found = find(request, project, number)
    require(permissions.may_arrange(request.user, found))
    return found


@require_safe
@in_project
def menu(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show what one can do with a document."""
    found = find(request, project, number)
    back = request.GET.get("back", "")
    return render(request, "documents/row_menu.html", {"menu": menu_of(found, request.user), "back": back})


@require_POST
@in_project
def visits(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Note that a person opened a document, and show what others changed since they last read it. Its page asks for
    this: reading it writes nothing, and waits for nobody.
    """
    found = find(request, project, number)
    unread = unread_of(found, request.user)
    Visit.note(found, by=request.user)
    if unread is None:
        return HttpResponse(status=204)
    return render(request, "documents/unread.html", {"project": project, "document": found, "unread": unread})


@require_POST
@in_project
def reading(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Note that a person has read a document as it is now: they leave it, or put its marks away."""
    Visit.note_read(find(request, project, number), by=request.user)
    return HttpResponse(status=204)


@require_POST
@in_project
def favourite(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Mark a document, or take the mark away (`on` empty)."""
    Favourite.mark(find(request, project, number), by=request.user, is_on=bool(request.POST.get("on")))
    return back_or(request, "documents:documents", project.slug)


@require_http_methods(["GET", "POST"])
@in_project
def rename(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Rename a document: in its line, or on a page of its own."""
    found = to_arrange(request, project, number)
    form = TitleForm(request.POST or None, instance=found)
    if form.is_valid():
        Document.objects.get(pk=found.pk).rename(form.cleaned_data["title"], by=request.user)
        return back_or(request, found)
    return arranging(request, found, form, heading=_("Rename"), button=_("Rename"))


@require_http_methods(["GET", "POST"])
@in_project
def move(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Put a document into another circle."""
    found = to_arrange(request, project, number)
    form = DocumentMoveForm(request.POST or None, project=project, initial={"circle": found.circle})
    if not form.is_valid():
        return arranging(request, found, form, heading=_("Move to a circle"), button=_("Move"))
    circle, undo = form.cleaned_data["circle"], reverse("documents:put", args=[project.slug, number, found.circle.key])
    require(permissions.may_write_in(request.user, circle))
    move_to_circle(found, circle, by=request.user)
    if circle != found.circle:
        said = _("%(title)s is in %(circle)s now.") % {"title": found.title, "circle": circle.name}
        messages.success(request, said, extra_tags=undo)
    return back_or(request, found)


@require_POST
@in_project
def put_back(request: MemberRequest, project: Project, number: int, circle: str) -> HttpResponseBase:
    """Put a document back into the circle of this key, from the toast that tells where it went."""
    found = to_arrange(request, project, number)
    target = get_object_or_404(Circle.objects.in_project(project), key=circle)
    require(permissions.may_write_in(request.user, target))
    move_to_circle(found, target, by=request.user)
    return back_or(request, found)


def arranging(
    request: MemberRequest, document: Document, form: Any, *, heading: str, button: str, **more: Any
) -> HttpResponse:
    """Show the page on which one thing about a document is changed, with what was wrong."""
    context = {"project": document.project, "document": document, "form": form, "heading": heading, "button": button}
    return render(request, "documents/arrange.html", context | more, status=422 if form.is_bound else 200)


@require_POST
@in_project
def copy(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Make a copy of a document and open it."""
    found = find(request, project, number)
    require(permissions.may_write_in(request.user, found.circle))
    return redirect(duplicate(found, by=request.user))


@require_POST
@in_project
def archive(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Put a document away; can be undone from the toast."""
    found = to_arrange(request, project, number)
    found.archive(by=request.user)
    undo = reverse("documents:restore", args=[project.slug, number])
    messages.success(request, _("%(title)s is archived.") % {"title": found.title}, extra_tags=undo)
    return back_or(request, "documents:documents", project.slug)


@require_POST
@in_project
def restore(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """List an archived document again."""
    found = to_arrange(request, project, number)
    found.restore(by=request.user)
    return back_or(request, found)
