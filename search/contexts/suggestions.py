"""What to try where nothing was found: the same without its filters, or each of its words alone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from audit import clock
from search.candidates import Ask, newest
from search.models import Text
from search.stems import forms, words_asked
from search.visibility import visible_keys

if TYPE_CHECKING:
    from search.contexts.page import SearchPage

MOST_WORDS = 4
LOOKED_AT = 50
"""So many texts that have a word are looked at, the last written first, for one that the person may see."""


@dataclass(frozen=True)
class NearbySearch:
    """Another search that finds something."""

    label: str
    typed: str
    address: str


def suggestions(page: "SearchPage") -> list[NearbySearch]:
    """Return searches close to one that found nothing: each has the words in something that the person may see."""
    words = [word for word in words_asked(" ".join((page.query.words, *page.query.phrases))) if forms(word)]
    alone = words[:MOST_WORDS] if len(words) > 1 else []
    asked = [(NearbySearch(word, word, page.plain_address(word)), [word]) for word in alone]
    if words and page.filters.values and not page.query.phrases:
        asked.insert(0, (NearbySearch(_("Without filters"), page.words, page.plain_address(page.words)), words))
    asks = [Ask(page.project.pk, tuple(map(forms, each)), LOOKED_AT) for _one, each in asked]
    given = newest(asks, clock.now().date())
    keys = {key for some in given for key in some}
    visible = Text.objects.filter(project=page.project, pk__in=visible_keys(page.user, keys))
    seen = set(visible.values_list("pk", flat=True))
    found = [one for (one, _each), some in zip(asked, given, strict=True) if not seen.isdisjoint(some)]
    return found[:1] if found and found[0].typed == page.words else found
