"""What apps add for things of others: parts of their pages and lists, and words to find them by."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from circles.projects.domain_events import EventRecorded, TextsChanged
from foundation.web.extension_registry import Addition, Keyed, additions, merged, publish

if TYPE_CHECKING:
    from django.db import models

    from circles.projects.models import Project, Subject
    from foundation.accounts.models import User


@dataclass(frozen=True)
class ThingPanel(Addition):
    """A part of the pages of things of a kind that comes from an app above: `show(thing, user)` gives template name and
    context, or None where there is nothing to show.
    """

    kind: str
    order: int
    show: "Callable[[Any, User], tuple[str, dict[str, Any]] | None]"


@dataclass(frozen=True)
class WordSearch(Addition):
    """How things of a model are found by their words, in any form, of which the last may not be typed to its end; their
    kind must have `search_texts`.

    `has_words(model, words, among)` is the condition that a thing has all of them; given `among`, only things with
    these primary keys are asked. `is_common(model, words)` tells whether thousands have them.
    """

    has_words: "Callable[[type[models.Model], str, Collection[Any] | None], models.Q]"
    is_common: "Callable[[type[models.Model], str], bool]"


@dataclass(frozen=True)
class ThingNote:
    """A short link beside a thing in lists (D-4); `is_open`: it is still to be decided."""

    reference: str
    title: str
    address: str
    is_open: bool = False


@dataclass(frozen=True)
class ThingNotes(Addition):
    """What stands beside things of a kind in lists: `read(ids)` gives the notes by id, in a fixed number of queries."""

    kind: str
    read: "Callable[[Collection[int]], dict[int, list[ThingNote]]]"


@dataclass(frozen=True)
class SearchTexts:
    """The words that things of a kind are found by, and cite others with.

    `things(project)` gives all; `read(things)` gives several with their texts, in a fixed number of queries.
    """

    things: "Callable[[Project], models.QuerySet[Any, Any]]"
    read: "Callable[[list[Any]], list[tuple[Any, list[str]]]]"


@dataclass(frozen=True)
class ThingTexts(Keyed[str, SearchTexts]):
    """The texts that kinds of things are found by."""


def thing_panels(thing: "Subject", user: "User") -> list[tuple[str, dict[str, Any]]]:
    """Return what apps above show on the page of a thing, as template name and context, in their order."""
    every = sorted(additions(ThingPanel), key=lambda one: one.order)
    found = [panel.show(thing, user) for panel in every if panel.kind == thing.kind]
    return [shown for shown in found if shown is not None]


def thing_notes(kind: str, ids: "Collection[int]") -> dict[int, list[ThingNote]]:
    """Return what apps above say beside things of a kind, by id."""
    found: dict[int, list[ThingNote]] = {}
    for notes in (one for one in additions(ThingNotes) if one.kind == kind):
        for pk, said in notes.read(ids).items():
            found.setdefault(pk, []).extend(said)
    return found


def search_texts() -> "Mapping[str, SearchTexts]":
    """Return by kind the texts that things are found by."""
    return merged(ThingTexts)


def word_search() -> WordSearch:
    """Return how things are found by their words."""
    search: WordSearch = additions(WordSearch)[0]
    return search


def publish_texts(event: EventRecorded) -> None:
    """Publish the texts of the thing that an event was recorded about, where its kind has any."""
    if texts_of := search_texts().get(event.thing.kind):
        for thing, texts in texts_of.read([event.thing]):
            publish(TextsChanged(thing=thing, texts=texts))
