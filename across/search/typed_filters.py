"""The filters of search, each with what reads its values (filter_values.py).

A filter is one row of `FILTERS`: what is typed before its colon, its parameter in addresses and in the API, its chip,
its values, and the column of `Text` that it asks are all said there, and nowhere else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from across.search.filter_values import (
    Meaning,
    circles_offered,
    days_offered,
    people_offered,
    read_before,
    read_circle,
    read_day,
    read_has,
    read_inside,
    read_kind,
    read_person,
    read_since,
    read_state,
    states_offered,
)
from across.search.typed_query import TypedQuery
from circles.projects.models import Project
from foundation.accounts.models import User

type Offers = Callable[[Project, Sequence[User]], list[tuple[str, str]]]


@dataclass(frozen=True, kw_only=True)
class SearchFilter:
    """A thing to filter by. `words` are typed before the colon, by language. `read` says what a value means, or None
    where it means nothing: then `unknown` is answered. A filter with a `before` has a chip, where that stands before
    the value; one that `offers` values can be chosen on the page, under its `label` and in the order of `place`.
    """

    words: Mapping[str, str]
    read: Callable[[Project, User, str], Meaning | None]
    unknown: str | Promise
    before: str | Promise = ""
    label: Callable[[], str] = str
    offers: Offers | None = None
    place: int = 0
    longest: int = 40
    """So many characters of a value the API takes."""


NO_DAY = gettext_lazy("“%(words)s” is not a date: try 2026-06-15, june or yesterday.")
FILTERS: Mapping[str, SearchFilter] = {
    "person": SearchFilter(
        words={"en": "from by author", "fr": "de par auteur autrice"},
        read=read_person,
        unknown=gettext_lazy("No one here is called “%(words)s”."),
        before=pgettext_lazy("search filter", "from"),
        label=lambda: _("Person"),
        offers=people_offered,
        place=1,
        longest=120,
    ),
    "circle": SearchFilter(
        words={"en": "in circle", "fr": "dans cercle"},
        read=read_circle,
        unknown=gettext_lazy("No circle is called “%(words)s”."),
        before=pgettext_lazy("search filter", "in"),
        label=lambda: _("Circle"),
        offers=circles_offered,
        place=2,
        longest=120,
    ),
    "state": SearchFilter(
        words={"en": "is state", "fr": "est etat"},
        read=read_state,
        unknown=gettext_lazy("“%(words)s” is not a state: open, done, in force, changed or ended."),
        before=pgettext_lazy("search filter", "is"),
        label=lambda: _("State"),
        offers=states_offered,
        place=4,
    ),
    "since": SearchFilter(
        words={"en": "since after", "fr": "depuis apres des"},
        read=read_since,
        unknown=NO_DAY,
        before=pgettext_lazy("search filter", "since"),
        label=lambda: pgettext("search filter", "Day"),
        offers=days_offered,
        place=3,
    ),
    "before": SearchFilter(
        words={"en": "before until", "fr": "avant jusque"},
        read=read_before,
        unknown=NO_DAY,
        before=pgettext_lazy("search filter", "before"),
    ),
    "day": SearchFilter(
        words={"en": "on day", "fr": "le jour"},
        read=read_day,
        unknown=NO_DAY,
        before=pgettext_lazy("search filter", "on"),
    ),
    "has": SearchFilter(
        words={"en": "has with", "fr": "a avec"},
        read=read_has,
        unknown=gettext_lazy("“%(words)s” cannot be searched for this way, only a file can."),
        before=pgettext_lazy("search filter", "has"),
    ),
    "inside": SearchFilter(
        words={"en": "inside", "fr": "dedans"},
        read=read_inside,
        unknown=gettext_lazy("There is no topic or document “%(words)s” that you can read."),
        before=pgettext_lazy("search filter", "inside"),
    ),
    "kind": SearchFilter(
        words={"en": "kind type", "fr": "genre sorte type"},
        read=read_kind,
        unknown=gettext_lazy("There is no kind “%(words)s” to search for."),
    ),
}
"""By the name of the parameter."""
KEYS: Mapping[str, str] = {
    word: key for key, one in FILTERS.items() for words in one.words.values() for word in words.split()
}
"""What the word before a colon filters by, folded."""


def read_typed(typed: str) -> TypedQuery:
    """Read what was typed, with the filters that there are."""
    return TypedQuery.from_text(typed, KEYS)
