"""Pages of documents: the list, one document, a new one, and its export."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import MemberRequest
from circles.access import in_project
from circles.models import Project
from documents import permissions
from documents.content.html import outline_of
from documents.content.markdown_reader import title_of, update_of
from documents.content.markup import markup_of
from documents.contexts.documents import menu_of, page_of_documents
from documents.editor_strings import editor_words
from documents.export import file_of
from documents.filters import DocumentFilters
from documents.forms import DocumentForm, ImportForm
from documents.models import MAX_TITLE, Document
from web.exceptions import require


@require_safe
@in_project
def documents(request: MemberRequest, project: Project) -> HttpResponse:
    """List the project's documents: in folders by circle, or those that the address asks for."""
    asked = DocumentFilters.from_query(request.GET.dict())
    context = page_of_documents(project, request.user, asked, request.GET.get("after", ""))
    return render(request, "documents/documents.html", context)


@require_safe
@in_project
def document(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show a document: to read at once, to write as soon as the editor has come alive."""
    found = find(request, project, number)
    nodes = found.nodes()
    context: dict[str, Any] = {
        "project": project,
        "document": found,
        "html": markup_of(nodes),
        "outline": outline_of(nodes),
        "may_edit": permissions.may_write(request.user, found),
        "menu": menu_of(found, request.user),
        "words": editor_words(),
    }
    return render(request, "documents/document.html", context)


@require_http_methods(["GET", "POST"])
@in_project
def new_document(request: MemberRequest, project: Project) -> HttpResponse:
    """Begin a document."""
    form = DocumentForm(request.POST or None, project=project, initial={"circle": request.GET.get("circle", "general")})
    if not form.is_valid():
        return asked(request, project, form, "documents/new_document.html")
    circle = form.cleaned_data["circle"]
    require(permissions.may_write_in(request.user, circle))
    return redirect(Document.create(circle, form.cleaned_data["title"], by=request.user))


@require_http_methods(["GET", "POST"])
@in_project
def import_document(request: MemberRequest, project: Project) -> HttpResponse:
    """Make a document of a Markdown file."""
    form = ImportForm(request.POST or None, request.FILES or None, project=project)
    if not form.is_valid():
        return asked(request, project, form, "documents/import_document.html")
    circle, markdown = form.cleaned_data["circle"], form.cleaned_data["file"]
    require(permissions.may_write_in(request.user, circle))
    title = form.cleaned_data["title"] or title_of(markdown)[:MAX_TITLE] or _("Imported document")
    return redirect(Document.create(circle, title, by=request.user, content=update_of(markdown)))


@require_safe
@in_project
def download(request: MemberRequest, project: Project, number: int, form: str) -> HttpResponse:
    """Return a document as a file."""
    return file_of(find(request, project, number), form)


def find(request: MemberRequest, project: Project, number: int) -> Document:
    """Find a document that the person may read."""
    found = Document.objects.in_project(project).readable_by(request.user).select_related("project", "circle", "log")
    return get_object_or_404(found, number=number)


def asked(request: HttpRequest, project: Project, form: Any, template: str) -> HttpResponse:
    """Show a form, with what was wrong."""
    context = {"project": project, "form": form}
    return render(request, template, context, status=422 if form.is_bound else 200)
