"""How documents are ordered: folders, pages below pages, tags, and what leads to one."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.circles.models import Circle
from circles.projects.access import in_project
from circles.projects.models import Project
from documents.documents import permissions
from documents.documents.access import find
from documents.documents.contexts.documents import pages_of, tags_of
from documents.documents.contexts.linked import linked_from
from documents.documents.forms.order import (
    DocumentPlaceForm,
    FolderForm,
    FolderNameForm,
    FolderPlaceForm,
    OrderForm,
    TagsForm,
    typed_tags,
)
from documents.documents.models import Document, DocumentFolder, DocumentTag
from documents.documents.views.documents import asked
from documents.documents.views.shelf import arranging, to_arrange
from documents.documents.workflows.folders import make_folder, move_folder, remove_folder, rename_folder
from documents.documents.workflows.ordering import order_folder, order_page
from documents.documents.workflows.placing import DocumentPlace, place, place_back
from documents.documents.workflows.tags import remove_tag, rename_tag, set_tags
from foundation.accounts.decorators import MemberRequest
from foundation.web.collation import Alphabetical
from foundation.web.exceptions import Refused, require
from foundation.web.pagination import number_in
from foundation.web.redirects import back_from, back_or


@require_http_methods(["GET", "POST"])
@in_project
def place_document(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Put a document into a circle, a folder, or below a page: typed in a form, or dropped there (`onto`)."""
    found = to_arrange(request, project, number)
    if request.method == "POST" and ("onto" in request.POST or "onto" in request.GET):
        to = place_at(project, request.user, request.POST.get("onto") or request.GET.get("onto", ""))
    else:
        form = DocumentPlaceForm(request.POST or None, project=project, user=request.user, initial=standing(found))
        if not form.is_valid():
            return arranging(request, found, form, heading=_("Move"), button=_("Move"))
        to = form.cleaned_data["place"]
    require(may_put_there(request, to))
    before, was_open = DocumentPlace.of(found), found.restriction is None
    if not put_there(request, found, to, back="opens" in request.GET and to != before) and to != before:
        tell_place(request, found, to, before, was_open=was_open)
    return back_or(request, found)


def put_there(request: MemberRequest, document: Document, to: DocumentPlace, *, back: bool) -> bool:
    """Put a document there, or back, where going away restricted it; return whether it is open again by that."""
    restricts = permissions.restricts(request.user)
    if back:
        may_open = partial(permissions.may_change_restriction, request.user)
        return place_back(document, to, by=request.user, may_restrict=restricts, may_open=may_open)
    place(document, to, by=request.user, may_restrict=restricts)
    return False


def tell_place(
    request: MemberRequest, document: Document, to: DocumentPlace, before: DocumentPlace, *, was_open: bool
) -> None:
    """Say where a document stands now, with the way back."""
    moved = Document.objects.select_related("project", "circle").get(pk=document.pk)
    messages.success(request, placed(moved, to), extra_tags=undo_address(moved, before, was_open=was_open))


def placed(document: Document, to: DocumentPlace) -> str:
    """Say where a document stands now; below a restricted page, whether it is restricted as well."""
    said = _("%(title)s is in %(place)s now.") % {"title": document.title, "place": to.name}
    if to.below is None or to.below.restriction is None:
        return said
    is_alike = _("It is restricted alike.") if document.restriction else _("It stays as open as it was.")
    return f"{said} {is_alike}"


def undo_address(document: Document, before: DocumentPlace, *, was_open: bool) -> str:
    """Return the address that puts a document back where it stood, and opens it if that restricted it."""
    query = {"onto": written(before)} | ({"opens": 1} if was_open and document.restriction else {})
    return f"{reverse('documents:place', args=[document.project.slug, document.number])}?{urlencode(query)}"


def standing(document: Document) -> dict[str, Any]:
    """Return where a document stands, as the form shows it."""
    below = document.parent
    within = document.folder.name if document.folder else f"{below.reference} {below.title}" if below else ""
    return {"circle": document.circle, "within": within}


