"""Cards of things that stand in a text: apps above say what a card of theirs shows now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from web.extension_registry import Keyed, merged


@dataclass(frozen=True)
class CardFacts:
    """What a card shows beside a title: the state in a word, with icon and colour (`live`, `warn`, `past` or none),
    whose it is, and what else is to be known, such as a day.
    """

    state: str = ""
    icon: str = ""
    look: str = ""
    people: Sequence[User] = ()
    note: str = ""


@dataclass(frozen=True)
class ThingCard:
    """How things of a kind stand in texts.

    Their page has the URL name `page`, and what its address holds besides the project makes the `reference`
    (`A-{number}`). `read(thing)` gives what the card shows.
    """

    page: str
    reference: str
    read: Callable[[Any], CardFacts]


@dataclass(frozen=True)
class ThingCards(Keyed[str, ThingCard]):
    """Cards by kind of thing."""


def thing_cards() -> Mapping[str, ThingCard]:
    """Return which kinds of things have a card, and how it is read."""
    found: Mapping[str, ThingCard] = merged(ThingCards)
    return found
