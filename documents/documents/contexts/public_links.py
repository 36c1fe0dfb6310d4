"""The page of a document's public link, for people of the project."""

from dataclasses import dataclass
from typing import Any

from documents.documents import permissions
from documents.documents.models import Document, PublicLink
from foundation.accounts.models import User

EARLIER_SHOWN = 10


@dataclass(frozen=True)
class StandingLink:
    """A link that nobody ended, and what the person may do about it."""

    link: PublicLink
    may_share: bool
    may_end: bool
    is_shown: bool


def page_of_link(document: Document, user: User) -> dict[str, Any]:
    """Return the context: the link that stands, what the person may do about it, and those that ended."""
    link = document.public_links.standing().select_related("made_by", "document__project").first()
    may_share = permissions.may_share(user, document)
    ended = document.public_links.exclude(ended_at=None).select_related("made_by").order_by("-ended_at")
    return {
        "project": document.project,
        "document": document,
        "standing": StandingLink(
            link, may_share, permissions.may_end_public_link(user, link), permissions.shows_now(link)
        )
        if link
        else None,
        "may_share": may_share,
        "earlier": ended[:EARLIER_SHOWN],
    }
