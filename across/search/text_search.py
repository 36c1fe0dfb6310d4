"""Finds everything that has the words looked for: one function for the page, the palette and the API.

The index gives the texts written last of each kind, and those with the words in their titles; of these the database
gives the ones that the person may see; the best of them are shown. So a search costs the same however much there is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from across.search.candidates import Ask, Group, latest, newest, token
from across.search.found_things import (
    FoundThing,
    Row,
    things_of,
    together,
    without_adopted_proposals,
    without_clause_paragraphs,
)
from across.search.indexing import key_of
from across.search.matching import Match, Matcher, SearchTerm, fit, plain_words_in
from across.search.models import WHOLE, Text
from across.search.ranking import ANSWERS, Nearness, score
from across.search.search_filters import SearchFilters
from across.search.stems import forms, plain_word, words_asked, words_in
from across.search.typed_query import TypedQuery, is_small
from across.search.visibility import visible_keys
from across.search.vocabulary import endings, known_forms, near
from circles.circles.models import Circle, Membership
from circles.projects.models import Project
from decisions.decisions.models import Decision
from foundation.accounts.models import User
from foundation.audit import clock

TABS: Mapping[str, tuple[str, ...]] = {
    "documents": ("document", "clause"),
    "decisions": ("decision", "proposal", "importedprocess"),
    "messages": ("message", "comment", "topic"),
    "actions": ("action",),
    "tracks": ("track", "question"),
    "minutes": ("sync", "importedminutes"),
    "files": ("attachment",),
}
"""The kinds that are shown together, in the order of the page."""
TAB_OF = {kind: tab for tab, kinds in TABS.items() for kind in kinds}
TALK = frozenset(("message", "comment"))
FEW = 300
"""Fewer than so many are all looked at."""
OF_EACH, OF_CHOSEN = 50, 300
"""Of more, so many texts of each group of kinds are, and of the group that was chosen."""
ROUNDS = 3
AS_TYPED = 0.4
"""So much better fits what has the small words too, in its title or among the first letters of its text."""
READ_WHOLE = 1_000
PAGE = 20
COLUMNS = tuple(one.name for one in fields(Row) if one.default is MISSING)
"""What is read of a text: whatever `Row` has, but for what is reckoned."""


@dataclass(frozen=True)
class SearchResult:
    """A page of what was found. `counts` says by tab how many things, `is_more` of which tabs there are more than that;
    `corrected`: nothing had the words as typed, these have similar ones.
    """

    query: TypedQuery
    filters: SearchFilters
    matcher: Matcher = field(default_factory=lambda: Matcher(()))
    hits: tuple[FoundThing, ...] = ()
    next: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    is_more: frozenset[str] = frozenset()
    corrected: bool = False
    left_out: Mapping[UUID, int] = field(default_factory=dict)
    """How many more were found of a document or topic of which some are shown."""

    @property
    def total(self) -> int:
        """Return how many things were found, as far as they were counted."""
        return sum(self.counts.values())


def search(
    project: Project,
    user: User,
    query: TypedQuery,
    *,
    chosen: Mapping[str, str] | None = None,
    latest: bool = False,
    after: str = "",
    size: int = PAGE,
    only: frozenset[str] | None = None,
    is_grouped: bool = False,
) -> SearchResult:
    """Find what has all the words and phrases, of what the person may see, the best first or the latest.

    `chosen` are filters beside those typed (`across.search.typed_filters.FILTERS`), `after` is `next` of the page
    before. What has none of the words is looked for with a typo in each, where nothing has them as typed. `only` are
    the kinds of things that are wanted, where not all are; `is_grouped` lets what was found of one document or topic
    stand together.
    """
    filters = SearchFilters.read(project, user, query, chosen or {})
    result = SearchResult(query, filters)
    terms = terms_of(project, query)
    if filters.unknown or not (terms or filters.any) or filters.tab in ("people", "circles"):
        return result
    work = Search(project, user, filters, matcher_for(query, terms), query, only, is_grouped and not latest)
    found = work.page(latest=latest, after=after, size=size)
    if found.total or not terms or after:
        return found
    respelt = with_near(project, terms)
    again = replace(work, matcher=matcher_for(query, respelt))
    return (
        replace(again.page(latest=latest, after=after, size=size), corrected=True)
        if any(term.near for term in respelt)
        else found
    )


def terms_of(project: Project, query: TypedQuery) -> list[SearchTerm]:
    """Return the words that are looked for; the last one may not be typed to its end yet."""
    words = asked_for(words_asked(query.words))
    terms = [SearchTerm(plain_word(word), forms(word)) for word in words if plain_word(word)]
    if query.is_unfinished and terms and words_in(query.words)[-1] in words:
        terms[-1] = replace(terms[-1], endings=endings(project.pk, terms[-1].word))
    spoken = (word for phrase in query.phrases for word in plain_words_in(phrase) if word)
    return [*terms, *(SearchTerm(word, frozenset({word})) for word in spoken)]


def with_near(project: Project, terms: Sequence[SearchTerm]) -> list[SearchTerm]:
    """Return the terms with what may have been meant by those that no text has as they were typed; by each of them,
    where all are known.
    """
    known = known_forms(project.pk, chain(*(term.forms for term in terms)))
    unknown = [term for term in terms if known.isdisjoint(term.forms)]
    return [replace(term, near=near(project.pk, term.word)) if term in (unknown or terms) else term for term in terms]


def asked_for(words: list[str]) -> list[str]:
    """Return the words that must be there: all but the small ones, unless there is nothing else."""
    return [word for word in words if not is_small(word)] or words


def matcher_for(query: TypedQuery, terms: list[SearchTerm]) -> Matcher:
    """Return what finds them again in texts."""
    phrases = [words for phrase in query.phrases if (words := list(filter(None, plain_words_in(phrase))))]
    return Matcher(terms, phrases, len(terms) - sum(map(len, phrases)) if phrases else None)


@dataclass
class Search:
    """One search on its way: which groups of kinds it asks for, and what is read of them."""

    project: Project
    user: User
    filters: SearchFilters
    matcher: Matcher
    query: TypedQuery
    only: frozenset[str] | None = None
    is_grouped: bool = False
    now: datetime = field(default_factory=clock.now)

    def page(self, *, latest: bool, after: str, size: int) -> SearchResult:
        """Return the page after a cursor."""
        found, more = self._rows()
        rows = without_adopted_proposals(without_clause_paragraphs(found), adopted(found))
        tab = self.filters.tab
        counts = {name: len({row.group for row in rows if TAB_OF[row.kind] == name}) for name in TABS}
        shown = self._ranked([row for row in rows if not tab or TAB_OF[row.kind] == tab])
        things = things_of(shown)
        if latest:
            things.sort(key=lambda found: found.best.moment, reverse=True)
        left_out = dict[UUID, int]()
        if self.is_grouped and not any("holder" in one.asks for one in self.filters.meanings.values()):
            groups = together(things)
            things = [found for group in groups for found in group.found]
            left_out = {group.holder: group.left_out for group in groups if group.holder and group.left_out}
        start = int(after) if after.isdecimal() and len(after) < 6 else 0
        end = start + size
        return SearchResult(
            self.query,
            self.filters,
            self.matcher,
            tuple(things[start:end]),
            str(end) if len(things) > end else "",
            {name: number for name, number in counts.items() if number},
            frozenset(more),
            left_out=left_out,
        )

    def _rows(self) -> tuple[list[Row], set[str]]:
        """Read the candidates that the person may see; tabs of which there are more than were looked at."""
        last = latest(self._ask(self._groups(), max(map(self._most, TABS))), self.now.date())
        is_few = last.next_stage is None and len(last.kinds) < FEW
        return (list(self._read(last.kinds)), set()) if is_few else self._of_many(last.kinds, last.next_stage)

    def _of_many(self, last: Mapping[int, str], stage: int | None) -> tuple[list[Row], set[str]]:
        """Read the newest of each tab, and those with the words in their titles. `last` are the newest of all kinds:
        what there are enough of among these is not asked for again, and nothing where these are all (no stage).
        """
        asks = {tab: self._ask((*self._groups(), kinds_of(tab)), self._most(tab)) for tab in TABS}
        given = {tab: [key for key, kind in last.items() if TAB_OF.get(kind) == tab][: asks[tab].most] for tab in TABS}
        lacking = [tab for tab in TABS if stage is not None and len(given[tab]) < asks[tab].most]
        titles = [self._ask((*self._groups(in_title=True), _not_talk()), OF_EACH)] if self.matcher.terms else []
        answers = newest([*(asks[tab] for tab in lacking), *titles], self.now.date(), stage=stage or 0)
        given |= zip(lacking, answers, strict=False)
        found = {row.pk: row for row in self._read(chain(*given.values(), *answers[len(lacking) :]))}
        more, rounds = set[str](), 1 if self.matcher.phrases else ROUNDS
        while True:
            full = {tab: keys for tab, keys in given.items() if len(keys) >= asks[tab].most}
            # Hardly any of these may be seen, or has the phrase: then there may be better ones before them.
            poor = [tab for tab, keys in full.items() if sum(key in found for key in keys) < asks[tab].most // 4]
            more |= full.keys() - set(poor)
            rounds -= 1
            if not poor or not rounds:
                return list(found.values()), more
            asks = {tab: replace(asks[tab], before=given[tab][-1]) for tab in poor}
            given = dict(zip(poor, newest(list(asks.values()), self.now.date()), strict=True))
            found |= {row.pk: row for row in self._read(chain(*given.values()))}

    def _most(self, tab: str) -> int:
        most = OF_CHOSEN if tab == self.filters.tab else OF_EACH
        return most * ROUNDS if self.matcher.phrases else most  # few that have the words have the phrase: all at once

    def _ask(self, groups: Iterable[Group], most: int) -> Ask:
        moments = self.filters.moments(self.project)
        since, until = self.filters.since, self.filters.until
        return Ask(self.project.pk, tuple(groups), most, since=since, until=until, moments=moments)

    def _groups(self, *, in_title: bool = False) -> Iterable[Group]:
        for term in self.matcher.terms:
            yield frozenset(token("title", form) for form in term.any_of) if in_title else term.any_of
        if self.only is not None:
            yield frozenset(token("kind", kind) for kind in self.only)
        yield from self.filters.groups()

    def _read(self, keys: Iterable[int]) -> Iterable[Row]:
        rows: Any = Text.objects.filter(pk__in=visible_keys(self.user, set(keys)))
        for values in self.filters.narrow(rows, self.project).values_list(*COLUMNS):
            row = Row(*values)
            if self.matcher.phrases and (row.part == WHOLE or not self.matcher.has_phrases(row.title, row.text)):
                continue
            yield row

    def _ranked(self, rows: Sequence[Row]) -> list[Row]:
        if not rows:
            return []
        nearness, terms = nearness_of(self.project, self.user), len(self.matcher.terms)
        typed = set(plain_words_in(self.query.words)) if self.query.words and not self.query.phrases else set()
        has_small = len(typed) > terms
        ranked = []
        for row in rows:
            value = fit(row.title, self._matches(row.title), self._matches(row.text), terms)
            if has_small and typed.issubset(plain_words_in(f"{row.title} {row.text[:READ_WHOLE]}")):
                value += AS_TYPED
            if self.query.is_question:
                value *= ANSWERS.get((row.kind, row.state), 1.0)
            if row.part == WHOLE:
                value = 0.4 if self.matcher.terms else 0.0
            points = score(row.kind, value, row.happened_at, self.now, nearness.of(row.circle))
            ranked.append(replace(row, fit=value, score=points))
        return sorted(ranked, key=lambda row: (-row.score, -row.moment, row.kind, row.thing, row.part))

    def _matches(self, text: str) -> list[Match]:
        return self.matcher.matches(text) if text and self.matcher.terms else []


def adopted(rows: Iterable[Row]) -> set[str]:
    """Return of the proposals among these the keys of those whose decision is among them as well."""
    things = {kind: {row.thing for row in rows if row.kind == kind} for kind in ("proposal", "decision")}
    if not all(things.values()):
        return set()
    found: Any = Decision.objects.filter(pk__in=things["decision"], proposal_id__in=things["proposal"])
    return set(map(key_of, found.values_list("proposal", flat=True)))


def kinds_of(tab: str) -> Group:
    """Return the words of the index for the kinds of a tab."""
    return frozenset(token("kind", kind) for kind in TABS[tab])


def _not_talk() -> Group:
    return frozenset(token("kind", kind) for kind in TAB_OF if kind not in TALK)


def nearness_of(project: Project, user: User) -> Nearness:
    """Return which circles are a person's own, and which are above and below these."""
    is_own = Exists(Membership.objects.current().filter(user=user, circle=OuterRef("pk")))
    circles = list(Circle.objects.filter(project=project).annotate(is_own=is_own).values_list("pk", "parent", "is_own"))
    own = {circle for circle, _, is_own in circles if is_own}
    above = {parent for circle, parent, _ in circles if circle in own and parent}
    below = {circle for circle, parent, _ in circles if parent in own}
    return Nearness(own, (above | below) - own)
