"""How an event reads as whole sentences: each app gives its event types sentences (`Sentences`).

The first phrase that has something for each of its places is said. What stands in a place is escaped, whoever wrote it;
a sentence is there as text and as HTML with links.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, lru_cache
from string import Formatter
from typing import Any
from uuid import UUID

from babel.numbers import format_percent
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from circles.projects.models import Project
from circles.projects.models.subject import SEVERAL
from circles.record.formatting import (
    Formatted,
    format_amount,
    format_fact,
    format_link,
    format_text,
    join_formatted,
    page_of,
    without_full_stop,
)
from circles.record.labels import Words
from circles.record.references import has_page, leads_somewhere
from foundation.audit.models import Entry
from foundation.web.extension_registry import Addition, additions
from foundation.web.formatting import babel_locale, in_words
from foundation.web.unicode_safety import strip_disruptive

type PlaceFormatter = Callable[[RecordedEvent], object]

CITED = re.compile(r"([A-Z]{1,4}-[0-9]{1,9}),? ")
OF_A_CIRCLE = frozenset({"circle", "membership", "purse"})


@dataclass(frozen=True)
class SentenceTemplate:
    """One sentence with places in braces: those of `RecordedEvent.said`. It is for events with the facts `given` that
    `when` is true of; it covers what it has places for, what is given, and `covers`.
    """

    words: Words
    when: "Callable[[RecordedEvent], bool] | None" = None
    covers: Collection[str] = ()
    given: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class EventSentences:
    """How an event type reads: the first of `phrases` that fits, and after it each of `then` that fits. `places` has
    what is said by a function of the event, by name.
    """

    phrases: tuple[SentenceTemplate, ...]
    then: tuple[SentenceTemplate, ...] = ()
    places: "Mapping[str, PlaceFormatter]" = field(default_factory=dict)


@dataclass(frozen=True)
class RenderedEvent:
    """An event as sentences, and the names of the facts and personal values that they cover."""

    text: str
    html: SafeString
    facts: frozenset[str]


def template(
    words: Words,
    *,
    when: "Callable[[RecordedEvent], bool] | None" = None,
    covers: Collection[str] = (),
    **given: object,
) -> SentenceTemplate:
    """Return a phrase; `given` are values that facts must have."""
    return SentenceTemplate(words, when, covers, given)


def sentences(
    *phrases: SentenceTemplate | Words, then: Iterable[SentenceTemplate | Words] = (), **places: "PlaceFormatter"
) -> EventSentences:
    """Return the sentences of an event type, from templates or words alone."""
    return EventSentences(_phrases(phrases), _phrases(then), places)


def _phrases(each: Iterable[SentenceTemplate | Words]) -> tuple[SentenceTemplate, ...]:
    return tuple(one if isinstance(one, SentenceTemplate) else SentenceTemplate(one) for one in each)


@dataclass(frozen=True)
class RecordedEvent:
    """An entry with what its sentences need: who did it (None: erased, or nobody), its personal values that are not
    erased, its circle as it is called now, and whose membership it is about, if any.
    """

    entry: Entry
    project: Project
    by: str | None = None
    personal: Mapping[str, str] = field(default_factory=dict)
    circle: Circle | None = None
    member: UUID | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the entry says of itself."""
        found = self.entry.facts
        return found if isinstance(found, dict) else {}

    def said(self, place: str) -> Formatted | None:
        """Say what stands in a place: `who`, `thing`, `circle_there` (where it was done), a personal value, or a fact;
        None where there is nothing.
        """
        special = {"who": self.who, "thing": self.thing, "circle_there": self.circle_there}
        if place in special:
            return special[place]()
        if of_people := self.named(place):
            return of_people
        return format_fact(place, self.facts.get(place), self.project)

    def who(self) -> Formatted:
        """Name who did it; by itself, that is the decision that wants it, or Ronde."""
        if self.entry.actor:
            name = strip_disruptive(self.by or "") or _("Someone whose name was erased")
        else:
            decision = self.said("decision")
            name = str(decision) if decision else _("Ronde")
            if decision:
                return Formatted(name, format_html("<strong>{}</strong>", decision))
        return Formatted(name, format_html("<strong>{}</strong>", name))

    def thing(self) -> Formatted | None:
        """Name what it was about: by its reference and title, or its circle, with a link where there is a page."""
        reference, title = self.entry.reference, strip_disruptive(str(in_words(without_full_stop(self.entry.title))))
        if has_page(self.entry):
            return format_link(reference, title.removeprefix(reference).strip(), page_of(reference, self.project))
        if not title:
            return None
        if self.entry.subject_kind in OF_A_CIRCLE and self.circle:
            return Formatted(title, format_html('<a href="{}">{}</a>', self.circle.get_absolute_url(), title))
        return Formatted(title)

    def circle_there(self) -> Formatted | None:
        """Name the circle where it was done."""
        if self.circle is None:
            return None
        name = strip_disruptive(self.circle.name)
        return Formatted(name, format_html('<a href="{}">{}</a>', self.circle.get_absolute_url(), name))

    def named(self, place: str) -> Formatted | None:
        """Return what is said of people: one value, or several; of one that was erased, that it was."""
        if place in self.personal:
            return format_text(self.personal[place])
        if several := [value for name, value in self.personal.items() if name.startswith(place + SEVERAL)]:
            return Formatted(
                strip_disruptive(
                    join_formatted([Formatted(one) for one in [*self.facts.get(place, []), *several]]).text
                )
            )
        return Formatted(_("someone whose name was erased")) if place in self.entry.commitments else None


