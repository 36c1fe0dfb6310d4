"""The filters of search, and what their words mean in a project.

A filter is one row of `FILTERS`: what is typed before its colon, its parameter in addresses and in the API, its chip,
its values, and the column of `Text` that it asks are all said there, and nowhere else. What `has:` asks for is one row
of `HAS`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts.models import User
from chat.models import Topic
from circles.models import Circle
from circles.queries.tree import circles_of
from documents.models import Document
from projects.models import Project
from search.models import Text
from search.typed_query import TypedQuery, days_in, kind_in, states_in
from web.name_patterns import folded
from web.pagination import day_in, uuid_in

ME = frozenset(("me", "moi"))

type Offers = Callable[[Project, Sequence[User]], list[tuple[str, str]]]


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What the words of a filter mean in a project: of each column that it `asks` a text has one of the values; or it
    is written from a day, until a day, or of the kinds of a tab. `shown` is what its chip says.
    """

    shown: str = ""
    asks: Mapping[str, frozenset[Any]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    tab: str = ""
    circle: Circle | None = None


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


@dataclass(frozen=True, kw_only=True)
class Having:
    """A thing that other things have, and `has:` asks for. `words` are typed after the colon, by language; `column` is
    the flag of `Text` that says so, which follows when a thing gets it and when it loses it.
    """

    words: Mapping[str, str]
    column: str
    shown: str | Promise

    @property
    def called(self) -> frozenset[str]:
        """Return its words in all languages."""
        return frozenset(word for words in self.words.values() for word in words.split())


def _person(project: Project, user: User, value: str) -> Meaning | None:
    name = folded(value.removeprefix("@"))
    if name in ME:
        return Meaning(asks={"author": frozenset({user.pk})}, shown=user.name)
    people = project.people()
    found = list(people.filter(Q(handle__iexact=value.removeprefix("@"))))
    found = found or [one for one in people if folded(one.name) == name]
    found = found or [one for one in people if any(part.startswith(name) for part in folded(one.name).split())]
    if not (found and name):
        return None
    shown = ", ".join(one.name for one in found[:2])
    return Meaning(asks={"author": frozenset(one.pk for one in found)}, shown=shown)


def _circle(project: Project, _user: User, value: str) -> Meaning | None:
    name, circles = folded(value), circles_of(project)
    ranked = (
        [circle for circle in circles if name in (folded(circle.key), folded(circle.name))],
        [circle for circle in circles if folded(circle.name).startswith(name)],
        [circle for circle in circles if any(part.startswith(name) for part in folded(circle.name).split())],
    )
    found = next((some[0] for some in ranked if some and name), None)
    if found is None:
        return None
    below, size = {found.pk}, 0
    while size != len(below):
        size = len(below)
        below |= {circle.pk for circle in circles if circle.parent_id in below}
    return Meaning(asks={"circle": frozenset(below)}, shown=found.name, circle=found)


def _state(_project: Project, _user: User, value: str) -> Meaning | None:
    states = states_in(value)
    shown = str(Text.State(next(iter(states))).label) if len(states) == 1 else value
    return Meaning(asks={"state": states}, shown=shown) if states else None


def _days(project: Project, value: str) -> tuple[date, date] | None:
    today = timezone.now().astimezone(project.zone).date()
    day = day_in(value)
    return (day, day) if day else days_in(value, today)


def _since(project: Project, _user: User, value: str) -> Meaning | None:
    days = _days(project, value)
    return Meaning(since=days[0], shown=value) if days else None


def _before(project: Project, _user: User, value: str) -> Meaning | None:
    days = _days(project, value)
    return Meaning(until=days[0] - timedelta(days=1), shown=value) if days else None


def _day(project: Project, _user: User, value: str) -> Meaning | None:
    days = _days(project, value)
    return Meaning(since=days[0], until=days[1], shown=value) if days else None


def _kind(_project: Project, _user: User, value: str) -> Meaning | None:
    tab = kind_in(value)
    return Meaning(tab=tab, shown=value) if tab else None


def _has(_project: Project, _user: User, value: str) -> Meaning | None:
    words = folded(value).split()
    asked = [one for one in HAS if not one.called.isdisjoint(words)]
    if not words or not frozenset().union(*(one.called for one in asked)).issuperset(words):
        return None
    return Meaning(
        asks={one.column: frozenset({True}) for one in asked}, shown=", ".join(str(one.shown) for one in asked)
    )


def _inside(project: Project, user: User, value: str) -> Meaning | None:
    """Read the id of a document or a topic: pages lead so to all that was found in one."""
    key = uuid_in(value)
    if key is None:
        return None
    topic = Topic.objects.visible_to(user).filter(project=project, pk=key).first()
    document = None if topic else Document.objects.visible_to(user).filter(project=project, pk=key).first()
    shown = topic.name or _("Direct message") if topic else document.title if document else ""
    return Meaning(column="holder", values=frozenset({key}), shown=shown) if shown else None


def _people_offered(_project: Project, people: Sequence[User]) -> list[tuple[str, str]]:
    return [(one.handle or one.name, one.name) for one in people]


def _circles_offered(project: Project, _people: Sequence[User]) -> list[tuple[str, str]]:
    return [(one.key, one.name) for one in circles_of(project)]


def _states_offered(_project: Project, _people: Sequence[User]) -> list[tuple[str, str]]:
    return [(state.value, str(state.label)) for state in Text.State if state.value]


def _days_offered(_project: Project, _people: Sequence[User]) -> list[tuple[str, str]]:
    return [
        ("today", _("Since today")),
        ("7d", _("Last 7 days")),
        ("30d", _("Last 30 days")),
        ("365d", _("Last year")),
    ]


HAS = (
    Having(
        words={"en": "file files attachment", "fr": "fichier fichiers"},
        column="has_file",
        shown=gettext_lazy("a file"),
    ),
)
NO_DAY = gettext_lazy("“%(words)s” is not a day: 2026-06-15, june, yesterday.")
FILTERS: Mapping[str, SearchFilter] = {
    "person": SearchFilter(
        words={"en": "from by author", "fr": "de par auteur autrice"},
        read=_person,
        unknown=gettext_lazy("Nobody here is called “%(words)s”."),
        before=pgettext_lazy("search filter", "from"),
        label=lambda: _("Person"),
        offers=_people_offered,
        place=1,
        longest=120,
    ),
    "circle": SearchFilter(
        words={"en": "in circle", "fr": "dans cercle"},
        read=_circle,
        unknown=gettext_lazy("No circle is called “%(words)s”."),
        before=pgettext_lazy("search filter", "in"),
        label=lambda: _("Circle"),
        offers=_circles_offered,
        place=2,
        longest=120,
    ),
    "state": SearchFilter(
        words={"en": "is state", "fr": "est etat"},
        read=_state,
        unknown=gettext_lazy("“%(words)s” is not a state: open, done, in force, changed or ended."),
        before=pgettext_lazy("search filter", "is"),
        label=lambda: _("State"),
        offers=_states_offered,
        place=4,
    ),
    "since": SearchFilter(
        words={"en": "since after", "fr": "depuis apres des"},
        read=_since,
        unknown=NO_DAY,
        before=pgettext_lazy("search filter", "since"),
        label=lambda: pgettext("search filter", "Day"),
        offers=_days_offered,
        place=3,
    ),
    "before": SearchFilter(
        words={"en": "before until", "fr": "avant jusque"},
        read=_before,
        unknown=NO_DAY,
        before=pgettext_lazy("search filter", "before"),
    ),
    "day": SearchFilter(
        words={"en": "on day", "fr": "le jour"},
        read=_day,
        unknown=NO_DAY,
        before=pgettext_lazy("search filter", "on"),
    ),
    "has": SearchFilter(
        words={"en": "has with", "fr": "a avec"},
        read=_has,
        unknown=gettext_lazy("“%(words)s” is nothing that things have here: only a file."),
        before=pgettext_lazy("search filter", "has"),
    ),
    "inside": SearchFilter(
        words={"en": "inside", "fr": "dedans"},
        read=_inside,
        unknown=gettext_lazy("“%(words)s” is no topic or document that you may read."),
        before=pgettext_lazy("search filter", "inside"),
    ),
    "kind": SearchFilter(
        words={"en": "kind type", "fr": "genre sorte type"},
        read=_kind,
        unknown=gettext_lazy("“%(words)s” is not a kind of thing."),
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
