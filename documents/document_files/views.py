"""Files that become documents, and documents that become files."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from circles.projects.access import in_project, open_to_guests
from circles.projects.models import Project
from circles.projects.project_cache import now_in
from documents.document_files.file_answers import file_of, format_or_404, zip_of
from documents.document_files.forms import ExportForm, ImportForm
from documents.document_files.models import DocumentExport, DocumentImport
from documents.document_files.workflows.file_exports import ask_for_export
from documents.document_files.workflows.file_imports import ask_for_import, ask_for_uploaded
from documents.documents import permissions
from documents.documents.access import find
from documents.richtext.exchange import pandoc
from documents.richtext.exchange.export_formats import ExportFormat
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import Refused, require

SHOWN = 10
AT_ONCE_BYTES = 8 * 1024 * 1024
"""Of files that go with their form; more goes in pieces before it, where there is a script. A request holds 12 MB."""


def form_page(request: MemberRequest, form: Form, template: str, context: dict[str, Any]) -> HttpResponse:
    """Show a form, with what was wrong."""
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@in_project
def import_document(request: MemberRequest, project: Project) -> HttpResponse:
    """Make documents of files."""
    chosen = {"circle": request.GET.get("circle", "general")}
    form = ImportForm(request.POST or None, request.FILES or None, project=project, by=request.user, initial=chosen)
    if form.is_valid():
        data = form.cleaned_data
        require(permissions.may_write_in(request.user, data["circle"]))
        said = {"by": request.user, "title": data["title"], "skips": data["skips_unreadable"]}
        try:
            if data["upload"]:
                row = ask_for_uploaded(data["circle"], data["upload"], **said)
            else:
                row = ask_for_import(data["circle"], form.named_files(), **said)
        except Refused as refused:
            form.add_error("file", refused.sentence)
        else:
            return redirect(row.only_document(request.user) or row)
    recent = DocumentImport.objects.of(request.user, project).select_related("project")[:SHOWN]
    more = {"imports": recent, "at_once": AT_ONCE_BYTES, "no_office": "" if pandoc.is_possible() else pandoc.why_not()}
    return form_page(request, form, "document_files/import_document.html", {"project": project, **more})


@require_safe
@in_project
def document_import(request: MemberRequest, project: Project, key: str) -> HttpResponse:
    """Show how far an import is, and what came in, to who sent it."""
    found = get_object_or_404(DocumentImport.objects.of(request.user, project).select_related("circle"), pk=key)
    found.project, now = project, now_in(project)
    context = {
        "project": project,
        "arrival": found,
        "documents": list(found.with_what_came(request.user)),
        "ends_at": found.ends_at(now),
        "now": now,
    }
    return render(request, "document_files/document_import.html", context)


def chosen_in(query: QueryDict) -> dict[str, Any]:
    """Return what an address chooses of documents to take away."""
    return {"circle": query.get("circle", ""), "folder": query.get("folder", ""), "document": query.getlist("document")}


@require_http_methods(["GET", "POST"])
@in_project
def new_export(request: MemberRequest, project: Project) -> HttpResponse:
    """Take documents away together: those chosen (`document`, their numbers), a circle's, or all."""
    form = ExportForm(request.POST or None, project=project, user=request.user, initial=chosen_in(request.GET))
    if not form.is_valid():
        recent = DocumentExport.objects.of(request.user, project).select_related("project", "circle")[:SHOWN]
        more = {"exports": recent, "missing_forms": ExportFormat.missing()}
        return form_page(request, form, "document_files/new_export.html", {"project": project, **more})
    said = {name: form.cleaned_data[name] for name in ("circle", "folder", "with_comments")}
    numbers = form.cleaned_data["document"] or None
    return redirect(ask_for_export(project, form.cleaned_data["format"], by=request.user, numbers=numbers, **said))


def export_for(request: MemberRequest, project: Project, key: str) -> DocumentExport:
    """Find one of one's own exports (404 for others)."""
    found = get_object_or_404(DocumentExport.objects.of(request.user, project).select_related("circle"), pk=key)
    found.project = project
    return found


@require_safe
@in_project
def document_export(request: MemberRequest, project: Project, key: str) -> HttpResponse:
    """Show how far an export is, to who asked for it."""
    found, now = export_for(request, project, key), now_in(project)
    context = {"project": project, "export": found, "now": now, "ends_at": found.ends_at(now)}
    return render(request, "document_files/document_export.html", context)


@require_safe
@in_project
def document_export_file(request: MemberRequest, project: Project, key: str) -> HttpResponseBase:
    """Return the ZIP to who asked for it."""
    return zip_of(export_for(request, project, key))


@require_safe
@open_to_guests
def download(request: MemberRequest, project: Project, number: int, form: str) -> HttpResponseBase:
    """Return a document as a file, with what people said about it where `comments` is asked for."""
    found = find(request, project, number)
    comments = "comments" in request.GET
    return file_of(found, format_or_404(form), user=request.user, with_comments=comments, is_titled=True)