def cited(name: str) -> PlaceFormatter:
    """Return what says a fact that begins with a reference, as `P-2 Two signatures` or `S-5, General sync`: by a link;
    words that begin with none stand in quotes.
    """

    def format_place(event: RecordedEvent) -> Formatted | None:
        whole = str(event.facts.get(name) or "")
        reference = CITED.match(whole)
        if reference is None or not leads_somewhere(reference[1]):
            said = format_text(whole)
            return said and replace(said, text=_("“{words}”").format(words=said.text))
        return format_link(
            reference[1], without_full_stop(whole[reference.end() :]), page_of(reference[1], event.project)
        )

    return format_place


def percent_of(name: str) -> PlaceFormatter:
    """Return what says a fact that counts percents."""

    def format_place(event: RecordedEvent) -> object:
        number = event.facts.get(name)
        return format_percent(Decimal(number) / 100, locale=babel_locale()) if isinstance(number, int) else None

    return format_place


def amount_of(name: str) -> PlaceFormatter:
    """Return what says a fact as an amount that is none by its name."""
    return lambda event: format_amount(event.facts.get(name), event.project)


def is_by_somebody(event: RecordedEvent) -> bool:
    """Return whether a person did it; what no person did is named by the decision that wants it, if any."""
    return event.entry.actor is not None


def is_by_nobody(event: RecordedEvent) -> bool:
    """Return whether it happened by itself: its time came."""
    return event.entry.actor is None


@lru_cache(maxsize=1024)
def places_in(words: str) -> tuple[str, ...]:
    """Return the names of the places in a sentence."""
    return tuple(name for _text, name, _spec, _how in Formatter().parse(words) if name)


@dataclass(frozen=True)
class Sentences(Addition):
    """How the record says the event types of the things of an app."""

    app: str
    items: Mapping[Any, EventSentences]


@cache
def sentences_by_event() -> dict[Any, EventSentences]:
    """Return by event type how the record says it.

    :raises ValueError: for an event type that two apps say.
    """
    found: dict[Any, EventSentences] = {}
    for added in additions(Sentences):
        if twice := set(found) & set(added.items):
            raise ValueError(f"the events {sorted(map(str, twice))} are said twice")
        found |= added.items
    return found


def render_event(event: RecordedEvent) -> RenderedEvent | None:
    """Render an event in the reader's language; None for a type without sentences, and where none of them fits."""
    how: EventSentences | None = sentences_by_event().get(event.entry.event)
    if how is None:
        return None
    first = next(_fitting(how.phrases, how, event), None)
    if first is None:
        return None
    said = [first, *_fitting(how.then, how, event)]
    return RenderedEvent(
        " ".join(one.text for one in said),
        format_html(" ".join(["{}"] * len(said)), *[one.html for one in said]),
        frozenset().union(*[one.facts for one in said], () if event.entry.actor else {"decision"}),
    )


def _fitting(phrases: Iterable[SentenceTemplate], how: EventSentences, event: RecordedEvent) -> Iterator[RenderedEvent]:
    """Yield the sentences that fit."""
    for each in phrases:
        if any(event.facts.get(name) != value for name, value in each.given.items()):
            continue
        if each.when and not each.when(event):
            continue
        words = str(each.words)
        said = {place: _said(place, how, event) for place in places_in(words)}
        if any(one is None for one in said.values()):
            continue
        whole = {place for place, one in said.items() if one and one.is_whole}
        html = format_html(words, **said) if said else conditional_escape(words)
        yield RenderedEvent(words.format(**said), html, frozenset({*whole, *each.given, *each.covers}))


def _said(place: str, how: EventSentences, event: RecordedEvent) -> Formatted | None:
    if place not in how.places:
        return event.said(place)
    found = how.places[place](event)
    return found if found is None or isinstance(found, Formatted) else format_text(str(found))
