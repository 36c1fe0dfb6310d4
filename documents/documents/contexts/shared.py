"""The text of a document as its public link shows it."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from documents.documents.models import PublicLink
from documents.documents.public_text import pictures_of, public_nodes
from documents.richtext.html import Heading, outline_of
from documents.richtext.markup import markup_of
from foundation.web.caches import page_cache

KEPT_S = 60
LONGEST_KEPT = 500_000  # characters


@dataclass(frozen=True)
class SharedText:
    """The text as HTML, its headings, and the ids of the pictures that it shows."""

    html: SafeString
    outline: list[Heading]
    pictures: frozenset[str]


def shared_text(link: PublicLink, path: str) -> SharedText:
    """Read the text; what several people open one after the other is read once a minute. Whether it may be shown was
    asked before, each time.
    """
    document = link.document
    key = f"shared:{link.pk}:{document.epoch}:{document.log.seq}:{get_language()}"
    known: SharedText | None = page_cache.get(key)
    if known is not None:
        return known
    nodes = document.nodes()
    pictures = frozenset(pictures_of(document, nodes))
    shown = public_nodes(nodes, pictures, f"{path}pictures/")
    text = SharedText(markup_of(shown), outline_of(shown), pictures)
    if len(text.html) <= LONGEST_KEPT:
        page_cache.set(key, text, timeout=KEPT_S)
    return text
