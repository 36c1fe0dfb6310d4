"""Where links in files that come in lead: to the documents that other files become, to files that came along, and to
whom and what a document mentions here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings

from documents.documents.models import Document
from documents.documents.models.names import files_below
from documents.richtext.addresses import mention_at
from documents.richtext.nodes import Node, Run, every_node
from foundation.files.models import Attachment

_HOLD_CARDS = ("blockquote", "callout", "detailsContent")
_OWN = re.compile(r"(/p/[^/?#]+/)")


def relative_path(address: object) -> str:
    """Return the path of a link to a file beside, or nothing."""
    try:
        parts = urlsplit(str(address or ""))
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc or parts.path.startswith("/") else unquote(parts.path)


def links_in(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield where links lead."""
    for node in every_node(nodes):
        yield from (_href(child) for child in node.children if _href(child))


def leads_here(address: str) -> bool:
    """Return whether a link leads to a page of ours by its whole address."""
    return address.startswith(f"{settings.BASE_URL}/p/") or (address.startswith("/p/") and "#" in address)


def _href(child: Node | Run) -> str:
    return str(child.marks["link"].get("href") or "") if isinstance(child, Run) and "link" in child.marks else ""


@dataclass
class ArrivingLinks:
    """The links of one file, once all documents are there."""

    document: Document
    documents: Mapping[str, Document]
    """What each file became, by the path by which this one names it."""
    attach: Callable[[str], Attachment | None]
    """Keeps a file that came along, by that path."""

    def written(self, nodes: list[Node]) -> list[Node]:
        """Return the nodes, whose links lead here. A file that has a paragraph of its own is a card there."""
        for node in every_node(nodes):
            if node.kind in _HOLD_CARDS:
                node.children = [self._block(child) if isinstance(child, Node) else child for child in node.children]
        nodes = [self._block(node) for node in nodes]
        for node in every_node(nodes):
            node.children = [self._child(child) for child in node.children]
        return nodes

    def _block(self, node: Node) -> Node:
        alone = node.children[0] if node.kind == "paragraph" and len(node.children) == 1 else None
        path = relative_path(_href(alone)) if alone else ""
        file = self.attach(path) if path and path not in self.documents else None
        return Node("attachment", {"file": str(file.pk), "name": node.text().strip() or file.name}) if file else node

    def _child(self, child: Node | Run) -> Node | Run:
        href = _href(child)
        if isinstance(child, Node) or not href:
            return child
        if mention := self._mention(href):
            return Node("mention", {"kind": mention[0], "id": mention[1]})
        child.marks = {**child.marks, "link": {**child.marks["link"], "href": self._address(href)}}
        return child

    def _mention(self, href: str) -> tuple[str, str] | None:
        """Return whom or what an address names in its last part: of this project, or a document that came along."""
        address, _sign, place = href.partition("#")
        found = mention_at(f"#{place}") if address and place else None
        if found is None:
            return None
        document = self.documents.get(relative_path(address))
        if document is not None:
            return ("thing", document.reference) if found[0] == "thing" else None
        own = _OWN.match(address.removeprefix(settings.BASE_URL))
        return found if own and own[1] == f"/p/{self.document.project.slug}/" else None

    def _address(self, href: str) -> str:
        if href.startswith(f"{settings.BASE_URL}/p/"):
            return href.removeprefix(settings.BASE_URL)
        path = relative_path(href)
        document = self.documents.get(path) if path else None
        if document is not None:
            place = href.partition("#")[2]
            return document.get_absolute_url() + (f"#{place}" if place else "")
        file = self.attach(path) if path else None
        return f"{files_below(self.document.project)}{file.pk}/{file.name}" if file else href
