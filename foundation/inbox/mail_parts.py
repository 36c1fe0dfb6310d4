"""What apps add to an e-mail about a thing: enough to decide, and where to answer (`MailParts`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from foundation.web.extension_registry import Keyed, merged


@dataclass(frozen=True)
class MailPart:
    """Two templates, `<template>.html` (rows of a table) and `<template>.txt`, with their context; and a subject, where
    the part knows a better one.
    """

    template: str
    context: dict[str, Any]
    subject: str = ""


type MailPartOf = Callable[[Any, Any], MailPart | None]
"""(person, notice) → what an e-mail about this notice shows, or None where there is nothing to answer any more."""


@dataclass(frozen=True)
class MailParts(Keyed[str, MailPartOf]):
    """What e-mails show of a kind of notice, to answer it."""


def quoted(words: str, *, most: int) -> str:
    """Return a person's words as plain text shows them: each line marked, so that none passes for one of ours."""
    return "\n".join(f"> {line}" for line in Truncator(words).chars(most).splitlines())


def part_of(person: Any, notices: Sequence[Any]) -> MailPart | None:
    """Return what an app adds to an e-mail about one thing: of the newest notice of a kind for which one adds it."""
    parts: dict[str, MailPartOf] = merged(MailParts)
    for notice in reversed(notices):
        if notice.kind in parts and (part := parts[notice.kind](person, notice)):
            return part
    return None
