"""How a deed reads as whole sentences: each app gives its verbs their phrases (`registries.tell_by`).

The first phrase that has something for each of its places is said. What stands in a place is escaped, whoever wrote it;
a sentence is there as text and as HTML with links.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from string import Formatter
from typing import Any
from uuid import UUID

from babel.numbers import format_percent
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from audit.models import Entry
from circles import extension_points
from circles.models import Circle, Project
from circles.models.item import SEVERAL
from circles.record.formatting import (
    Said,
    amount_said,
    bare,
    fact_said,
    linked,
    listed_said,
    page_of,
    text_said,
)
from circles.templatetags.formatting import babel_locale, has_page, in_words, leads_somewhere
from web.unicode_safety import strip_disruptive

type Words = str | Promise
type Saying = Callable[[RecordedEvent], object]

CITED = re.compile(r"([A-Z]{1,4}-[0-9]{1,9}),? ")
OF_A_CIRCLE = frozenset({"circle", "membership", "purse"})


@dataclass(frozen=True)
class Phrase:
    """One sentence with places in braces: those of `RecordedEvent.said`. It is for events with the facts `given` that
    `when` is true of; it tells what it has places for, what is given, and `tells`.
    """

    words: Words
    when: "Callable[[RecordedEvent], bool] | None" = None
    tells: Collection[str] = ()
    given: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Telling:
    """How a verb is told: the first of `phrases` that fits, and after it each of `then` that fits. `places` has what is
    said by a function of the deed, by name.
    """

    phrases: tuple[Phrase, ...]
    then: tuple[Phrase, ...] = ()
    places: "Mapping[str, Saying]" = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """A deed as sentences, and the names of the facts and personal values that they tell."""

    text: str
    html: SafeString
    facts: frozenset[str]


def phrase(
    words: Words, *, when: "Callable[[RecordedEvent], bool] | None" = None, tells: Collection[str] = (), **given: object
) -> Phrase:
    """Give a phrase; `given` are values that facts must have."""
    return Phrase(words, when, tells, given)


def telling(*phrases: Phrase | Words, then: Iterable[Phrase | Words] = (), **places: "Saying") -> Telling:
    """Give a telling, of phrases or of words alone."""
    return Telling(_phrases(phrases), _phrases(then), places)


def _phrases(each: Iterable[Phrase | Words]) -> tuple[Phrase, ...]:
    return tuple(one if isinstance(one, Phrase) else Phrase(one) for one in each)


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
        """Give what the entry says of itself."""
        found = self.entry.facts
        return found if isinstance(found, dict) else {}

    def said(self, place: str) -> Said | None:
        """Say what stands in a place: `who`, `thing`, `circle_there` (where it was done), a personal value, or a fact;
        None where there is nothing.
        """
        special = {"who": self.who, "thing": self.thing, "circle_there": self.circle_there}
        if place in special:
            return special[place]()
        if of_people := self.named(place):
            return of_people
        return fact_said(place, self.facts.get(place), self.project)

    def who(self) -> Said:
        """Name who did it; by itself, that is the decision that wants it, or Ronde."""
        if self.entry.actor:
            name = strip_disruptive(self.by or "") or _("Somebody whose name was erased")
        else:
            decision = self.said("decision")
            name = str(decision) if decision else _("Ronde")
            if decision:
                return Said(name, format_html("<strong>{}</strong>", decision))
        return Said(name, format_html("<strong>{}</strong>", name))

    def thing(self) -> Said | None:
        """Name what it was about: by its reference and title, or its circle, with a link where there is a page."""
        reference, title = self.entry.reference, strip_disruptive(str(in_words(bare(self.entry.title))))
        if has_page(self.entry):
            return linked(reference, title.removeprefix(reference).strip(), page_of(reference, self.project))
        if not title:
            return None
        if self.entry.subject_kind in OF_A_CIRCLE and self.circle:
            return Said(title, format_html('<a href="{}">{}</a>', self.circle.get_absolute_url(), title))
        return Said(title)

    def circle_there(self) -> Said | None:
        """Name the circle where it was done."""
        if self.circle is None:
            return None
        name = strip_disruptive(self.circle.name)
        return Said(name, format_html('<a href="{}">{}</a>', self.circle.get_absolute_url(), name))

    def named(self, place: str) -> Said | None:
        """Give what is said of people: one value, or several; of one that was erased, that it was."""
        if place in self.personal:
            return text_said(self.personal[place])
        if several := [value for name, value in self.personal.items() if name.startswith(place + SEVERAL)]:
            return Said(
                strip_disruptive(listed_said([Said(one) for one in [*self.facts.get(place, []), *several]]).text)
            )
        return Said(_("somebody whose name was erased")) if place in self.entry.commitments else None


def cited(name: str) -> Saying:
    """Give what says a fact that begins with a reference, as `P-2 Two signatures` or `S-5, General sync`: by a link;
    words that begin with none stand in quotes.
    """

    def say(deed: RecordedEvent) -> Said | None:
        whole = str(deed.facts.get(name) or "")
        reference = CITED.match(whole)
        if reference is None or not leads_somewhere(reference[1]):
            said = text_said(whole)
            return said and replace(said, text=_("“{words}”").format(words=said.text))
        return linked(reference[1], bare(whole[reference.end() :]), page_of(reference[1], deed.project))

    return say


def percent_of(name: str) -> Saying:
    """Give what says a fact that counts percents."""

    def say(deed: RecordedEvent) -> object:
        number = deed.facts.get(name)
        return format_percent(Decimal(number) / 100, locale=babel_locale()) if isinstance(number, int) else None

    return say


def amount_of(name: str) -> Saying:
    """Give what says a fact as an amount that is none by its name."""
    return lambda deed: amount_said(deed.facts.get(name), deed.project)


def is_by_somebody(deed: RecordedEvent) -> bool:
    """Say whether a person did it; what no person did is named by the decision that wants it, if any."""
    return deed.entry.actor is not None


def is_by_nobody(deed: RecordedEvent) -> bool:
    """Say whether it happened by itself: its time came."""
    return deed.entry.actor is None


@lru_cache(maxsize=1024)
def places_in(words: str) -> tuple[str, ...]:
    """Give the names of the places in a sentence."""
    return tuple(name for _text, name, _spec, _how in Formatter().parse(words) if name)


def tell(deed: RecordedEvent) -> Told | None:
    """Tell a deed in the reader's tongue; None for a verb without phrases, and where none of them fits."""
    how = extension_points.tellings.get(deed.entry.verb)
    if how is None:
        return None
    first = next(_fitting(how.phrases, how, deed), None)
    if first is None:
        return None
    sentences = [first, *_fitting(how.then, how, deed)]
    return Told(
        " ".join(one.text for one in sentences),
        format_html(" ".join(["{}"] * len(sentences)), *[one.html for one in sentences]),
        frozenset().union(*[one.facts for one in sentences], () if deed.entry.actor else {"decision"}),
    )


def _fitting(phrases: Iterable[Phrase], how: Telling, deed: RecordedEvent) -> Iterator[Told]:
    """Give, one after the other, the sentences that fit."""
    for each in phrases:
        if any(deed.facts.get(name) != value for name, value in each.given.items()):
            continue
        if each.when and not each.when(deed):
            continue
        words = str(each.words)
        said = {place: _said(place, how, deed) for place in places_in(words)}
        if any(one is None for one in said.values()):
            continue
        told = {place for place, one in said.items() if one and one.is_whole}
        html = format_html(words, **said) if said else conditional_escape(words)
        yield Told(words.format(**said), html, frozenset({*told, *each.given, *each.tells}))


def _said(place: str, how: Telling, deed: RecordedEvent) -> Said | None:
    if place not in how.places:
        return deed.said(place)
    found = how.places[place](deed)
    return found if found is None or isinstance(found, Said) else text_said(str(found))
