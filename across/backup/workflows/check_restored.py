"""Check what was restored: the record against the heads that the backup names, and that every document opens."""

from collections.abc import Mapping

from django.core.files.storage import default_storage
from django.db import models

from across.backup.archive import BackupRefused, ChainHead
from across.backup.sentences import counted
from across.backup.tables import all_rows, tables_in_backup
from documents.coediting.models import Log
from documents.coediting.replica import BrokenReplica, Replica
from foundation.audit.models import Entry, Head


def check_restored(heads: Mapping[str, ChainHead] | None = None) -> str:
    """Return a sentence that says what holds.

    :raises BackupRefused: when a chain does not, or is not the one that was backed up; or when a document cannot be
        opened.
    """
    if heads is not None:
        _compare_heads(heads)
    entries = 0
    for head in Head.objects.order_by("project"):
        for found in Entry.breaks_of(head.project):
            raise BackupRefused(
                f"It is restored, but the record of {head.project} does not hold: entry {found.seq}, {found.why}."
            )
        entries += head.seq
    documents = _open_documents()
    missing = _missing_files()
    return (
        f"Restored. Checked: the record ({counted(Head.objects.count(), 'chain')}, {counted(entries, 'entry')}),"
        f" {counted(documents, 'document')}."
        + (f" Gone when it was made: {counted(len(missing), 'file')}, such as {missing[0]}." if missing else "")
    )


def _compare_heads(heads: Mapping[str, ChainHead]) -> None:
    found = {str(head.project): ChainHead(seq=head.seq, hash=head.hash) for head in Head.objects.all()}
    if found != heads:
        raise BackupRefused("It is restored, but the record does not end where it did.")


def _open_documents() -> int:
    number = 0
    for log in Log.objects.order_by("document_id").iterator(chunk_size=100):
        try:
            sound = Replica(log.read().updates).is_sound()
        except (BrokenReplica, ValueError):
            sound = False
        if not sound:
            raise BackupRefused(f"It is restored, but the document {log.document_id} cannot be opened.")
        number += 1
    return number


def _missing_files() -> list[str]:
    """Return the files that rows name and the storage lacks."""
    missing: list[str] = []
    for model in tables_in_backup().values():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.FileField):
                names = all_rows(model).exclude(**{field.name: ""}).values_list(field.name, flat=True)
                missing += [name for name in names.iterator() if not default_storage.exists(name)]
    return missing
