"""Let search know what documents say: read soon after an edit, outside of it."""

from django.db import transaction

from circles.domain_events import TextsChanged
from documents.content.html import text_of
from documents.content.nodes import read_tree
from documents.models import DocumentText, Log
from documents.search_texts import words_of_documents
from web.extension_registry import publish


def index_words(log: Log) -> int:
    """Read a document's words out of its log and publish them; returns 1."""
    state = log.read()
    words = text_of(read_tree(state.updates))[: DocumentText.MOST]
    with transaction.atomic():
        found = DocumentText.objects.select_for_update().filter(document=log.document_id).first()
        text = found or DocumentText(document=log.document, seq=0)
        if text.seq < state.seq:
            text.seq, text.words = state.seq, words
            text.save()
            for thing, texts in words_of_documents([log.document]):
                publish(TextsChanged(thing=thing, texts=texts))
    return 1
