"""What other apps may act on that happens in a log."""

from dataclasses import dataclass
from uuid import UUID

from foundation.web.extension_registry import DomainEvent


@dataclass(frozen=True, kw_only=True)
class LogAppended(DomainEvent):
    """The server added to a document's log, in which perhaps no session is open whose end would have it read."""

    document: UUID
