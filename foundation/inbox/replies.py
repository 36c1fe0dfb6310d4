"""How notices are answered in place: each app says so of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from foundation.accounts.models import User
from foundation.inbox.models import Notice
from foundation.web.extension_registry import Addition, additions


@dataclass(frozen=True)
class InboxReply:
    """How a thing is answered in place: a template, with what it needs."""

    template: str
    context: dict[str, Any]


def reply_to(name: str, words: str, action: str, **fields: str) -> InboxReply:
    """Return how a person's words are answered where they are read: a form that posts `text` with these fields; sent
    twice, it says once.
    """
    context = {"name": name, "words": words, "action": action, "fields": {**fields, "key": str(uuid4())}}
    return InboxReply("inbox/reply.html", context)


type InboxRepliesOf = Callable[[User, Sequence[Notice], str], dict[int, InboxReply]]
"""(person, notices that wait, newest first, address of the page) → by the notice's pk, of those it can answer."""


@dataclass(frozen=True)
class InboxReplies(Addition):
    """How notices of an app are answered in the inbox."""

    to: InboxRepliesOf


def replies_to(user: User, notices: Sequence[Notice], path: str) -> dict[int, InboxReply]:
    """Return by the notice's pk how those that a person can answer in place are answered."""
    found: dict[int, InboxReply] = {}
    for added in additions(InboxReplies):
        found |= added.to(user, notices, path)
    return found
