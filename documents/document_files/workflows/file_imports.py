"""Files that a person sends become documents: Markdown, HTML, Word, OpenDocument, one or many, or a ZIP of them.

Everything is read before anything is written; then all of it comes in, in one transaction, or nothing does.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from tempfile import TemporaryFile
from typing import Any

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from documents.document_files.models import DocumentImport
from documents.document_files.workflows.file_arrivals import ArrivingFiles, ReadArrival, arrival_of
from documents.document_files.workflows.import_documents import (
    NewDocument,
    create_documents,
    imported_sources,
    record_import,
)
from documents.document_files.workflows.imported_remarks import keep_remarks
from documents.documents.event_types import DocumentEvent
from documents.documents.models import Document
from documents.richtext.exchange.bundles import Bundle, packed
from documents.richtext.exchange.file_reader import is_readable, read_file
from documents.richtext.exchange.remarks import Remark
from foundation.accounts.models import User
from foundation.files.models import Upload
from foundation.web.exceptions import Refused
from foundation.web.task_queue import send_on_commit
from foundation.web.throttling import MINUTE, is_first, throttle

READ = "document_files.tasks.read_files"
"""By name: tasks stand above what is shared by pages and API."""
IMPORTS = 60
"""So many times a person sends files in an hour; what they drop at once is one time, also where a program sends each
file of it by itself.
"""
OF_ONE_DROP = 200
"""So many requests within a minute are one time."""
READ_WHILE_WAITING_BYTES = 1024 * 1024
"""One file of up to this size is read while its sender waits; a task reads others."""


@dataclass
class Reading:
    """What was read of all that was sent, and what could not be."""

    arrivals: list[ReadArrival] = field(default_factory=list)
    problems: list[dict[str, str]] = field(default_factory=list)


def ask_for_import(
    circle: Circle, files: Sequence[tuple[str, UploadedFile[bytes]]], *, by: User, title: str = "", skips: bool = False
) -> DocumentImport:
    """Keep files (each with its path) and read them: one small file at once, others by a task.

    :raises Refused: with what is wrong with them altogether.
    """
    throttle_drop(by)
    name = files[0][1].name or "" if len(files) == 1 else _("%(number)s files") % {"number": len(files)}
    said: dict[str, Any] = {"name": name[:200], "title": title, "skips_unreadable": skips}
    with TemporaryFile() as target:
        one = files[0][1]
        if len(files) == 1 and name.lower().endswith(".zip"):
            Bundle(one)  # refuses what is none
            one.seek(0)
            return _begin(DocumentImport.request(circle, File(one), by=by, **said), at_once=False)
        packed([(path, file) for path, file in files], target)
        target.seek(0)
        row = DocumentImport.request(circle, File(target), by=by, **said)
    return _begin(row, at_once=len(files) == 1 and (one.size or 0) <= READ_WHILE_WAITING_BYTES)


def ask_for_uploaded(
    circle: Circle, upload: Upload, *, by: User, title: str = "", skips: bool = False
) -> DocumentImport:
    """Read what came in pieces, one file or a ZIP of several: the pieces go once they are put together.

    :raises Refused: as `ask_for_import` does; the pieces stay then.
    """
    if not (is_readable(upload.name.lower()) or upload.name.lower().endswith(".zip")):
        raise Refused(_("This is not a Markdown, HTML, Word or OpenDocument file."))
    with TemporaryFile() as whole:
        whole.writelines(upload.chunks())
        whole.seek(0)
        file = UploadedFile(whole, upload.name, size=upload.size)
        row = ask_for_import(circle, [(upload.name, file)], by=by, title=title, skips=skips)
    upload.remove()
    return row


def throttle_drop(by: User) -> None:
    """Count the files that a person sends within a minute as one time.

    :raises Throttled: for too many within an hour.
    """
    if is_first(f"document-imports:{by.pk}", within=MINUTE):
        throttle(by.pk, "document-imports", most=IMPORTS, within=timedelta(hours=1))
    else:
        throttle(by.pk, "document-files", most=OF_ONE_DROP, within=MINUTE)


def _begin(row: DocumentImport, *, at_once: bool) -> DocumentImport:
    if at_once:
        read_import(row)
        if row.failed_at:
            row.remove()
            raise Refused(row.problems[0]["sentence"])
    else:
        send_on_commit(READ, str(row.pk))
    return row


def read_import(row: DocumentImport) -> None:
    """Read what was sent, and make documents of it; what is wrong is written on it."""
    try:
        with row.file.open("rb") as file:
            bundle = Bundle(file)
            reading = _read(row, bundle)
            refused = reading.problems and not (row.skips_unreadable and reading.arrivals)
            outcome = None if refused else _make(row, reading, bundle)
        if outcome is None:
            row.refuse(reading.problems)
        else:
            row.complete(outcome)
    except Refused as refused:
        row.refuse([{"file": row.name, "sentence": refused.sentence}])
    except Exception:
        row.refuse([{"file": row.name, "sentence": _("The administrator finds the reason in the server’s log.")}])
        raise


def _read(row: DocumentImport, bundle: Bundle) -> Reading:
    reading = Reading()
    names = [name for name in bundle.names if is_readable(name)]
    if not names:
        raise Refused(_("There is no Markdown, HTML, Word or OpenDocument file in it."))
    for done, name in enumerate(names, start=1):
        try:
            title = row.title if len(names) == 1 else ""
            reading.arrivals.append(arrival_of(read_file(name, bundle.read(name), bundle, title=title), name, bundle))
        except Refused as refused:
            reading.problems.append({"file": name, "sentence": refused.sentence})
        row.report_progress(done, len(names))
    return reading


def _make(row: DocumentImport, reading: Reading, bundle: Bundle) -> dict[str, Any]:
    """Make the documents; return what came of it, for the page."""
    arrivals, files = reading.arrivals, ArrivingFiles(bundle)
    with transaction.atomic():
        circle = row.circle.open_or_refuse()
        known = imported_sources(circle.project)

        def text_of(one: ReadArrival) -> Callable[[Document, Sequence[Document]], bytes]:
            return lambda document, made: one.text_of(document, dict(zip(paths, made, strict=True)), files)

        paths = [one.path for one in arrivals]
        new = [
            NewDocument(
                "" if one.file.source in known else one.file.source, one.file.title, text_of(one)
            )  # what is imported once more is another document
            for one in arrivals
        ]
        documents = create_documents(new, circle, row.by)
        if len(documents) == 1:
            documents[0].record_event(DocumentEvent.DOCUMENT_CREATED, by=row.by, also=["documents"])
        else:
            record_import(documents, circle, row.by, origin=row.name)
        remarks = list(_remarks(documents, arrivals, row.by))
    return {
        "documents": [one.outcome(document) for document, one in zip(documents, arrivals, strict=True)],
        "problems": reading.problems,
        "remarks": remarks,
    }


def _remarks(documents: list[Document], arrivals: list[ReadArrival], by: User) -> Iterable[dict[str, Any]]:
    for document, one in zip(documents, arrivals, strict=True):
        rest: list[Remark] = keep_remarks(document, one.file.remarks, by=by)
        yield from ({"document": document.number, **remark.as_data()} for remark in rest)
