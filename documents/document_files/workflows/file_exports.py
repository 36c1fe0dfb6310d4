"""Documents that a person takes away together: chosen ones or a circle's, as a ZIP."""

from datetime import timedelta
from tempfile import TemporaryFile
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.base import File
from django.utils import translation
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from circles.projects.models import Project
from documents.document_files.document_copy import DocumentCopy, name_of, write_files
from documents.document_files.models import DocumentExport
from documents.document_files.portable_text import MarkdownWithFiles
from documents.documents.models import Document, DocumentFolder, DocumentQuerySet
from documents.documents.workflows.placing import documents_within
from documents.richtext.exchange.bundles import unique_in
from documents.richtext.exchange.export_formats import ExportFormat
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from foundation.web.languages import current_language
from foundation.web.task_queue import send_on_commit
from foundation.web.throttling import throttle

MAKE = "document_files.tasks.make_export"
"""By name: tasks stand above what is shared by pages and API."""
EXPORTS = 30
"""So many times a person asks for documents in an hour."""


def ask_for_export(
    project: Project,
    form: str,
    *,
    by: User,
    circle: Circle | None = None,
    folder: DocumentFolder | None = None,
    numbers: list[int] | None = None,
    with_comments: bool = False,
) -> DocumentExport:
    """Ask for the documents of these numbers, all of a folder, of a circle, or all, as far as the person may read them;
    a task makes the ZIP.

    :raises Refused: where this server cannot write the format, and for none, or too many.
    """
    throttle(by.pk, "document exports", most=EXPORTS, within=timedelta(hours=1))
    refuse_format(form)
    found: DocumentQuerySet = Document.objects.in_project(project).readable_by(by).listed()
    if numbers is not None:
        found = found.filter(number__in=numbers)
    elif folder is not None:
        found = found.filter(pk__in=documents_within(folder))
    elif circle is not None:
        found = found.in_circle(circle)
    language = current_language().code
    said = {"circle": circle if numbers is None and folder is None else None, "format": form, "language": language}
    row = DocumentExport.request(found, project, by=by, with_comments=with_comments, **said)
    send_on_commit(MAKE, str(row.pk))
    return row


def refuse_format(form: str) -> None:
    """Raise `Refused` for a format that this server cannot write."""
    if form not in ExportFormat.values:
        raise Refused(_("Ronde does not write this format."))
    ExportFormat(form).refuse_impossible()


def make_export(row: DocumentExport) -> None:
    """Write the ZIP, with what the person may read now; they are notified."""
    with translation.override(row.language), TemporaryFile() as target:
        with ZipFile(target, "w", ZIP_DEFLATED) as archive:
            _write(row, archive)
        target.seek(0)
        row.finish(File(target), "documents.zip")


def _write(row: DocumentExport, archive: ZipFile) -> None:
    problems: list[str] = []
    found, form = row.documents().select_related("project", "circle", "log"), ExportFormat(row.format)
    paths = _paths(row.documents(), form)
    for done, document in enumerate(found.iterator(chunk_size=20), start=1):
        around = paths if form.facts.follows_paths else {}
        copy = DocumentCopy(document, row.by, row.with_comments, is_titled=True, paths=around)
        try:
            _write_one(archive, copy, form, paths[document.number])
        except Refused as refused:
            problems.append(f"{document.reference} {document.title}: {refused.sentence}")
            _write_one(archive, copy, ExportFormat.MARKDOWN, f"{paths[document.number].removesuffix(form)}md")
        row.report_progress(done)
    if problems:
        archive.writestr("problems.txt", "\n".join(problems) + "\n")


def _paths(documents: DocumentQuerySet, form: ExportFormat) -> dict[int, str]:
    """Return the path of each document in the ZIP, by number."""
    taken: set[str] = set()
    return {
        document.number: unique_in(taken, f"{document.reference}-{name_of(document, form)}") for document in documents
    }


def _write_one(archive: ZipFile, copy: DocumentCopy, form: ExportFormat, path: str) -> None:
    if form is not ExportFormat.MARKDOWN:
        archive.writestr(path, form.write(copy))
        return
    folder = MarkdownWithFiles(copy.around, copy.user, path.removesuffix(".md"))
    archive.writestr(path, copy.text_of(folder))
    write_files(archive, folder)
