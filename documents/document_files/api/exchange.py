"""API of documents that come in as files and go out as files."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from circles.circles.access import circle_for
from circles.projects.access import project_for
from documents.document_files.file_answers import file_of, zip_of
from documents.document_files.forms import is_path, whole_upload
from documents.document_files.models import DocumentExport, DocumentImport
from documents.document_files.workflows.file_exports import ask_for_export
from documents.document_files.workflows.file_imports import ask_for_import, ask_for_uploaded
from documents.documents import permissions
from documents.documents.models import Document, DocumentFolder
from documents.richtext.exchange.export_formats import ExportFormat
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import Refused, require

router = Router()
*MOST, LAST = ExportFormat.values


class ImportIn(Body):
    """How files come in: into which circle (its key), under which title (of one document), and whether what cannot be
    read is left out; without that, nothing comes in then. `upload` names what was sent in pieces before.
    """

    circle: str = "general"
    title: str = Field("", max_length=200)
    skips_unreadable: bool = False
    upload: UUID | None = None


class ImportOut(Schema):
    """An import, and what came of it: `documents` with their numbers, `problems` with file and sentence, `remarks`
    (comments and tracked changes of Word files) with the number of their document.
    """

    id: UUID
    circle: str
    number: int
    done: int
    asked_at: datetime
    ready_at: datetime | None
    failed_at: datetime | None
    documents: list[dict[str, Any]]
    problems: list[dict[str, str]]
    remarks: list[dict[str, Any]]


class ExportIn(Body):
    """Which documents leave: of these `numbers`, all of a `folder` (its id) with the folders and pages in it, a
    `circle`'s (its key), or all; and how.
    """

    format: str = Field("md", description=f"{', '.join(MOST)} or {LAST}")
    numbers: list[Annotated[int, Field(ge=1, lt=2**31)]] | None = Field(None, max_length=2000)
    folder: Annotated[int, Field(ge=1, lt=2**31)] | None = None
    circle: str = ""
    with_comments: bool = False


class ExportOut(Schema):
    """Documents as a ZIP, in the making; `file` is null until it is ready, and gone after a week."""

    id: UUID
    format: str
    number: int
    done: int
    asked_at: datetime
    ready_at: datetime | None
    failed_at: datetime | None
    size: int
    file: str | None


def import_out(row: DocumentImport, request: HttpRequest) -> dict[str, Any]:
    """Return an import as the API shows it, with what the person may know of."""
    names = ("number", "done", "asked_at", "ready_at", "failed_at", "problems", "remarks")
    known = set(row.documents(asker(request)).values_list("number", flat=True))
    documents = [one for one in row.outcome.get("documents", []) if one["number"] in known]
    return {name: getattr(row, name) for name in names} | {
        "id": row.pk,
        "circle": row.circle.key,
        "documents": documents,
    }


def export_out(row: DocumentExport) -> dict[str, Any]:
    """Return an export as the API shows it."""
    names = ("format", "number", "done", "asked_at", "ready_at", "failed_at", "size")
    file = f"/api/v1/projects/{row.project.slug}/document-exports/{row.pk}/file" if row.ready_at else None
    return {name: getattr(row, name) for name in names} | {"id": row.pk, "file": file}


def export_for(request: HttpRequest, slug: str, key: UUID) -> DocumentExport:
    """Find one of one's own exports (404 for others)."""
    project = project_for(request, slug)
    found = get_object_or_404(DocumentExport.objects.of(asker(request), project).select_related("circle"), pk=key)
    found.project = project
    return found


@router.post("projects/{slug}/document-imports", response={201: ImportOut})
def import_files(
    request: HttpRequest,
    slug: str,
    data: Form[ImportIn],
    files: File[list[UploadedFile]] = None,  # type: ignore[assignment] # refused below, to those who may know
) -> Status[dict[str, Any]]:
    """Make documents of files: Markdown, HTML, Word, OpenDocument, or one ZIP of these. A file's name may be a path.
    What is larger than a request may be (12 MB) is sent in pieces before, as an `upload` of kind document_import.
    """
    circle = circle_for(request, slug, data.circle)
    require(permissions.may_write_in(asker(request), circle))
    said: dict[str, Any] = {"by": asker(request), "title": data.title, "skips": data.skips_unreadable}
    if data.upload:
        try:
            upload = whole_upload(circle.project, data.upload, by=asker(request))
        except ValidationError as refused:
            raise Refused(str(refused.message)) from refused
        return Status(201, import_out(ask_for_uploaded(circle, upload, **said), request))
    if not files:
        raise Refused(_("Choose at least one file."))
    named = [(name if is_path(name := file.name or "") and name else "file", file) for file in files]
    row = ask_for_import(circle, named, **said)
    return Status(201, import_out(row, request))


@router.get("projects/{slug}/document-imports/{uuid:key}", response=ImportOut)
def read_import(request: HttpRequest, slug: str, key: UUID) -> dict[str, Any]:
    """Read how far an import is, and what came in."""
    own = DocumentImport.objects.of(asker(request), project_for(request, slug))
    return import_out(get_object_or_404(own.select_related("circle", "project"), pk=key), request)


@router.post("projects/{slug}/document-exports", response={201: ExportOut})
def export_documents(request: HttpRequest, slug: str, data: ExportIn) -> Status[dict[str, Any]]:
    """Ask for documents as a ZIP; it is made in the background."""
    circle = circle_for(request, slug, data.circle) if data.circle else None
    project = project_for(request, slug)
    folders = DocumentFolder.objects.in_project(project)
    row = ask_for_export(
        project,
        data.format,
        by=asker(request),
        circle=circle,
        folder=get_object_or_404(folders, pk=data.folder) if data.folder else None,
        numbers=data.numbers,
        with_comments=data.with_comments,
    )
    return Status(201, export_out(row))


@router.get("projects/{slug}/document-exports/{uuid:key}", response=ExportOut)
def read_export(request: HttpRequest, slug: str, key: UUID) -> dict[str, Any]:
    """Read how far an export is."""
    return export_out(export_for(request, slug, key))


@router.get("projects/{slug}/document-exports/{uuid:key}/file")
def export_file(request: HttpRequest, slug: str, key: UUID) -> HttpResponseBase:
    """Fetch the ZIP."""
    return zip_of(export_for(request, slug, key))


def copy_of(request: HttpRequest, document: UUID, form: ExportFormat, *, comments: bool = False) -> HttpResponseBase:
    """Return a document that the person may read as a file."""
    found = Document.objects.readable_by(asker(request)).select_related("project", "circle", "log")
    return file_of(get_object_or_404(found, pk=document), form, user=asker(request), with_comments=comments)


def download_in(form: ExportFormat) -> Callable[..., HttpResponseBase]:
    """Return the operation that gives a document in a format, as the description of the API names it."""

    def with_comments(request: HttpRequest, document: UUID, comments: bool = False) -> HttpResponseBase:  # noqa: FBT001, FBT002
        return copy_of(request, document, form, comments=comments)

    def without(request: HttpRequest, document: UUID) -> HttpResponseBase:
        return copy_of(request, document, form)

    operation: Callable[..., HttpResponseBase] = with_comments if form.facts.comments else without
    operation.__name__, operation.__doc__ = form.facts.operation, form.facts.description
    return operation


for each in ExportFormat:
    described: dict[str, Any] = {"responses": {200: {"content": {each.media_type: {}}}}}
    router.get(f"documents/{{uuid:document}}.{each.value}", openapi_extra=described)(download_in(each))
