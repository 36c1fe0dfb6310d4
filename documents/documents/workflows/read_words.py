"""Read the words of documents for search and for pages, as soon as nobody has written for a moment, and not in the
transaction that writes.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models, transaction

from circles.projects.domain_events import TextsChanged
from documents.coediting.models import Log
from documents.documents.models import Document, DocumentNodes, DocumentText
from documents.richtext.addresses import block_id
from documents.richtext.nodes import read_tree
from documents.richtext.packed_nodes import READER, pack
from documents.richtext.plain_text import text_of
from foundation.web.extension_registry import publish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from documents.richtext.nodes import Node


READ_AT_LATEST_S = 30.0
"""In which search reads a document in which a person types without a pause."""


def logs_to_read() -> models.QuerySet[Log]:
    """Return the logs that were not read since they grew, or in another way than now, the oldest edit first."""
    is_read = models.Q(
        document__text__seq__gte=models.F("seq"),
        document__kept_nodes__seq__gte=models.F("seq"),
        document__kept_nodes__reader=READER,
    )
    return Log.objects.exclude(models.Q(seq=0) | is_read).order_by("edited_at", "pk")


def left_alone(logs: models.QuerySet[Log], *, since: datetime) -> models.QuerySet[Log]:
    """Leave out those that search knows and that were edited since: whoever has one open has it read, once."""
    return logs.exclude(document__text__isnull=False, edited_at__gt=since)


def read_words(document: UUID) -> bool:
    """Read a document out of its log: publish its words, unless search has them as they are read now, and keep its
    nodes; returns whether there was anything to read.
    """
    log = logs_to_read().filter(pk=document).exclude(document__genre=Document.Genre.AMENDMENT)
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
        is_known = text.seq == state.seq and DocumentNodes.objects.filter(document=document, reader=READER).exists()
        DocumentNodes(document=found.document, seq=state.seq, reader=READER, data=data).save()
        if not is_known:
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
