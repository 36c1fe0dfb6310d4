"""Let search know what documents say, and pages have it at hand: read as soon as nobody has written for a moment,
outside of what is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from documents.content.addresses import block_id
from documents.content.html import text_of
from documents.content.nodes import read_tree
from documents.content.packed_nodes import READER, pack
from documents.models import Document, DocumentNodes, DocumentText, Log
from projects.domain_events import TextsChanged
from web.extension_registry import publish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from documents.content.nodes import Node


READ_AT_LATEST_S = 30.0
"""In which search reads a document in which somebody types without a pause."""


def read_words(document: UUID) -> bool:
    """Read a document out of its log: publish its words, unless search has them, and keep its nodes; returns whether
    there was anything to read.
    """
    log = Log.objects.to_read().filter(pk=document).exclude(document__genre=Document.Genre.AMENDMENT)
    found = log.select_related("document__project", "document__circle").first()
    if found is None:
        return False
    state = found.read()
    nodes = read_tree(state.updates)
    blocks, data = blocks_of(nodes), pack(nodes) if nodes else b""
    with transaction.atomic():
        known = DocumentText.objects.select_for_update().filter(document=document).first()
        text = known or DocumentText(document=found.document, seq=0)
        if text.seq > state.seq:
            return False
        DocumentNodes(document=found.document, seq=state.seq, reader=READER, data=data).save()
        if text.seq < state.seq:
            text.seq, text.blocks = state.seq, blocks
            text.save()
            publish(TextsChanged(thing=found.document, texts=text.texts))
    return True


def blocks_of(nodes: Sequence[Node]) -> list[tuple[str, str]]:
    """Return the id and the words of each block that has words, up to as many letters as a document is found by; for
    an id `#12`, its place among the blocks, while it has none.
    """
    found, left = [], DocumentText.MOST
    for place, node in enumerate(nodes):
        words = text_of([node]).strip()[:left]
        if words:
            found.append((block_id(node) or f"#{place}", words))
            left -= len(words)
    return found
