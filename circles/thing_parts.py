"""What apps add for things of others: parts of their pages and lists, words to find them by, guests let into them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from web.extension_registry import installed, merged

if TYPE_CHECKING:
    from django.db import models

    from accounts.models import User
    from circles.models import Circle, Project, Subject


@dataclass(frozen=True)
class ThingPanel:
    """A part of the pages of things of a kind that comes from an app above: `show(thing, user)` gives template name and
    context, or None where there is nothing to show.
    """

    kind: str
    order: int
    show: "Callable[[Any, User], tuple[str, dict[str, Any]] | None]"


@dataclass(frozen=True)
class WordSearch:
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
class ThingNotes:
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
class GuestThing:
    """A kind of thing that guests are let into: its model; the rows of django-guardian that say what they may (each
    with `content_object` and `guest`); `find(project, user, key)` gives the one that a person may let guests into, or
    None; `inside(circle, user)` the things of this kind that a guest of a circle finds in it.
    """

    model: "type[Subject]"
    grants: "type[models.Model]"
    find: "Callable[[Project, User, str], Subject | None]"
    inside: "Callable[[Circle, User], Iterable[Subject]]"


def thing_panels(thing: "Subject", user: "User") -> list[tuple[str, dict[str, Any]]]:
    """Return what apps above show on the page of a thing, as template name and context, in their order."""
    every = sorted((one for extension in installed() for one in extension.thing_panels), key=lambda one: one.order)
    found = [panel.show(thing, user) for panel in every if panel.kind == thing.kind]
    return [shown for shown in found if shown is not None]


def thing_notes(kind: str, ids: "Collection[int]") -> dict[int, list[ThingNote]]:
    """Return what apps above say beside things of a kind, by id."""
    found: dict[int, list[ThingNote]] = {}
    for notes in (one for extension in installed() for one in extension.thing_notes if one.kind == kind):
        for pk, said in notes.read(ids).items():
            found.setdefault(pk, []).extend(said)
    return found


def search_texts() -> "Mapping[str, SearchTexts]":
    """Return by kind the texts that things are found by."""
    return merged("search_texts")
