"""What to try where nothing was found: the same without its filters, or each of its words alone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from search.contexts.hits import results

if TYPE_CHECKING:
    from search.contexts.page import SearchPage

MOST_WORDS = 3


@dataclass(frozen=True)
class Suggestion:
    """Another search that finds something."""

    label: str
    address: str
    found: str


def suggestions(page: "SearchPage") -> list[Suggestion]:
    """Return searches close to one that found nothing; each was made, and finds what the person may see."""
    wider = [(_("Without filters"), page.words)] if page.filters.values and page.words else []
    words = list(dict.fromkeys((*page.query.words.split(), *(f'"{phrase}"' for phrase in page.query.phrases))))
    alone = [(word, word) for word in words[:MOST_WORDS]] if len(words) > 1 else []
    return _found(page, wider) or _found(page, alone)


def _found(page: "SearchPage", asked: list[tuple[str, str]]) -> list[Suggestion]:
    found = [(label, typed, results(page.project, page.user, typed, size=1)) for label, typed in asked]
    return [Suggestion(label, page.plain_address(typed), one.total) for label, typed, one in found if one.hits]
