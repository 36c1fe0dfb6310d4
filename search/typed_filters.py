"""What a search is narrowed down to: the filters that were typed and those chosen as chips, looked up in a project."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from circles.models import Circle
from circles.queries.tree import circles_of
from projects.models import Project
from search.candidates import Group, token
from search.models import Text
from search.typed_query import TypedQuery, days_in, kind_in, states_in
from web.name_patterns import folded
from web.pagination import day_in

KEYS = ("person", "circle", "state", "since", "before", "day", "kind")
ME = frozenset(("me", "moi"))


@dataclass(frozen=True)
class SearchFilters:
    """What is asked for. `unknown` says in words which filter means nothing here: then nothing is found."""

    people: tuple[User, ...] = ()
    circle: Circle | None = None
    below: frozenset[int] = frozenset()
    states: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    tab: str = ""
    unknown: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    """What each was asked with, as chips and the address say it again."""

    @classmethod
    def read(cls, project: Project, user: User, typed: TypedQuery, chosen: Mapping[str, str]) -> "SearchFilters":
        """Look up what was typed, and what was chosen where the same was not typed."""
        values = {key: chosen[key].strip() for key in KEYS if chosen.get(key, "").strip()}
        values |= {key: value for key, value in typed.filters if value}
        known: dict[str, Any] = {"values": values, "unknown": ()}
        for key, value in values.items():
            found = _READERS[key](project, user, value)
            if found is None:
                known["unknown"] = (*known["unknown"], _UNKNOWN[key]() % {"words": value})
            else:
                known |= found
        return cls(**known)

    @property
    def any(self) -> bool:
        """Whether anything is filtered by, apart from the kind."""
        return any(key != "kind" for key in self.values)

    def groups(self) -> Iterable[Group]:
        """Return what the index is asked for, in a project."""
        if self.people:
            yield frozenset(token("a", user.pk) for user in self.people)
        if self.below:
            yield frozenset(token("c", pk) for pk in self.below)
        if self.states:
            yield frozenset(token("s", state) for state in self.states)

    def narrow(self, found: "QuerySet[Text]", project: Project) -> "QuerySet[Text]":
        """Keep exactly what is asked for."""
        found = found.filter(project=project)
        if self.people:
            found = found.filter(author__in=[user.pk for user in self.people])
        if self.below:
            found = found.filter(circle__in=self.below)
        if self.states:
            found = found.filter(state__in=self.states)
        first, end = self.moments(project)
        if first:
            found = found.filter(happened_at__gte=first)
        if end:
            found = found.filter(happened_at__lt=end)
        return found

    def moments(self, project: Project) -> tuple[datetime | None, datetime | None]:
        """Return from when, and until before when, in the zone of the project."""
        return (
            _start(project, self.since) if self.since else None,
            _start(project, self.until + timedelta(days=1)) if self.until else None,
        )


def _start(project: Project, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=project.zone)


def _person(project: Project, user: User, value: str) -> dict[str, Any] | None:
    name = folded(value.removeprefix("@"))
    if name in ME:
        return {"people": (user,)}
    people = project.people()
    found = list(people.filter(Q(handle__iexact=value.removeprefix("@"))))
    found = found or [one for one in people if folded(one.name) == name]
    found = found or [one for one in people if any(part.startswith(name) for part in folded(one.name).split())]
    return {"people": tuple(found)} if found and name else None


def _circle(project: Project, _user: User, value: str) -> dict[str, Any] | None:
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
    return {"circle": found, "below": frozenset(below)}


def _state(_project: Project, _user: User, value: str) -> dict[str, Any] | None:
    states = states_in(value)
    return {"states": states} if states else None


def _days(project: Project, value: str) -> tuple[date, date] | None:
    today = timezone.now().astimezone(project.zone).date()
    day = day_in(value)
    return (day, day) if day else days_in(value, today)


def _since(project: Project, _user: User, value: str) -> dict[str, Any] | None:
    days = _days(project, value)
    return {"since": days[0]} if days else None


def _before(project: Project, _user: User, value: str) -> dict[str, Any] | None:
    days = _days(project, value)
    return {"until": days[0] - timedelta(days=1)} if days else None


def _day(project: Project, _user: User, value: str) -> dict[str, Any] | None:
    days = _days(project, value)
    return {"since": days[0], "until": days[1]} if days else None


def _kind(_project: Project, _user: User, value: str) -> dict[str, Any] | None:
    tab = kind_in(value)
    return {"tab": tab} if tab else None


_READERS = {
    "person": _person,
    "circle": _circle,
    "state": _state,
    "since": _since,
    "before": _before,
    "day": _day,
    "kind": _kind,
}
_UNKNOWN = {
    "person": lambda: _("Nobody here is called “%(words)s”."),
    "circle": lambda: _("No circle is called “%(words)s”."),
    "state": lambda: _("“%(words)s” is not a state: open, done, in force or ended."),
    "since": lambda: _("“%(words)s” is not a day: 2026-06-15, june, yesterday."),
    "before": lambda: _("“%(words)s” is not a day: 2026-06-15, june, yesterday."),
    "day": lambda: _("“%(words)s” is not a day: 2026-06-15, june, yesterday."),
    "kind": lambda: _("“%(words)s” is not a kind of thing."),
}
