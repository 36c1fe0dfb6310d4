"""Who may see and add files: asked of the thing they are attached to, for every request.

Each app says so of its kinds of things in `FileRightsBy`: kind → (person, id) → `FileRights`, or None where
there is no such thing, or the person may not know of it. The person is None where Ronde itself asks, for a copy.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.http import Http404

from foundation.accounts.models import User
from foundation.audit.event_types import EventType
from foundation.web.extension_registry import Keyed, merged


class FilesProject(Protocol):
    """The project a file is kept for."""

    @property
    def pk(self) -> Any:
        """Return its id."""

    slug: str

    @property
    def file_space(self) -> int:
        """Return how many bytes its files may take."""


class FilesThing(Protocol):
    """What a file is attached to; circles' `Subject` is one."""

    @property
    def pk(self) -> Any:
        """Return its id."""

    @property
    def kind(self) -> str:
        """Return its kind."""

    @property
    def scope(self) -> str:
        """Return its circle's key."""

    def get_absolute_url(self) -> str:
        """Lead to its page."""

    def record_event(self, event: EventType, *, by: User | None, **facts: Any) -> Any:
        """Write an event about it."""


@dataclass(frozen=True, kw_only=True)
class FileRights:
    """What a person may do with the files of one thing.

    `project` and `thing` are None for what belongs to no project. What is in it but no part of it, as between a few
    people who talk directly, is kept under an id of its own, `kept_under`: copies of the project have none of it.

    What is added waits, seen by nobody else, where it `waits`: in a topic for the message, in a project for the expense
    or action it will be attached to. Of what is not `recorded` the record tells nothing: talk; of what is not `named`
    it has no names, as fewer people may read these. What is taken `raw` is no file of a thing: its app reads the
    upload, of up to `most_bytes`.
    """

    may_read: bool
    may_attach: bool
    project: FilesProject | None = None
    thing: FilesThing | None = None
    waits: bool = False
    recorded: bool = True
    named: bool = True
    raw: bool = False
    kept_under: UUID | None = None
    most_bytes: int | None = None

    @property
    def keeper(self) -> Any:
        """Return the id under which its files are kept: the project's, where it is a part of that; None for none."""
        return self.kept_under or (self.project.pk if self.project else None)


type FileRightsOf = Callable[[User | None, str], FileRights | None]


@dataclass(frozen=True)
class FileRightsBy(Keyed[str, FileRightsOf]):
    """Who may see and add the files of kinds of things."""


def find_rights(user: User | None, kind: str, key: str) -> FileRights | None:
    """Return what a person may do with the files of a thing; None for what they may not know of."""
    known: Mapping[str, FileRightsOf] = merged(FileRightsBy)
    found = known[kind](user, key) if kind in known else None
    return found if found and (found.may_read or found.may_attach) else None


def rights_on(user: User, kind: str, key: str) -> FileRights:
    """Return what a person may do with the files of a thing.

    :raises Http404: for what they may not know of.
    """
    found = find_rights(user, kind, key)
    if found is None:
        raise Http404
    return found
