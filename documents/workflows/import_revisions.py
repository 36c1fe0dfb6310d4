"""Imports documents with their drafts: each draft is an edit of its author and a version."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from pycrdt import Doc
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from circles.models import Circle
from documents.content.change_count import ChangeCount, count_changes
from documents.content.markdown_reader import nodes_of
from documents.content.nodes import Node, opening_heading
from documents.content.tree_edits import edit_document
from documents.event_types import DocumentEvent
from documents.models import MAX_REASON, MAX_TITLE, Document, Update, Version
from documents.updates import NOTHING
from documents.workflows.import_documents import imported_sources
from documents.workflows.revision_files import Revision, RevisionFile, RevisionFolder
from web.import_tally import ImportTally
from web.progress import Advance, no_progress

GENERIC = frozenset(("summary", "abstract", "introduction"))


def import_revisions(
    folder: RevisionFolder, circle: Circle, *, by: User | None, advance: Advance = no_progress
) -> ImportTally:
    """Make a document of each file that the project does not have yet, with a version for each of its drafts.

    Authors are kept by their names: they are nobody here. A draft that changed nothing that people read makes none.
    """
    tally = ImportTally("documents", "versions")
    with transaction.atomic():
        circle = circle.open_or_refuse()
        known = imported_sources(circle.project)
        new = [file for file in folder.files if file.source not in known]
        tally.existing = len(folder.paths) - len(new)
        for file in new:
            tally["versions"] += _Import(file, circle, by).run(advance)
            tally["documents"] += 1
        if new:
            circle.record_event(
                DocumentEvent.REVISIONS_IMPORTED,
                by=by,
                also=["documents"],
                documents=len(new),
                versions=tally["versions"],
                origin=new[0].source if len(new) == 1 else folder.root.name,
            )
    return tally


class _Import:
    """One file that becomes a document. Each author writes in a copy of their own, as they would have here."""

    def __init__(self, file: RevisionFile, circle: Circle, by: User | None) -> None:
        self.file = file
        first = file.content.txns[0].time
        self.document = Document.begin(
            circle, file.name[:MAX_TITLE], by=by, at=first, genre=Document.Genre.PLAIN, content=b""
        )
        self.copies: dict[str, Doc[Any]] = {}
        self.updates: list[Update] = []
        self.versions: list[Version] = []
        self.nodes: list[Node] = []

    def run(self, advance: Advance) -> int:
        """Write document, log and versions; return how many versions."""
        for revision in self.file.revisions():
            nodes = nodes_of(revision.markdown)
            update = self._edit(revision.author, nodes)
            if update != NOTHING:
                self._add(revision, update, count_changes(self.nodes, nodes))
            self.nodes = nodes
            advance(1)
        Update.objects.bulk_create(self.updates, batch_size=200)
        bulk_create_with_history(self.versions, Version, batch_size=200)
        self._finish()
        return len(self.versions)

    def _edit(self, author: str, nodes: Sequence[Node]) -> bytes:
        copy = self.copies.get(author)
        if copy is None:
            copy = self.copies[author] = Doc()
            for row in self.updates:
                copy.apply_update(bytes(row.data))
        update = edit_document(copy, nodes)
        for name, other in self.copies.items():
            if name != author and update != NOTHING:
                other.apply_update(update)
        return update

    def _add(self, revision: Revision, update: bytes, counted: ChangeCount) -> None:
        seq = len(self.updates) + 1
        name = uuid.uuid4().hex
        self.updates.append(
            Update(log_id=self.document.pk, seq=seq, message_id=name, data=update, received_at=revision.at)
        )
        self.versions.append(
            Version(
                document=self.document,
                number=seq,
                seq=seq,
                origin=Version.Origin.IMPORTED,
                imported_author=revision.author,
                reason=revision.reason[:MAX_REASON],
                words_added=counted.added,
                words_removed=counted.removed,
                made_at=revision.at,
            )
        )

    def _finish(self) -> None:
        heading = opening_heading(self.nodes)
        if heading and heading.lower() not in GENERIC:
            self.document.title = heading[:MAX_TITLE]
        self.document.source = self.file.source
        self.document.save()
        last = self.updates[-1] if self.updates else None
        if last:
            log = self.document.log
            log.seq, log.edited_at = last.seq, last.received_at
            log.save()
