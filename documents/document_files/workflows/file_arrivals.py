"""Files of a ZIP that were read, on their way to become documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from documents.document_files.arriving_links import ArrivingLinks, leads_here, links_in, relative_path
from documents.document_files.picture_files import attach_file, keep_pictures
from documents.richtext.exchange.pictures import with_kept_pictures
from documents.richtext.nodes import Node, write_tree
from foundation.web.exceptions import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from documents.documents.models import Document
    from documents.richtext.exchange.bundles import Bundle
    from documents.richtext.exchange.file_reader import ReadFile
    from foundation.files.models import Attachment


@dataclass
class ArrivingFiles:
    """The files of a ZIP that are attached to the documents which name them."""

    bundle: Bundle
    _kept: dict[tuple[UUID, str], Attachment | None] = field(default_factory=dict)

    def attach(self, document: Document, path: str) -> Attachment | None:
        """Attach a file to a document, once; None for what is none, and where there is no room."""
        if not path or document.created_by is None:
            return None
        key = (document.pk, path)
        if key not in self._kept:
            try:
                self._kept[key] = attach_file(
                    document, path.rpartition("/")[2], self.bundle.read(path), by=document.created_by
                )
            except (Refused, PermissionDenied):
                self._kept[key] = None
        return self._kept[key]


@dataclass
class ReadArrival:
    """A file that was read: its text as an update, or the nodes that wait for pictures and for other documents."""

    file: ReadFile
    path: str
    content: bytes = b""
    beside: dict[str, str] = field(default_factory=dict)
    """The paths in the ZIP of the files to which it has links, as it names them."""
    lost_pictures: int = 0

    def text_of(self, document: Document, made: Mapping[str, Document], files: ArrivingFiles) -> bytes:
        """Return the text for a document that is there, once its pictures are kept; `made`: what each path became."""
        if self.content:
            return self.content
        kept = keep_pictures(document, self.file.pictures, by=document.created_by)
        nodes, self.lost_pictures = with_kept_pictures(self.file.nodes, kept)
        documents = {named: made[path] for named, path in self.beside.items() if path in made}
        links = ArrivingLinks(document, documents, lambda named: files.attach(document, self.beside.get(named, "")))
        return write_tree(links.written(nodes) or [Node("paragraph")])

    def outcome(self, document: Document) -> dict[str, Any]:
        """Return what came of it, for the page."""
        pictures = {"lost_pictures": self.lost_pictures, "missing_pictures": self.file.missing}
        return {"number": document.number, "source": self.file.source, **pictures}


def arrival_of(file: ReadFile, name: str, bundle: Bundle) -> ReadArrival:
    """Return a file of a ZIP as it waits to become a document."""
    links = list(links_in(file.nodes))
    beside = {path: found for path in map(relative_path, links) if path and (found := bundle.find(name, path))}
    if file.pictures or file.missing or beside or any(map(leads_here, links)):
        return ReadArrival(file, name, beside=beside)
    content, file.nodes = write_tree(file.nodes), []  # of many files the texts alone fit into memory
    return ReadArrival(file, name, content)
