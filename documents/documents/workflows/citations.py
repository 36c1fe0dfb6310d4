"""Keeps up where documents are named, as people write: in documents, in talk, in decisions and all else with words."""

from itertools import batched

from circles.projects.domain_events import ContentWritten, TextsChanged, TextsReindexed
from circles.projects.models import Project
from circles.projects.thing_parts import search_texts
from documents.documents.models import Document, DocumentCitation, DocumentTextChanged
from documents.documents.models.citation import texts_naming

DOCUMENT = "document"
AT_ONCE = 500


def follow_document(event: DocumentTextChanged) -> None:
    """Say which documents a document names now, by words, links and mentions."""
    document = event.document
    DocumentCitation.note(document.project, DOCUMENT, str(document.pk), texts_naming(list(event.nodes)))


def follow_texts(event: TextsChanged) -> None:
    """Say which documents another thing names now."""
    thing = event.thing
    if thing.kind != DOCUMENT:
        DocumentCitation.note(Project.objects.get(pk=thing.record_id), thing.kind, str(thing.pk), event.texts)


def follow_written(event: ContentWritten) -> None:
    """Say which documents things name now of whose words no entry of the record tells: messages, comments, clauses."""
    if not event.things or event.things[0].kind == DOCUMENT:
        return
    kind, things = event.things[0].kind, list(event.things)
    project = Project.objects.get(pk=things[0].record_id)
    texts_of = search_texts().get(kind)
    pairs = texts_of.read(things) if texts_of else [(thing, [thing.quotable]) for thing in things]
    keys = [str(thing.pk) for thing in things]
    naming = set(DocumentCitation.objects.filter(kind=kind, thing__in=keys).values_list("thing", flat=True))
    for thing, texts in pairs:
        words = "\n".join(texts)
        # Most of what people write names no document, nor did before.
        if "DOC-" in words or "/documents/" in words or str(thing.pk) in naming:
            DocumentCitation.note(project, kind, str(thing.pk), texts)


def renew(event: TextsReindexed) -> None:
    """Say anew which documents the things of a project name; inside the caller's transaction. Chat renews its own."""
    project = event.project
    for document in Document.objects.in_project(project).own().select_related("log").iterator(chunk_size=AT_ONCE):
        DocumentCitation.note(project, DOCUMENT, str(document.pk), texts_naming(document.stored_nodes()))
    for kind, texts_of in search_texts().items():
        if kind == DOCUMENT:
            continue
        for some in batched(texts_of.things(project).iterator(chunk_size=AT_ONCE), AT_ONCE, strict=False):
            for thing, texts in texts_of.read(list(some)):
                if any("DOC-" in text or "/documents/" in text for text in texts):
                    DocumentCitation.note(project, kind, str(thing.pk), texts)
