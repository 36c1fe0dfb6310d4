"""Imports documents with their drafts: each draft is an edit of its author and a version."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from pycrdt import Doc
from simple_history.utils import bulk_create_with_history

from circles.circles.models import Circle
from documents.coediting.models import Update
from documents.document_files.event_types import DocumentFileEvent
from documents.document_files.workflows.import_documents import imported_sources
from documents.document_files.workflows.revision_files import Revision, RevisionFile, RevisionFolder
from documents.documents.models import MAX_REASON, MAX_TITLE, Document, Version
from documents.richtext.comparison.change_count import ChangeCount, count_changes
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.nodes import Node, opening_heading
from documents.richtext.tree_edits import edit_document
from documents.richtext.yjs.updates import NOTHING
from foundation.accounts.models import User
from foundation.web.import_tally import ImportTally
from foundation.web.progress import Advance, no_progress

GENERIC = frozenset(("summary", "abstract", "introduction"))


def import_revisions(
    folder: RevisionFolder, circle: Circle, *, by: User | None, advance: Advance = no_progress
) -> ImportTally:
    """Make a document of each file that the project does not have yet, with a version for each of its drafts.

    Authors are kept by their names: they are nobody here. A draft that changed nothing that people read makes none.
    """
    known = imported_sources(circle.project)
    # Comparing the drafts takes minutes, so it is done before anything is locked.
    read = [_Drafts(file, advance) for file in folder.files if file.source not in known]
    tally = ImportTally("documents", "versions")
    with transaction.atomic():
        circle = circle.open_or_refuse()
        known = imported_sources(circle.project)
        new = [drafts for drafts in read if drafts.file.source not in known]
        tally.existing = len(folder.paths) - len(new)
        for drafts in new:
            tally["versions"] += _write(drafts, circle, by)
            tally["documents"] += 1
        if new:
            circle.record_event(
                DocumentFileEvent.REVISIONS_IMPORTED,
                by=by,
                also=["documents"],
                documents=len(new),
                versions=tally["versions"],
                origin=new[0].file.source if len(new) == 1 else folder.root.name,
            )
    return tally


@dataclass(frozen=True)
class _Draft:
    """What one draft changed."""

    revision: Revision
    update: bytes
    counted: ChangeCount


class _Drafts:
    """One file, read: what each author wrote, in a copy of their own, as they would have here."""

    def __init__(self, file: RevisionFile, advance: Advance) -> None:
        self.file = file
        self.changes: list[_Draft] = []
        self.nodes: list[Node] = []
        self._copies: dict[str, Doc[Any]] = {}
        for revision in file.revisions():
            nodes = nodes_of(revision.markdown)
            update = self._edit(revision.author, nodes)
            if update != NOTHING:
                self.changes.append(_Draft(revision, update, count_changes(self.nodes, nodes)))
            self.nodes = nodes
            advance(1)
        self._copies.clear()

    @property
    def title(self) -> str:
        """Return the opening heading, or else the name of the file."""
        heading = opening_heading(self.nodes)
        return (heading if heading and heading.lower() not in GENERIC else self.file.name)[:MAX_TITLE]

    def _edit(self, author: str, nodes: Sequence[Node]) -> bytes:
        copy = self._copies.get(author)
        if copy is None:
            copy = self._copies[author] = Doc()
            for draft in self.changes:
                copy.apply_update(draft.update)
        update = edit_document(copy, nodes)
        for name, other in self._copies.items():
            if name != author and update != NOTHING:
                other.apply_update(update)
        return update


def _write(drafts: _Drafts, circle: Circle, by: User | None) -> int:
    """Write document, log and versions; return how many versions."""
    first = drafts.file.content.txns[0].time
    document = Document.begin(circle, drafts.title, by=by, at=first, genre=Document.Genre.PLAIN, content=b"")
    document.source = drafts.file.source
    document.save()
    changes = list(enumerate(drafts.changes, 1))
    Update.objects.bulk_create([_update(document, seq, one) for seq, one in changes], batch_size=200)
    bulk_create_with_history([_version(document, seq, one) for seq, one in changes], Version, batch_size=200)
    if changes:
        log = document.log
        log.seq, log.edited_at = len(changes), drafts.changes[-1].revision.at
        log.save()
    return len(changes)


def _update(document: Document, seq: int, draft: _Draft) -> Update:
    at = draft.revision.at
    return Update(log_id=document.pk, seq=seq, message_id=uuid.uuid4().hex, data=draft.update, received_at=at)


def _version(document: Document, seq: int, draft: _Draft) -> Version:
    return Version(
        document=document,
        number=seq,
        seq=seq,
        origin=Version.Origin.IMPORTED,
        imported_author=draft.revision.author,
        reason=draft.revision.reason[:MAX_REASON],
        words_added=draft.counted.added,
        words_removed=draft.counted.removed,
        made_at=draft.revision.at,
    )
