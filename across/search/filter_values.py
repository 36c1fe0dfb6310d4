"""What the value of a filter means in a project: a person, a circle, a state, days, a kind, a topic or document.

What `has:` asks for is one row of `HAS`. Two examples show each of them: in the empty field of the page
(`templates/across/search/search.html`) and in the description of the API (`across/search/api.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from across.search.models import Text
from across.search.typed_query import days_in, kind_in, states_in
from chat.chat.models import Topic
from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.web.name_patterns import folded
from foundation.web.pagination import day_in, uuid_in

ME = {"en": "me", "fr": "moi"}


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
class Having:
    """A thing that other things have, and `has:` asks for. `words` are typed after the colon, by language; `column` is
    the flag of `Text` that says so, which follows when a thing gets it and when it loses it. What is read out of a
    document's text is kept by `documents/documents/workflows/read_words.py`: raise `READER`
    (`documents/richtext/packed_nodes.py`), and old documents are read and indexed anew.
    """

    words: Mapping[str, str]
    column: str
    shown: str | Promise

    @property
    def called(self) -> frozenset[str]:
        """Return its words in all languages."""
        return frozenset(word for words in self.words.values() for word in words.split())


HAS = (
    Having(
        words={"en": "file files attachment", "fr": "fichier fichiers"},
        column="has_file",
        shown=gettext_lazy("a file"),
    ),
)


def read_person(project: Project, user: User, value: str) -> Meaning | None:
    name = folded(value.removeprefix("@"))
    if name in ME.values():
        return Meaning(asks={"author": frozenset({user.pk})}, shown=user.name)
    people = project.people()
    found = list(people.filter(Q(handle__iexact=value.removeprefix("@"))))
    found = found or [one for one in people if folded(one.name) == name]
    found = found or [one for one in people if any(part.startswith(name) for part in folded(one.name).split())]
    if not (found and name):
        return None
    shown = ", ".join(one.name for one in found[:2])
    return Meaning(asks={"author": frozenset(one.pk for one in found)}, shown=shown)


def read_circle(project: Project, _user: User, value: str) -> Meaning | None:
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


def read_state(_project: Project, _user: User, value: str) -> Meaning | None:
    states = states_in(value)
    shown = str(Text.State(next(iter(states))).label) if len(states) == 1 else value
    return Meaning(asks={"state": states}, shown=shown) if states else None


def _days(project: Project, value: str) -> tuple[date, date] | None:
    today = timezone.now().astimezone(project.zone).date()
    day = day_in(value)
    return (day, day) if day else days_in(value, today)


def read_since(project: Project, _user: User, value: str) -> Meaning | None:
    days = _days(project, value)
    return Meaning(since=days[0], shown=value) if days else None


def read_before(project: Project, _user: User, value: str) -> Meaning | None:
    days = _days(project, value)
    return Meaning(until=days[0] - timedelta(days=1), shown=value) if days else None


def read_day(project: Project, _user: User, value: str) -> Meaning | None:
    days = _days(project, value)
    return Meaning(since=days[0], until=days[1], shown=value) if days else None


def read_kind(_project: Project, _user: User, value: str) -> Meaning | None:
    tab = kind_in(value)
    return Meaning(tab=tab, shown=value) if tab else None


def read_has(_project: Project, _user: User, value: str) -> Meaning | None:
    words = folded(value).split()
    asked = [one for one in HAS if not one.called.isdisjoint(words)]
    if not words or not frozenset().union(*(one.called for one in asked)).issuperset(words):
        return None
    return Meaning(
        asks={one.column: frozenset({True}) for one in asked}, shown=", ".join(str(one.shown) for one in asked)
    )


def read_inside(project: Project, user: User, value: str) -> Meaning | None:
    """Read the id of a document or a topic: pages lead so to all that was found in one."""
    key = uuid_in(value)
    if key is None:
        return None
    topic = Topic.objects.visible_to(user).filter(project=project, pk=key).first()
    document = None if topic else Document.objects.visible_to(user).filter(project=project, pk=key).first()
    shown = topic.name or _("Direct message") if topic else document.title if document else ""
    return Meaning(asks={"holder": frozenset({key})}, shown=shown) if shown else None


def people_offered(_project: Project, people: Sequence[User]) -> list[tuple[str, str]]:
    return [(one.handle or one.name, one.name) for one in people]


def circles_offered(project: Project, _people: Sequence[User]) -> list[tuple[str, str]]:
    return [(one.key, one.name) for one in circles_of(project)]


def states_offered(_project: Project, _people: Sequence[User]) -> list[tuple[str, str]]:
    return [(state.value, str(state.label)) for state in Text.State if state.value]


def days_offered(_project: Project, _people: Sequence[User]) -> list[tuple[str, str]]:
    return [
        ("today", _("Since today")),
        ("7d", _("Last 7 days")),
        ("30d", _("Last 30 days")),
        ("365d", _("Last year")),
    ]
