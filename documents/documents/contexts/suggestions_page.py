"""The page of a document's suggestions, on which many are decided on together."""

from collections.abc import Mapping
from typing import Any

from documents.documents import permissions
from documents.documents.contexts.suggested_sections import by_section
from documents.documents.contexts.suggestions import suggestions_shown
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.web.collation import place_of
from foundation.web.pagination import page_of, uuid_in


def suggestions_page(document: Document, reader: User, query: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page of suggestions shows; `decided` names what was decided by one press just now."""
    page = page_of(document.suggestions.with_place(), query.get("after", ""), key="pk")
    shown = suggestions_shown(page.rows, document, reader)
    decidable = [one for one in shown if one.may_decide and one.state == "open" and not one.waits and one.changes]
    people = {one.suggestion.author for one in decidable if one.suggestion.author}
    return {
        "suggestions": shown,
        "page": page,
        "decided": uuid_in(query.get("decided", "")) if permissions.may_write(reader, document) else None,
        "decidable": decidable,
        "sections": by_section(document, decidable) if decidable else [],
        "authors": [
            (person, [one for one in decidable if one.suggestion.author == person])
            for person in sorted(people, key=lambda person: place_of(person.name))
        ]
        if len(people) > 1
        else [],
    }
