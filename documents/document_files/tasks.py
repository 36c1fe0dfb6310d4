"""Files become documents, and documents files, while those who wait for them do something else."""

from datetime import timedelta

from django.utils import translation

from documents.document_files.models import DocumentExport, DocumentImport
from documents.document_files.workflows import file_exports, file_imports
from foundation.audit.batch_jobs import each
from foundation.web.schedule import scheduled, unscheduled


@unscheduled("whoever brings files in sends it; clear_exchange tells of what nobody made.")
def read_files(key: str) -> None:
    """Make documents of files that a person sent, and tell them."""
    row = DocumentImport.objects.select_related("project", "circle__project", "by").filter(pk=key).first()
    if row is None or not row.is_under_way:
        return
    with translation.override(row.by.language):
        try:
            file_imports.read_import(row)
        finally:
            row.notify_sender()


@unscheduled("whoever asks for a file sends it; clear_exchange tells of what nobody made.")
def make_export(key: str) -> None:
    """Make the documents that a person asked for into a file; when it cannot be made, they are told."""
    row = DocumentExport.objects.select_related("project", "circle", "by").filter(pk=key).first()
    if row is None or not row.is_under_way:
        return
    try:
        file_exports.make_export(row)
    except Exception:
        row.fail()
        raise


@scheduled(every=timedelta(hours=1))
def clear_exchange() -> int:
    """Remove what has lain there for a week, and tell who waits for what nobody makes any more; return how many."""
    given_up = each("exports", list(DocumentExport.objects.abandoned()), DocumentExport.fail)
    given_up += each("imports", list(DocumentImport.objects.abandoned()), DocumentImport.fail)
    removed = each("exports", list(DocumentExport.objects.outdated()), DocumentExport.remove)
    return given_up + removed + each("imports", list(DocumentImport.objects.outdated()), DocumentImport.remove)
