"""A document's text as it leaves: its links, mentions and files lead somewhere from anywhere.

Documents that leave together lead to each other by relative paths; everything else by its whole address here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import quote

from django.conf import settings

from documents.document_files.picture_files import attachment_of
from documents.documents.models import Document
from documents.documents.thing_cards import with_card_titles
from documents.richtext.addresses import file_of, mention_address
from documents.richtext.exchange.bundles import unique_in
from documents.richtext.exchange.heading_names import heading_names
from documents.richtext.nodes import Node, Run, every_node, words_of
from foundation.accounts.models import User
from foundation.files.models import Attachment

_PAGE = re.compile(r"/p/([^/?#]+)/documents/(\d{1,9})/?(?:\?[^#]*)?(#.*)?")
_MENTION = re.compile(r'(<span class="mention" data-kind="(\w+)" data-id="([^"]*)"><a href="[^"#]*)"')
_HREF = re.compile(r' href="([^"]*)"')


@dataclass
class Surroundings:
    """What leaves together with a document: the paths of documents by number, all at the top of one ZIP."""

    document: Document
    paths: Mapping[int, str] = field(default_factory=dict)

    def address(self, address: str, *, keeps_place: bool = False) -> str:
        """Return where a link leads from outside; the place in another file only where that `keeps_place`."""
        own = address.removeprefix(settings.BASE_URL)
        if not own.startswith("/") or own.startswith("//"):
            return address
        found = _PAGE.fullmatch(own)
        path = self.paths.get(int(found[2])) if found and found[1] == self.document.project.slug else None
        if not found or path is None:
            return settings.BASE_URL + own
        return quote(path) + ((found[3] or "") if keeps_place else "")

    def html(self, html: str, names: Mapping[str, str], *, keeps_place: bool) -> str:
        """Return HTML of ours with these addresses; `names` are those of its headings by their places."""
        places = {name: place for place, name in names.items() if place.startswith("h-")}

        def lead(found: re.Match[str]) -> str:
            address = unescape(found[1])
            if address[:1] == "#":
                return f' href="#{escape(places.get(address[1:], address[1:]))}"'
            return f' href="{escape(self.address(address, keeps_place=keeps_place))}"'

        return _MENTION.sub(r'\1#\2-\3"', _HREF.sub(lead, html))


@dataclass
class MarkdownWithFiles:
    """A document as Markdown that others read: mentions are words that lead somewhere, and its files lie beside it
    where it leaves as a ZIP.
    """

    around: Surroundings
    user: User | None
    folder: str = ""
    """Where its files lie; empty: they are named by their addresses here."""
    files: dict[str, Attachment] = field(default_factory=dict)
    """What lies beside it, by path."""
    _paths: dict[str, str] = field(default_factory=dict)

    def nodes(self) -> list[Node]:
        """Return the text; what is to lie beside it is in `files` then."""
        document = self.around.document
        nodes = deepcopy(with_card_titles(document.project, self.user, document.nodes()))
        names = heading_names(nodes)
        for node in every_node(nodes):
            self._place(node)
            node.children = [self._child(child, names) for child in node.children]
        return nodes

    def _child(self, child: Node | Run, names: Mapping[str, str]) -> Node | Run:
        if isinstance(child, Run):
            if "link" in child.marks:
                href = str(child.marks["link"].get("href") or "")
                child.marks = {**child.marks, "link": {**child.marks["link"], "href": self._link(href, names)}}
            return child
        return self._mention(child) if child.kind == "mention" else child

    def _link(self, href: str, names: Mapping[str, str]) -> str:
        if href[:1] == "#":
            return f"#{names[href[1:]]}" if href[1:] in names else href
        address = self.around.address(href, keeps_place=True)
        path, sign, place = address.partition("#")
        if "://" in address or not sign:
            return address
        return path if place.startswith(("b-", "n-")) else f"{path}#{place.removeprefix('h-')}"  # ids are ours alone

    def _mention(self, mention: Node) -> Node | Run:
        """Return the name as a link; the place in its address says who or what it is, should it come in again."""
        address, named = str(mention.attrs.get("href") or ""), mention_address(mention)
        if not address or not named:
            return Run(words_of(mention))
        return Run(words_of(mention), {"link": {"href": self.around.address(address).partition("#")[0] + named}})

    def _place(self, node: Node) -> None:
        file = file_of(node) if node.kind in ("image", "attachment") else ""
        found = attachment_of(self.around.document, file, self.user) if file else None
        if found is None:
            return
        name = "src" if node.kind == "image" else "href"
        node.attrs[name] = quote(self._beside(found)) if self.folder else self.around.address(str(node.attrs[name]))
        if node.kind == "image":
            del node.attrs["file"]
            node.attrs.pop("original", None)

    def _beside(self, file: Attachment) -> str:
        key = str(file.pk)
        if key not in self._paths:
            self._paths[key] = unique_in(set(self.files), f"{self.folder}/{file.name}")
            self.files[self._paths[key]] = file
        return self._paths[key]
