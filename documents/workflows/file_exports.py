"""Documents that a person takes away together: chosen ones or a circle's, as a ZIP."""

from datetime import timedelta
from tempfile import TemporaryFile
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.base import File
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from circles.models import Circle
from documents.export import DocumentCopy, name_of
from documents.export_formats import ExportFormat
from documents.models import Document, DocumentExport, DocumentQuerySet
from projects.models import Project
from richtext.exchange.bundles import unique_in
from web.exceptions import Refused
from web.languages import current_language
from web.task_queue import send_on_commit
from web.throttling import throttle

MAKE = "documents.tasks.make_export"
"""By name: tasks stand above what is shared by pages and API."""
EXPORTS = 30
"""So many times a person asks for documents in an hour."""


def ask_for_export(
    project: Project,
    form: str,
    *,
    by: User,
    circle: Circle | None = None,
    numbers: list[int] | None = None,
    with_comments: bool = False,
) -> DocumentExport:
    """Ask for the documents of these numbers, or of a circle, or all that the person may read; a task makes the ZIP.

    :raises Refused: where this server cannot write the format, and for none, or too many.
    """
    throttle(by.pk, "document exports", most=EXPORTS, within=timedelta(hours=1))
    refuse_format(form)
    found: DocumentQuerySet = Document.objects.in_project(project).readable_by(by).listed()
    if numbers is not None:
        found = found.filter(number__in=numbers)
    elif circle is not None:
        found = found.in_circle(circle)
    language = current_language().code
    said = {"circle": circle if numbers is None else None, "format": form, "language": language}
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
    taken: set[str] = set()
    problems: list[str] = []
    found = row.documents().select_related("project", "circle", "log")
    for done, document in enumerate(found.iterator(chunk_size=20), start=1):
        copy, form = DocumentCopy(document, row.by, row.with_comments, is_titled=True), ExportFormat(row.format)
        try:
            content = form.write(copy)
        except Refused as refused:
            problems.append(f"{document.reference} {document.title}: {refused.sentence}")
            form = ExportFormat.MARKDOWN
            content = form.write(copy)
        archive.writestr(unique_in(taken, f"{document.reference}-{name_of(document, form)}"), content)
        row.report_progress(done)
    if problems:
        archive.writestr("problems.txt", "\n".join(problems) + "\n")
