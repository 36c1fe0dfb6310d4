"""A document's text as its page shows it before the editor has started."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from documents.documents.models import Document
from documents.documents.models.names import stores_ids
from documents.richtext.html import Heading, outline_of
from documents.richtext.markup import markup_of
from foundation.web.caches import page_cache

KEPT_S = 600
LONGEST_KEPT = 500_000  # characters


@dataclass(frozen=True)
class PageText:
    """The text as HTML, and its headings."""

    html: SafeString
    outline: list[Heading]


def read_text(document: Document) -> PageText:
    """Read a document's text; what several people open one after the other is read once.

    It is kept by its place in the log, of this epoch: a backup that is restored begins another. Where it names people
    or things it is read anew: they may be called otherwise.
    """
    key = f"text:{document.pk.hex}:{document.epoch}:{document.log.seq}:{get_language()}"
    known: PageText | None = page_cache.get(key)
    if known is not None:
        return known
    nodes = document.nodes()
    text = PageText(markup_of(nodes), outline_of(nodes))
    if len(text.html) <= LONGEST_KEPT and not stores_ids(nodes):
        page_cache.set(key, text, timeout=KEPT_S)
    return text
