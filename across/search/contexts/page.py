"""The page of a search: its tabs, chips and choices, each an address that can be sent to a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy, pgettext

from across.search.contexts.hit import Hit
from across.search.contexts.hits import Results, results
from across.search.contexts.saved import saved_by
from across.search.contexts.suggestions import NearbySearch, suggestions
from across.search.filter_values import Meaning
from across.search.models import SavedSearch
from across.search.text_search import TABS
from across.search.typed_filters import FILTERS
from across.search.typed_query import kind_in
from circles.circles.models import Circle
from circles.projects.models import Project
from foundation.accounts.models import User

LABELS = {
    "documents": gettext_lazy("Documents"),
    "decisions": gettext_lazy("Decisions"),
    "messages": gettext_lazy("Messages"),
    "actions": gettext_lazy("Actions"),
    "tracks": gettext_lazy("Tracks"),
    "minutes": gettext_lazy("Minutes"),
    "files": gettext_lazy("Files"),
    "people": gettext_lazy("People"),
    "circles": gettext_lazy("Circles"),
}
LATEST = "latest"


@dataclass(frozen=True)
class Tab:
    """A kind that one may look at alone."""

    label: str
    count: str
    address: str
    is_on: bool


@dataclass(frozen=True)
class Chip:
    """A filter that holds: `address` is without it."""

    name: str
    before: str
    value: str
    address: str
    circle: Circle | None = None


@dataclass(frozen=True)
class FilterChoice:
    """A value that one may filter by."""

    value: str
    label: str


class SearchPage:
    """What was asked in an address, and what was found."""

    def __init__(self, project: Project, user: User, asked: Mapping[str, str], *, size: int = 20) -> None:
        self.project, self.user = project, user
        self.asked = {key: asked[key] for key in ("q", *FILTERS, "sort") if asked.get(key)}
        self.is_latest = self.asked.get("sort") == LATEST
        self.results: Results = results(
            project,
            user,
            self.asked.get("q", ""),
            chosen=self.asked,
            latest=self.is_latest,
            after=asked.get("after", ""),
            size=size,
            is_grouped=True,
        )
        self.query, self.filters = self.results.result.query, self.results.result.filters
        self.tab = self.filters.tab or kind_in(self.asked.get("kind", ""))

    @property
    def words(self) -> str:
        """Return what was looked for without the filters, which are chips."""
        return self.query.sought

    @property
    def is_asked(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.query.typed or self.filters.values)

    def address(self, **changed: str) -> str:
        """Return the address that asks for the same but for this; filters that were typed are parameters in it."""
        held = {key: value for key, value in self.filters.values.items() if key != "kind"}
        asked = {"q": self.words, **held, "kind": self.tab, "sort": self.asked.get("sort", ""), **changed}
        return "?" + urlencode({key: value for key, value in asked.items() if value})

    @property
    def suggestions(self) -> list[NearbySearch]:
        """Return what to try where nothing was found."""
        if not self.is_asked or self.results.hits:
            return []
        return suggestions(self.project, self.user, self.query, is_filtered=bool(self.filters.values))

    @property
    def tabs(self) -> list[Tab]:
        """Return all, and each kind of which there is something."""
        counts = self.results.counts
        named = [(key, LABELS[key]) for key in (*TABS, "people", "circles") if key in counts or key == self.tab]
        tabs = [Tab(str(label), counts.get(key, ""), self.address(kind=key), self.tab == key) for key, label in named]
        return [Tab(pgettext("search tab", "All"), self.results.total, self.address(kind=""), not self.tab), *tabs]

    @property
    def chips(self) -> list[Chip]:
        """Return the filters that hold."""
        meanings = {key: Meaning(shown=value) for key, value in self.filters.values.items()}
        meanings |= self.filters.meanings
        return [
            Chip(key, str(FILTERS[key].before), one.shown, self.address(**{key: ""}), one.circle)
            for key, one in meanings.items()
            if FILTERS[key].before
        ]

    @property
    def choices(self) -> list[tuple[str, str, list[FilterChoice]]]:
        """Return what one may filter by and does not yet: name of the parameter, label, values."""
        people = {self.user.pk: self.user} | {hit.person.pk: hit.person for hit in self.results.hits if hit.person}
        return [
            (key, one.label(), [FilterChoice(*choice) for choice in one.offers(self.project, list(people.values()))])
            for key, one in sorted(FILTERS.items(), key=lambda item: item[1].place)
            if one.offers and key not in self.filters.values
        ]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Return what the form sends along: the filters that hold, kind and order."""
        held = {key: value for key, value in self.filters.values.items() if key != "kind"}
        sent: dict[str, Any] = {**held, "kind": self.tab, "sort": self.asked.get("sort", "")}
        return [(key, value) for key, value in sent.items() if value]

    @property
    def by_fit(self) -> str:
        """Return the address of the same with the best first."""
        return self.address(sort="")

    @property
    def by_time(self) -> str:
        """Return the address of the same with the latest first."""
        return self.address(sort=LATEST)

    @property
    def found(self) -> list[tuple[Hit, str]]:
        """Return each hit with the address of all that was found in the same document or topic, where more was."""
        return [(hit, self.address(inside=str(hit.holder)) if hit.left_out else "") for hit in self.results.hits]

    @property
    def saved(self) -> list[SavedSearch]:
        """Return what the person saved in this project."""
        return saved_by(self.user, self.project)

    @property
    def is_saved(self) -> bool:
        """Whether this very search is saved."""
        return any(one.asked == self.address()[1:] for one in self.saved)

    @property
    def name(self) -> str:
        """Return what it is called when it is saved: its words, else its filters."""
        return self.words or ", ".join(one.value for one in self.chips)

    @property
    def whole(self) -> str:
        """Return the address of the page for what was typed in the palette."""
        return self.address()

    @property
    def following(self) -> str:
        """Return the address of the next page, or nothing."""
        return self.address(after=self.results.result.next) if self.results.result.next else ""
