"""The interface through which co-editing asks the app that owns the documents who may read and write, and their state.

`settings.COEDITED_MODEL` names the model of that app; each log belongs to one object of it. Its key is a UUID;
administrators find logs by its `title`, and exports follow its `project`. The app installs an `OwningApp` in its
`extension.py`. Co-editing knows nothing else of that app.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from foundation.accounts.models import Token, User
from foundation.web.extension_registry import Addition, additions

READ_AT_LATEST_S = 30.0
"""In which a document is read (`OwningApp.read`) in which people type without a pause."""


@dataclass(frozen=True)
class Admission:
    """What a person may do who is let into a document's session."""

    document: UUID
    is_writer: bool  # where it is not closed
    is_closed: bool
    is_guest: bool

    @property
    def may_write(self) -> bool:
        """Whether they may write now."""
        return self.is_writer and not self.is_closed


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """How a document stands in the database; whether it `is_restricted` is asked of those that are open."""

    seq: int
    epoch: int
    is_closed: bool  # nobody may write in it
    is_restricted: bool = False  # who may read it changes without a person's own access epoch


@dataclass(frozen=True, kw_only=True)
class OwningApp(Addition):
    """What the app answers and does. Each is called in a thread, and those of a join many times a second: their queries
    are composed once.
    """

    let_in: Callable[[User, UUID], Admission | None]
    """Let a person into a document; None where they may not read it, or there is none."""

    is_for_sockets: Callable[[Token, UUID], bool]
    """Whether a personal token opens the socket of a document."""

    document_at: Callable[[str, int], UUID | None]
    """Find the document of a project, by its address, and a number; None where there is none."""

    status: Callable[[UUID], DocumentStatus | None]
    """Say how a document stands that is to be opened; None where there is none."""

    statuses: Callable[[Iterable[UUID]], Mapping[UUID, DocumentStatus]]
    """Say how several stand, in one query; without those that are gone."""

    read: Callable[[UUID], bool]
    """Read what a document says, as nobody has written in it for half a second (READ_AT_LATEST_S at most)."""

    process_quiet_text: Callable[[UUID], bool]
    """Do what follows once nobody has written in it for some seconds; say whether that itself added to its log."""


def owning_app() -> OwningApp:
    """Return what the app has installed."""
    installed: OwningApp = additions(OwningApp)[0]
    return installed
