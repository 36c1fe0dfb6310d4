"""Cards of things that stand in a text: apps above say what a card of theirs shows now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from circles.projects.models import Project
from circles.projects.references import thing_at, thing_named
from documents.richtext.addresses import embedded
from documents.richtext.nodes import Node, every_node
from foundation.accounts.models import User
from foundation.web.extension_registry import Keyed, merged


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


def with_card_titles(project: Project, user: User | None, nodes: list[Node]) -> list[Node]:
    """Write the titles of things into their cards, in these nodes themselves: of those that the person may see, or of
    all, in a whole copy.
    """
    for node in every_node(nodes):
        found = embedded(node) if node.kind == "embed" else None
        if found is None or found[0] != "thing" or not (user is None or project.has(user)):
            continue
        thing = thing_at(project, found[1]) if user is None else thing_named(project, user, found[1])
        if thing:
            node.attrs["label"] = f"{thing.reference} {thing.headline}"
    return nodes
