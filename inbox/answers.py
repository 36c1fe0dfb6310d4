"""How notices are answered in place: each app says so of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from accounts.models import User
from inbox.models import Notice
from web.extension_registry import Addition, additions


@dataclass(frozen=True)
class InboxAnswer:
    """How a thing is answered in place: a template, with what it needs."""

    template: str
    context: dict[str, Any]


def reply_to(name: str, words: str, action: str, **fields: str) -> InboxAnswer:
    """Return how a person's words are answered where they are read: a form that posts `text` with these fields; sent
    twice, it says once.
    """
    context = {"name": name, "words": words, "action": action, "fields": {**fields, "key": str(uuid4())}}
    return InboxAnswer("inbox/reply.html", context)


type InboxAnswersOf = Callable[[User, Sequence[Notice], str], dict[int, InboxAnswer]]
"""(person, notices that wait, newest first, address of the page) → by the notice's pk, of those it can answer."""


@dataclass(frozen=True)
class InboxAnswers(Addition):
    """How notices of an app are answered in the inbox."""

    to: InboxAnswersOf


def answers_to(user: User, notices: Sequence[Notice], path: str) -> dict[int, InboxAnswer]:
    """Return by the notice's pk how those that a person can answer in place are answered."""
    answers: dict[int, InboxAnswer] = {}
    for added in additions(InboxAnswers):
        answers |= added.to(user, notices, path)
    return answers
