"""A document's text for whoever has its public link: its words, pictures and formulas, and nothing that leads further
into the project.

What is shown is named here; any other node shows what is written in it, and what has no words of its own (a card that
looks something up in the project) is left out.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from django.conf import settings

from documents.documents.models import Document
from documents.richtext.addresses import file_of
from documents.richtext.html_media import caption_of, elsewhere
from documents.richtext.nodes import Node, Run, every_node, safe_address, words_of
from foundation.files.models import Attachment

SHOWN = frozenset(
    (
        *("paragraph", "heading", "blockquote", "codeBlock", "horizontalRule", "hardBreak", "callout"),
        *("bulletList", "orderedList", "listItem", "taskList", "taskItem"),
        *("table", "tableRow", "tableCell", "tableHeader"),
        *("details", "detailsSummary", "detailsContent"),
        *("mathInline", "mathBlock"),
        *("columns", "column", "footnote", "footnoteReference", "contents"),
    )
)
"""As they are. Pictures, attachments and mentions are shown in their own way, and cards are not."""


def pictures_of(document: Document, nodes: list[Node]) -> set[str]:
    """Return the ids of the pictures that a text shows and that are files of its document."""
    named = {file_of(node) for node in every_node(nodes) if node.kind == "image"} - {""}
    if not named:
        return set()
    found = Attachment.objects.attached_to("document", document.pk).filter(pk__in=named)
    return {str(one.pk) for one in found if one.stored.is_image or one.stored.renditions.exists()}


def public_nodes(nodes: list[Node], pictures: Collection[str], below: str) -> list[Node]:
    """Return a text for the page of a public link; `below` is the address below which its pictures are."""
    return [shown for node in nodes for shown in _block(node, pictures, below) if isinstance(shown, Node)]


def _block(node: Node, pictures: Collection[str], below: str) -> list[Node | Run]:
    """Return what is shown of a node."""
    if node.kind == "image":
        return [_picture(node, pictures, below)]
    if node.kind == "mention":
        return [Run(words_of(node))]
    if node.kind == "attachment":
        return [Node("paragraph", {}, [Run(words_of(node))])]
    inside: list[Node | Run] = []
    for child in node.children:
        inside += [_run(child)] if isinstance(child, Run) else _block(child, pictures, below)
    if node.kind in SHOWN:
        return [Node(node.kind, dict(node.attrs), inside)]
    if any(isinstance(child, Run) for child in inside):
        return [Node("paragraph", {}, inside)]
    return inside


def _picture(node: Node, pictures: Collection[str], below: str) -> Node:
    """Show a picture of the document itself, or name one of another host; of any other say what it shows."""
    key, attrs = file_of(node), dict(node.attrs)
    if key in pictures:
        attrs["src"] = f"{below}{key}/picture"
        return Node("image", attrs)
    source = safe_address(node.attrs.get("src"))
    if not key and source and elsewhere(source):
        return Node("image", attrs)
    said = str(node.attrs.get("alt") or "") or caption_of(node)
    return Node("paragraph", {}, [Run(said)] if said else [])


def _run(run: Run) -> Run:
    """Keep a link that leads out of the project, or to a place in the text itself."""
    if "link" not in run.marks or leads_out(run.marks["link"].get("href")):
        return run
    return Run(run.text, {name: mark for name, mark in run.marks.items() if name != "link"})


def leads_out(address: object) -> bool:
    """Whether an address leads to another host, to a place in the same text, to an e-mail or a telephone."""
    found = safe_address(address)
    if found.startswith("#"):
        return not found.startswith(("#person-", "#circle-", "#thing-", "#file-"))
    try:
        parts = urlsplit(found)
    except ValueError:
        return False
    if parts.scheme in ("mailto", "tel"):
        return True
    own = urlsplit(settings.BASE_URL).hostname
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.hostname != own
