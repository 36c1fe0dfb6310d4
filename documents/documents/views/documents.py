"""Pages of documents: the list, one document, and a new one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.projects.access import in_project, is_guest, open_to_guests
from circles.projects.models import Project
from documents.documents import permissions
from documents.documents.access import find, find_with_abilities
from documents.documents.contexts.documents import menu_of, page_of_documents
from documents.documents.contexts.text import read_text
from documents.documents.editor_strings import editor_words
from documents.documents.filters import DocumentFilters
from documents.documents.forms.documents import DocumentForm, PastedForm
from documents.documents.models import Document
from documents.documents.models.names import files_below
from documents.documents.workflows.placing import DocumentPlace, begin_page
from documents.richtext.html import html_of
from documents.richtext.markdown_reader import nodes_of
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.pagination import number_in


@require_safe
@in_project
def documents(request: MemberRequest, project: Project) -> HttpResponse:
    """List the project's documents: in folders by circle, or those that the address asks for."""
    asked = DocumentFilters.from_query(request.GET.dict())
    context = page_of_documents(project, request.user, asked, request.GET.get("after", ""))
    return render(request, "documents/documents.html", context)


@require_safe
@open_to_guests
def document(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show a document: to read at once, to write as soon as the editor has started."""
    found, may = find_with_abilities(request, project, number)
    text = read_text(found)
    context: dict[str, Any] = {
        "project": project,
        "document": found,
        "html": text.html,
        "outline": text.outline,
        "may_edit": may.may_write,
        "menu": menu_of(found, request.user, may),
        "is_guest": is_guest(request),
        "may_comment": may.may_comment,
        "suggesting": may.may_comment and request.GET.get("mode") == "suggest",
        "open_threads": found.threads.open().count(),
        "open_suggestions": found.suggestions.open().count(),
        "words": editor_words(only_comments=may.may_comment and not may.may_write),
        "files_below": files_below(project),
    }
    return render(request, "documents/document.html", context)


@require_safe
@open_to_guests
def heading(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show a document's title alone: open pages ask for it when something happens to the document."""
    found, may = find_with_abilities(request, project, number)
    return render(request, "documents/title.html", {"document": found, "may_arrange": may.may_arrange})


@require_POST
@open_to_guests
def pasted(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Read Markdown that a person pastes into a document, as HTML for its editor; nothing is written."""
    find(request, project, number)
    form = PastedForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=422, content_type="text/plain; charset=utf-8")
    return JsonResponse({"html": html_of(nodes_of(form.cleaned_data["text"]), anchors=False)})


@require_http_methods(["GET", "POST"])
@in_project
def new_document(request: MemberRequest, project: Project) -> HttpResponse:
    """Begin a document."""
    below = page_below(request, project)
    place = below.circle.key if below else request.GET.get("circle", "general")
    initial = {"circle": place, "template": request.GET.get("template", "")}
    form = DocumentForm(request.POST or None, project=project, below=below, initial=initial)
    if not form.is_valid():
        return asked(request, project, form, "documents/new_document.html", {"below": below})
    circle = below.circle if below else form.cleaned_data["circle"]
    require(permissions.may_write_in(request.user, circle))
    title, template = form.cleaned_data["title"], form.cleaned_data["template"]
    return redirect(begin_page(DocumentPlace(circle, below=below), title, by=request.user, template=template))


def page_below(request: MemberRequest, project: Project) -> Document | None:
    """Return the page below which a new one is to stand (`below`, its number), where the person may arrange it."""
    number = number_in(request.POST.get("below") or request.GET.get("below", ""))
    if number is None:
        return None
    found = find(request, project, number)
    require(permissions.may_arrange(request.user, found))
    return found


def asked(
    request: HttpRequest, project: Project, form: Any, template: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    """Show a form, with what was wrong."""
    context = {"project": project, "form": form, **(more or {})}
    return render(request, template, context, status=422 if form.is_bound else 200)
