"""Documents as files that a browser takes away: what pages, the API and the admin answer with."""

from collections.abc import Hashable

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from documents.document_files.document_copy import DocumentCopy, name_of, packed_markdown
from documents.document_files.models import DocumentExport
from documents.documents.models import Document
from documents.richtext.exchange.export_formats import ExportCopy, ExportFormat
from foundation.accounts.models import User
from foundation.web.exceptions import require
from foundation.web.throttling import MINUTE, is_first, throttle, was_asked

DOWNLOADS = 20
"""Of so many things a person has files made in a minute, of those that keep a processor busy."""


def format_or_404(ending: str) -> ExportFormat:
    """Return the format that an address names.

    :raises Http404: for none of ours.
    """
    if ending not in ExportFormat.values:
        raise Http404
    return ExportFormat(ending)


def count_download(key: Hashable, form: ExportFormat, user: User) -> None:
    """Count what keeps a processor busy: each thing (by its key) once a minute with all its formats, so that whoever
    takes one document in each of them is not refused; one more for a format that is taken again.

    :raises Throttled: for too many within a minute.
    """
    taken = f"downloads:{user.pk}:{key}"
    if was_asked(taken) and is_first(f"{taken}:{form}", within=MINUTE):
        return
    throttle(user.pk, "downloads", most=DOWNLOADS, within=MINUTE)
    is_first(taken, within=MINUTE)
    is_first(f"{taken}:{form}", within=MINUTE)


def attachment(copy: ExportCopy, form: ExportFormat, name: str, *, key: Hashable, user: User) -> HttpResponse:
    """Return a copy of the thing with this key as a file of this name to take away: opened in place, a page could use
    our origin.

    :raises Refused: where this server cannot make such a file, and for too many.
    """
    if form.facts.needs:
        count_download(key, form, user)
    response = HttpResponse(form.write(copy), content_type=form.facts.content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_of(
    document: Document, form: ExportFormat, *, user: User, with_comments: bool = False, is_titled: bool = False
) -> HttpResponseBase:
    """Return a document as a file to take away; a ZIP where its Markdown needs files beside it.

    :raises Refused: where this server cannot make such a file.
    """
    copy = DocumentCopy(document, user, with_comments, is_titled)
    if form is ExportFormat.MARKDOWN and is_titled and (packed := packed_markdown(copy)):
        name, file = packed
        return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    return attachment(copy, form, name_of(document, form), key=document.pk, user=user)


def zip_of(export: DocumentExport) -> FileResponse:
    """Return an export's file as an attachment.

    :raises Http404: until it is ready.
    :raises PermissionDenied: once who asked may no longer read all that is in it.
    """
    found = get_object_or_404(DocumentExport.objects.exclude(ready_at=None), pk=export.pk)
    require(found.is_readable)
    place = f"-{export.circle.key}" if export.circle else ""
    name = f"{export.project.slug}{place}-documents-{export.format}.zip"
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
