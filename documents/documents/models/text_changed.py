"""That the text of a document has changed: apps above read what it says now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from documents.documents.models.document import Document
from documents.richtext.nodes import Node
from foundation.accounts.models import User
from foundation.web.extension_registry import DomainEvent


@dataclass(frozen=True, kw_only=True)
class DocumentTextChanged(DomainEvent):
    """Nobody has written in a document for a moment; these are its nodes, `by` whoever wrote last."""

    document: Document
    nodes: Sequence[Node]
    by: User | None
    at: datetime | None = None
