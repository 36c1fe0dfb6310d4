"""What to try where nothing was found: the same without its filters, or each of its words alone."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from across.search.candidates import Ask, newest
from across.search.models import Text
from across.search.stems import forms, words_asked
from across.search.text_search import asked_for
from across.search.typed_query import TypedQuery
from across.search.visibility import visible_keys
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.audit import clock

MOST_WORDS = 4
LOOKED_AT = 50
"""So many texts that have a word are looked at, the last written first, for one that the person may see."""


@dataclass(frozen=True)
class NearbySearch:
    """Another search that finds something."""

    label: str
    typed: str

    @property
    def address(self) -> str:
        """Return the address that asks for these words alone, with no filters."""
        return f"?{urlencode({'q': self.typed})}"


def suggestions(project: Project, user: User, query: TypedQuery, *, is_filtered: bool) -> list[NearbySearch]:
    """Return searches close to one that found nothing: each has the words in something that the person may see."""
    asked_words = dict.fromkeys(words_asked(" ".join((query.words, *query.phrases))))  # each once
    words = [word for word in asked_for(list(asked_words)) if forms(word)]
    alone = words[:MOST_WORDS] if len(words) > 1 else []
    asked = [(NearbySearch(word, word), [word]) for word in alone]
    if words and is_filtered and not query.phrases:
        asked.insert(0, (NearbySearch(_("Without filters"), query.sought), words))
    asks = [Ask(project.pk, tuple(map(forms, each)), LOOKED_AT) for _one, each in asked]
    given = newest(asks, clock.now().date())
    keys = {key for some in given for key in some}
    visible = Text.objects.filter(project=project, pk__in=visible_keys(user, keys))
    seen = set(visible.values_list("pk", flat=True))
    found = [one for (one, _each), some in zip(asked, given, strict=True) if not seen.isdisjoint(some)]
    return found[:1] if found and found[0].typed == query.sought else found
