"""What was found, as the page, the palette and the API show it: name, place, the words around, and where it leads."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from across.search.contexts.file_bearers import FileWithBearer, with_bearers
from across.search.contexts.hit import Hit, Pieces
from across.search.found_things import FoundThing, Row
from across.search.indexing import key_of
from across.search.key_search import REFERENCED, things_keyed
from across.search.kinds import KINDS
from across.search.matching import Matcher, excerpt, pieces
from across.search.models import WHOLE, Text
from across.search.name_search import circles_named, people_named
from across.search.search_filters import SearchFilters
from across.search.stems import plain_word
from across.search.text_search import COLUMNS, PAGE, SearchResult, search
from across.search.typed_filters import read_typed
from across.search.visibility import visible_to
from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from circles.projects.references import thing_named
from documents.documents.models import Restriction
from foundation.accounts.models import User
from foundation.accounts.skills import name_of, trades_called
from foundation.web.name_patterns import SearchQuery

FILE = "attachment"
READ_ALONG: Mapping[str, tuple[str, ...]] = {
    "document": ("project",),
    "clause": ("project", "text", "ratified"),
    "sync": ("project", "circle", "recurring_sync"),
    "message": ("topic__project", "topic__room__circle__project"),
    "topic": ("project", "room__circle__project"),
    "comment": ("thread__document__project", "thread__document__circle"),
    "attachment": (),
}


@dataclass(frozen=True)
class Results:
    """A page of hits with what the search says of itself."""

    result: SearchResult
    hits: list[Hit]
    people: int = 0
    circles: int = 0

    @property
    def counts(self) -> dict[str, str]:
        """Return by tab how many things there are; `50+` where only the last written were counted."""
        shown = {tab: f"{number}{'+' * (tab in self.result.is_more)}" for tab, number in self.result.counts.items()}
        named = {"people": str(self.people or ""), "circles": str(self.circles or "")}
        return shown | {tab: number for tab, number in named.items() if number}

    @property
    def total(self) -> str:
        """Return how many there are in all."""
        return f"{self.result.total + self.people + self.circles}{'+' * bool(self.result.is_more)}"

    @property
    def also(self) -> list[str]:
        """Return other forms of the words, as they stand in what is shown: `seals`, `leaking`."""
        seen = {term.word: "" for term in self.result.matcher.terms}
        for words, is_asked in (piece for hit in self.hits for piece in (*hit.name, *hit.words)):
            if is_asked and words.isalpha():
                seen.setdefault(plain_word(words), words.lower())
        return [words for words in seen.values() if words][:4]


def results(
    project: Project,
    user: User,
    typed: str,
    *,
    chosen: Mapping[str, str] | None = None,
    latest: bool = False,
    after: str = "",
    size: int = PAGE,
    referenced: bool = False,
    is_grouped: bool = False,
) -> Results:
    """Search, and read what is shown of a page of hits in a fixed number of queries; of what has a
    reference only, where that is wanted.
    """
    query = read_typed(typed)
    if query.is_person and project.has(user):
        people = _people(project, SearchQuery.from_text(query.words))
        return Results(SearchResult(query, SearchFilters()), people, len(people))
    only = REFERENCED if referenced else None
    asked_for: dict[str, Any] = {"chosen": chosen, "latest": latest, "after": after, "size": size, "only": only}
    found = search(project, user, query, **asked_for, is_grouped=is_grouped)
    names = SearchQuery.from_text(query.words)
    tab = found.filters.tab
    named = _named(project, names) if names.terms and not (found.filters.any or query.phrases) else []
    if referenced or (named and not project.has(user)):  # a guest knows nobody
        named = []
    shown = [hit for hit in named if tab in ("", "people" if hit.kind == "user" else "circles")] if not after else []
    is_plain = not (after or tab or found.filters.any)
    asked: Any = thing_named(project, user, names.reference) if is_plain and names.reference else None
    begun = things_keyed(project, user, query.words) if is_plain and not query.phrases else []
    if referenced and begun and "-" in query.words:  # who types a key wants no other thing that has it in its text
        found = replace(found, hits=(), next="")
    groups = {one.best.group for one in begun}
    keyed = [*begun, *(one for one in found.hits if one.best.group not in groups)]
    things = _hits(project, _with_first(asked, user, keyed), found.matcher)
    if asked and not (things and things[0].reference == asked.reference):
        things = [_plain_hit(project, asked), *things]
    things = _with_rest(things, found.left_out)
    hits = [*things[:1], *shown, *things[1:]] if asked else [*shown, *things]
    number = sum(hit.kind == "user" for hit in named)
    return Results(found, hits, number, len(named) - number)


def _with_rest(hits: Sequence[Hit], left_out: Mapping[UUID, int]) -> list[Hit]:
    """Say of each whether it is of the same thing as the one before, and at the last of a thing how many more."""
    found = list[Hit]()
    for place, hit in enumerate(hits):
        before = hits[place - 1].holder if place else None
        after = hits[place + 1].holder if place + 1 < len(hits) else None
        goes_on = hit.holder is not None and hit.holder == before
        rest = left_out.get(hit.holder, 0) if hit.holder and hit.holder != after else 0
        found.append(replace(hit, goes_on=goes_on, left_out=rest) if goes_on or rest else hit)
    return found


def _named(project: Project, words: SearchQuery) -> list[Hit]:
    circles = [
        Hit(
            "circle",
            circle.name,
            tuple(words.pieces(circle.name)),
            circle.get_absolute_url(),
            circle=circle,
            kind_name=_("Circle"),
        )
        for _rank, circle in circles_named(project, words)
    ]
    return [*circles, *_people(project, words)]


def _people(project: Project, words: SearchQuery) -> list[Hit]:
    page = reverse("circles:people", args=[project.slug])
    return [
        Hit(
            "user",
            one.name,
            tuple(words.pieces(one.name)),
            f"{page}?{urlencode({'q': one.name})}",
            person=one,
            words=_skills_asked(one, words),
            kind_name=_("Person"),
        )
        for _rank, one in people_named(project, words)
    ]


def _skills_asked(person: User, words: SearchQuery) -> Pieces:
    """Return what they can do, where that is what was looked for."""
    trades = {name_of(trade) for trade in trades_called(words)}
    names = [name for name in person.skill_names if name in trades or words.rank(name) is not None]
    return tuple(words.pieces(", ".join(names))) if names else ()


def _with_first(asked: Any, user: User, found: Sequence[FoundThing]) -> list[FoundThing]:
    """Put what was asked for as `D-12` before everything else, where search knows it."""
    if asked is None:
        return list(found)
    group = (asked.kind, key_of(asked.pk))
    others = [one for one in found if one.best.group != group]
    if len(others) < len(found):
        return [*(one for one in found if one.best.group == group), *others]
    texts = Text.objects.filter(visible_to(user), kind=group[0], thing=group[1]).exclude(part=WHOLE)
    row = texts.order_by("part").values_list(*COLUMNS).first()
    return [FoundThing(Row(*row)), *others] if row else others


def _plain_hit(project: Project, thing: Any) -> Hit:
    circle = next((one for one in circles_of(project) if one.key == thing.scope), None)
    name, address = ((thing.headline, False),), thing.get_absolute_url()
    return Hit(thing.kind, thing.headline, name, address, thing.reference, circle=circle, kind_name=_kind_name(thing))


def _kind_name(thing: Any) -> str:
    return capfirst(str(thing._meta.verbose_name))


def _hits(project: Project, found: Iterable[FoundThing], matcher: Matcher) -> list[Hit]:
    found = list(found)
    things = _things(found)
    circles = {circle.pk: circle for circle in circles_of(project)}
    people = User.objects.in_bulk({one.best.author for one in found if one.best.author})
    restricted = _restrictions(found)
    hits = []
    for one in found:
        row, thing = one.best, things.get((one.best.kind, one.best.thing))
        shown = _SHOWN.get(row.kind, _item)(project, thing, row.part) if thing else None
        if shown is None:
            continue
        title, reference, address = shown
        hits.append(
            Hit(
                row.kind,
                title,
                pieces(title, matcher.matches(title)),
                address,
                reference,
                circle=circles.get(row.circle) if row.circle else None,
                person=people.get(row.author) if row.author else None,
                happened_at=row.happened_at,
                state=row.state,
                words=excerpt(row.text, matcher) if row.text else (),
                in_force=_in_force(row, thing, matcher),
                more=one.more,
                kind_name=_kind_name(KINDS[row.kind].model),
                restriction=restricted.get(row.holder) if row.kind == "document" else None,
                holder=None if row.kind == "clause" else row.holder,
            )
        )
    return hits


def _in_force(row: Row, thing: Any, matcher: Matcher) -> Pieces:
    """Return what was ratified of a clause that says something else now."""
    if row.kind != "clause" or row.state != Text.State.CHANGED or thing.ratified is None:
        return ()
    return excerpt(thing.ratified.words.removeprefix(thing.ratified.title).strip(), matcher)


def _things(found: Iterable[FoundThing]) -> dict[tuple[str, str], Any]:
    """Read the things themselves, a query a kind: names and addresses of today."""
    keys: dict[str, list[str]] = {}
    for one in found:
        keys.setdefault(one.best.kind, []).append(one.best.thing)
    known: dict[tuple[str, str], Any] = {}
    for kind, wanted in keys.items():
        along = READ_ALONG.get(kind, ("project", "circle"))
        rows: Any = KINDS[kind].model.objects.filter(pk__in=wanted)
        things = list(rows.select_related(*along) if along else rows)
        known |= {(kind, key_of(thing.pk)): thing for thing in (with_bearers(things) if kind == FILE else things)}
    return known


def _restrictions(found: Iterable[FoundThing]) -> dict[UUID | None, Restriction]:
    keys = [one.best.holder for one in found if one.best.kind == "document"]
    held = Restriction.objects.in_force().filter(document__in=keys) if keys else ()
    return {one.document_id: one for one in held}


type Shown = tuple[str, str, str]
"""Title, reference and address."""


def _item(_project: Project, thing: Any, _part: str) -> Shown:
    return thing.headline, thing.reference, thing.get_absolute_url()


def _document(_project: Project, document: Any, part: str) -> Shown:
    block = part.partition("~")[0].removeprefix(WHOLE)
    place = f"#n-{block[1:]}" if block.startswith("#") else f"#b-{block}" if block else ""
    return document.title, document.reference, document.get_absolute_url() + place


def _message(_project: Project, message: Any, _part: str) -> Shown:
    return message.topic.name or _("Direct message"), message.topic.thing_reference, message.get_absolute_url()


def _comment(_project: Project, comment: Any, _part: str) -> Shown:
    document = comment.thread.document
    return document.title, document.reference, comment.get_absolute_url()


def _file(project: Project, file: FileWithBearer, _part: str) -> Shown:
    return file.file.name, file.reference, file.file.address(project.slug)


_SHOWN: Mapping[str, Callable[[Project, Any, str], Shown]] = {
    "document": _document,
    "message": _message,
    "comment": _comment,
    "attachment": _file,
}