def written(place_: DocumentPlace) -> str:
    """Write a place as what is dropped onto says it: `circle:field`, `folder:3`, `page:12`."""
    if place_.folder:
        return f"folder:{place_.folder.pk}"
    return f"page:{place_.below.number}" if place_.below else f"circle:{place_.circle.key}"


def place_at(project: Project, user: Any, onto: str) -> DocumentPlace:
    """Read such a word (404 for what is not there, or of which the person may not know)."""
    kind, _colon, key = onto.partition(":")
    if kind == "folder":
        folder = folder_in(project, number_in(key) or 0)
        return DocumentPlace(folder.circle, folder=folder)
    if kind == "page":
        pages = Document.objects.in_project(project).visible_to(user).listed().select_related("circle", "project")
        below = get_object_or_404(pages, number=number_in(key) or 0)
        return DocumentPlace(below.circle, below=below)
    return DocumentPlace(get_object_or_404(Circle.objects.in_project(project), key=key))


def may_put_there(request: MemberRequest, to: DocumentPlace) -> bool:
    """Whether a person may put documents somewhere: into an open circle, below a page that they may arrange."""
    below = to.below is None or permissions.may_arrange(request.user, to.below)
    return below and permissions.may_write_in(request.user, to.circle)


@require_POST
@in_project
def order_document(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Put a page elsewhere among those beside it: one place further, before another one, or last."""
    found = to_arrange(request, project, number)
    form = OrderForm(request.POST)
    require_valid(form)
    before = form.cleaned_data["before"]
    page = find_listed(request, project, before) if before else None
    order_page(found, form.step or page, by=request.user)
    return HttpResponse(status=204) if "HX-Request" in request.headers else back_or(request, found)


@require_POST
@in_project
def folder_order(request: MemberRequest, project: Project, folder: int) -> HttpResponseBase:
    """Put a folder elsewhere among those beside it."""
    found = folder_to_change(request, project, folder)
    form = OrderForm(request.POST)
    require_valid(form)
    before = form.cleaned_data["before"]
    order_folder(found, form.step or (folder_in(project, before) if before else None), by=request.user)
    return HttpResponse(status=204) if "HX-Request" in request.headers else back_or(request, found)


def require_valid(form: OrderForm) -> None:
    """Raise Refused for what says no place."""
    if not form.is_valid():
        raise Refused(_("This stands elsewhere by now; look again."))


@require_safe
@in_project
def pages(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """List the pages that stand right below one, as lines of the list."""
    found = find_listed(request, project, number)
    rows, back = pages_of(found, request.user), back_from(request, found.get_absolute_url())
    return render(request, "documents/pages.html", {"project": project, "rows": rows, "back": back})


def find_listed(request: MemberRequest, project: Project, number: int) -> Document:
    """Find a document of which the person knows the title, restricted or not: its pages have rights of their own."""
    found = Document.objects.in_project(project).visible_to(request.user).select_related("project", "circle")
    return get_object_or_404(found, number=number)


@require_safe
@in_project
def links(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show what stands around a document: its pages, its tags, and what names it."""
    found = find(request, project, number)
    context = {
        "project": project,
        "document": found,
        "rows": pages_of(found, request.user),
        "linked": linked_from(found, request.user),
        "document_tags": found.tags.order_by(Alphabetical("name")),
        "may_arrange": permissions.may_arrange(request.user, found),
        "may_write": permissions.may_write_in(request.user, found.circle),
    }
    return render(request, "documents/links.html", context)


@require_http_methods(["GET", "POST"])
@in_project
def document_tags(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Give a document these tags and no others."""
    found = to_arrange(request, project, number)
    form = TagsForm(request.POST or None, initial={"tags": typed_tags(found)})
    if not form.is_valid():
        return arranging(request, found, form, heading=_("Tags"), button=_("Save"), tags=tags_of(project))
    set_tags(found, form.cleaned_data["tags"].split(","), by=request.user)
    return back_or(request, found)


@require_safe
@in_project
def tags(request: MemberRequest, project: Project) -> HttpResponse:
    """List the project's tags, with how many documents bear each."""
    found = DocumentTag.objects.in_project(project).with_numbers().order_by(Alphabetical("name"))
    return render(request, "documents/tags.html", {"project": project, "tags": found})


@require_POST
@in_project
def tag_name(request: MemberRequest, project: Project, tag: int) -> HttpResponse:
    """Call a tag something else."""
    found = get_object_or_404(DocumentTag.objects.in_project(project), pk=tag)
    require(permissions.may_tag(request.user, project))
    rename_tag(found, request.POST.get("name", ""), by=request.user)
    return redirect("documents:tags", project.slug)


@require_POST
@in_project
def tag_removal(request: MemberRequest, project: Project, tag: int) -> HttpResponse:
    """Take a tag off all documents."""
    found = get_object_or_404(DocumentTag.objects.in_project(project), pk=tag)
    require(permissions.may_tag(request.user, project))
    remove_tag(found, by=request.user)
    return redirect("documents:tags", project.slug)


def folder_in(project: Project, pk: int) -> DocumentFolder:
    """Find a folder of a project."""
    return get_object_or_404(DocumentFolder.objects.in_project(project).select_related("project", "circle"), pk=pk)


def folder_to_change(request: MemberRequest, project: Project, pk: int) -> DocumentFolder:
    """Find a folder that the person may change (403 for others)."""
    found = folder_in(project, pk)
    require(permissions.may_write_in(request.user, found.circle))
    return found


@require_http_methods(["GET", "POST"])
@in_project
def folders(request: MemberRequest, project: Project) -> HttpResponse:
    """Make a folder."""
    inside = request.POST.get("inside") or request.GET.get("inside", "")
    outer = folder_in(project, number_in(inside) or 0) if inside else None
    initial = {"circle": request.GET.get("circle", "general")}
    form = FolderForm(request.POST or None, project=project, inside=outer, initial=initial)
    if not form.is_valid():
        return asked(request, project, form, "documents/new_folder.html", {"inside": outer})
    circle = outer.circle if outer else form.cleaned_data["circle"]
    require(permissions.may_write_in(request.user, circle))
    return redirect(make_folder(circle, form.cleaned_data["name"], by=request.user, inside=outer))


@require_http_methods(["GET", "POST"])
@in_project
def folder_name(request: MemberRequest, project: Project, folder: int) -> HttpResponse:
    """Call a folder something else."""
    found = folder_to_change(request, project, folder)
    form = FolderNameForm(request.POST or None, initial={"name": found.name})
    if not form.is_valid():
        more = {"folder": found, "heading": _("Rename")}
        return asked(request, project, form, "documents/folder_form.html", more)
    rename_folder(found, form.cleaned_data["name"], by=request.user)
    return redirect(found)


@require_http_methods(["GET", "POST"])
@in_project
def folder_place(request: MemberRequest, project: Project, folder: int) -> HttpResponse:
    """Put a folder into another one of its circle."""
    found = folder_to_change(request, project, folder)
    form = FolderPlaceForm(request.POST or None, folder=found, initial={"inside": found.inside})
    if request.method != "POST" or not form.is_valid():
        more = {"folder": found, "heading": _("Move")}
        return asked(request, project, form, "documents/folder_form.html", more)
    move_folder(found, form.cleaned_data["inside"], by=request.user)
    return redirect(found)


@require_POST
@in_project
def folder_removal(request: MemberRequest, project: Project, folder: int) -> HttpResponse:
    """Take a folder away; what is in it stays, where the folder stood."""
    found = folder_to_change(request, project, folder)
    remove_folder(found, by=request.user)
    messages.success(request, _("The folder “%(name)s” is gone; its documents stay.") % {"name": found.name})
    address = reverse("documents:documents", args=[project.slug])
    query = {"folder": found.inside_id} if found.inside_id else {"circle": found.circle.key}
    return redirect(f"{address}?{urlencode(query)}")
