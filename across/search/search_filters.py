"""What a search is narrowed down to: the filters that were typed and those chosen as chips, looked up in a project."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from across.search.candidates import Group, token
from across.search.filter_values import Meaning
from across.search.models import Text
from across.search.typed_filters import FILTERS
from across.search.typed_query import TypedQuery
from circles.projects.models import Project
from foundation.accounts.models import User


@dataclass(frozen=True)
class SearchFilters:
    """What is asked for, by filter. `unknown` says in words which filter means nothing here: then nothing is found."""

    meanings: Mapping[str, Meaning] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    """What each was asked with, as chips and the address say it again."""

    @classmethod
    def read(cls, project: Project, user: User, typed: TypedQuery, chosen: Mapping[str, str]) -> "SearchFilters":
        """Look up what was typed, and what was chosen where the same was not typed. A filter that was typed twice asks
        for both: its two values are read as one.
        """
        values = {key: chosen[key].strip() for key in FILTERS if chosen.get(key, "").strip()}
        typed_twice = dict.fromkeys((key, value) for key, value in typed.filters if value)
        values |= {key: " ".join(value for name, value in typed_twice if name == key) for key, _value in typed_twice}
        read = {key: FILTERS[key].read(project, user, value) for key, value in values.items()}
        unknown = (str(FILTERS[key].unknown) % {"words": values[key]} for key, found in read.items() if found is None)
        return cls({key: found for key, found in read.items() if found}, tuple(unknown), values)

    @property
    def any(self) -> bool:
        """Whether anything is filtered by, apart from the kind."""
        return any(key != "kind" for key in self.values)

    @property
    def tab(self) -> str:
        """Return the kinds that are meant, as tabs name them, or nothing."""
        return next((one.tab for one in self.meanings.values() if one.tab), "")

    @property
    def since(self) -> date | None:
        """Return the first day that is meant; of several filters the last one counts."""
        return next((one.since for one in reversed(list(self.meanings.values())) if one.since), None)

    @property
    def until(self) -> date | None:
        """Return the last day that is meant."""
        return next((one.until for one in reversed(list(self.meanings.values())) if one.until), None)

    def groups(self) -> Iterable[Group]:
        """Return what the index is asked for, in a project."""
        for one in self.meanings.values():
            for column, values in one.asks.items():
                yield frozenset(token(column, value) for value in values)

    def narrow(self, found: "QuerySet[Text]", project: Project) -> "QuerySet[Text]":
        """Keep exactly what is asked for."""
        found = found.filter(project=project)
        for one in self.meanings.values():
            for column, values in one.asks.items():
                found = found.filter(**{f"{column}__in": values})
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
