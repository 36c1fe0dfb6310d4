"""What is suggested in a document and not decided yet, as its files say it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from documents.documents.models import Document
from documents.documents.models.names import stores_ids, with_names
from documents.documents.models.suggestion import changes_of
from documents.richtext.comparison.block_changes import BlockChange
from documents.richtext.comparison.change_words import markdown_of_changes, shortened, words_changed
from documents.richtext.exchange.tracked_text import Suggested

_TAGS = {"same": "span", "ins": "ins", "del": "del"}
_LASTING = {"<del": '<s role="deletion"', "</del": "</s", "<ins": '<u role="insertion"', "</ins": "</u"}
_EDIT_TAG = re.compile(r"</?(?:del|ins)\b")


def suggested_in(document: Document) -> list[Suggested]:
    """Return what people suggest, the oldest first."""
    rows = list(document.suggestions.open().select_related("author").order_by("pk"))
    found = changes_of(document, rows)
    nodes = [node for one in found.values() for change in one.changes for node in (change.before, change.after) if node]
    if stores_ids(nodes):
        with_names(document.project, nodes)
    return [
        Suggested(one.speaker, one.created_at.isoformat(), found[one.pk].changes)
        for one in rows
        if found[one.pk].changes
    ]


def as_list(told: Iterable[tuple[Suggested, Sequence[BlockChange]]]) -> list[dict[str, Any]]:
    """Return suggestions for a list at the end of a file: `by`, and the words of each change, also as Markdown."""
    return [
        {
            "by": one.by,
            "changes": [_as_html(change) for change in changes],
            "markdown": markdown_of_changes(changes),
        }
        for one, changes in told
    ]


def with_lasting_ends(page: str) -> str:
    """Return a page with what came and went in elements that LibreOffice ends too: after a `del` or an `ins` it goes on
    striking through and underlining to the last line.
    """
    return _EDIT_TAG.sub(lambda tag: _LASTING[tag[0]], page)


def _as_html(change: BlockChange) -> SafeString:
    words = shortened(words_changed(change))
    return format_html_join("", "<{0}>{1}</{0}>", ((_TAGS[word.kind], word.text) for word in words))
