"""What other apps add to the shared floor, as lists of plain functions filled in `AppConfig.ready()`.

`script/manage rooms` prints them. There are no signals: a verb runs its consequences by name, inside its
own transaction, in the order in which they were registered.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from web.pagination import number_in

if TYPE_CHECKING:
    from datetime import datetime

    from django.db import models

    from accounts.models import User
    from circles.models import Circle, Item, Project, Subject
    from circles.navigation.autocomplete import Choice
    from circles.record.templates import Telling


@dataclass(frozen=True)
class Panel:
    """A part of a circle's page: `show(circle, user)` gives template name and context.

    `numbers` in the context are querysets by name; the page puts how many rows each has in their place. One that
    `is_beside` stands in the panel on the right.
    """

    key: str
    order: int
    show: "Callable[[Circle, User], tuple[str, dict[str, Any]]]"
    is_beside: bool = False


@dataclass(frozen=True)
class Count:
    """A number beside a link of the rail; `is_new` sets it in the accent."""

    number: int | str
    is_new: bool = False


@dataclass(frozen=True)
class Tally:
    """A number beside a link of the sidebar: how many rows these are, in one statement with those of all other links.

    It stands in the accent when `is_new`, or when there are rows of `new`.
    """

    rows: "Sequence[models.QuerySet[Any]]"
    is_new: bool = False
    new: "models.QuerySet[Any] | None" = None


@dataclass(frozen=True)
class Transfer:
    """What an app keeps in circles, for when a circle is closed, merged or split.

    `count(circle, only)` counts it, all or what has one of the references `only`; `words(number, to)` says that so
    much goes to a circle; `hand_over(circle, to, only, by, at)` gives it to that circle and counts it, inside the
    change's transaction; `choices(circle)` names it all, by reference and title. What `is_alive` leaves a circle that
    closes; the rest stays there to be read.
    """

    key: str
    choices: "Callable[[Circle], list[tuple[str, str]]]"
    count: "Callable[[Circle, Collection[str] | None], int]"
    words: "Callable[[int, Circle], str]"
    hand_over: "Callable[[Circle, Circle, Collection[str] | None, User | None, datetime | None], int]"
    is_alive: bool = True


@dataclass(frozen=True)
class Wording:
    """The words that things of a kind are found by, and cite others with.

    `things(project)` gives all of them; `read(things)` gives each of several with its texts, in a fixed number of
    questions, however many they are.
    """

    things: "Callable[[Project], models.QuerySet[Any, Any]]"
    read: "Callable[[list[Any]], list[tuple[Any, list[str]]]]"


type Consequence = Callable[..., None]
type Reference = "Callable[[Project, int], Item | None]"
type Finder = "Callable[[Project, User, str], Subject | None]"
type Counter = "Callable[[Project, User], Count | None]"
type Tallying = "Callable[[Project, User], Tally]"
type Choosing = "Callable[[Project, str], list[Choice]]"
type Marking = "Callable[[Project], models.QuerySet[Any, Any]]"
type Unread = "Callable[[Project, User], dict[int, int]]"
type FindingByWords = "Callable[[models.QuerySet[Any, Any], str], models.QuerySet[Any, Any]]"

references: dict[str, Reference] = {}
finders: dict[str, Finder] = {}
consequences: dict[str, list[Consequence]] = {}
panels: list[Panel] = []
counters: dict[str, Counter] = {}
tallies: dict[str, Tallying] = {}
unread: list[Unread] = []
weights: dict[str, Unread] = {}
marks: dict[str, list[Marking]] = {"objection": [], "late": []}
cards: list[Panel] = []
choosable: dict[str, Choosing] = {}
estates: list[Transfer] = []
wordings: dict[str, Wording] = {}
fact_values: "dict[str, type[models.Choices]]" = {}
tellings: "dict[str, Telling]" = {}
by_words: "list[FindingByWords]" = []


def on(deed: str, run: Consequence) -> None:
    """Run a function when a deed is done, inside its transaction: `on("project made", make_specification)`.

    Deeds and what they are called with: `project made` (project, by, at), `circle made` (circle, by, at), `circle
    closing` (circle, by, at), `limit changed` (circle, by, at), `money changed` (circle, by, at: there, or inside it),
    `money wanted` (project, at: before the deed; what ended earlier comes first), `element changing` (project: one of
    its own, or one more; may refuse), `drawing on a decision` (circle, decision, on; may refuse), `access ended`
    (project, user), `worded` (thing, texts: told of, with the words it has now), `tied` (link), `words renewed`
    (project).
    """
    registered = consequences.setdefault(deed, [])
    if run not in registered:
        registered.append(run)


def happened(deed: str, **what: Any) -> None:
    """Run what was registered for a deed."""
    for run in consequences.get(deed, []):
        run(**what)


def refer(letter: str, find: Reference) -> None:
    """Say what `D-12` means: `refer("D", find)` with `find(project, 12)` giving the thing or None."""
    references[letter] = find


def know(kind: str, find: Finder) -> None:
    """Say how to find a thing without a number of its own: `know("message", find)`, `find(project, user, "345")`."""
    finders[kind] = find


def thing_named(project: "Project", user: "User", name: str) -> "Subject | None":
    """Find what `P-24` or `message-345` names, if the person may see it: in addresses such as `?from=P-24`."""
    kind, _, key = name.partition("-")
    if kind in finders:
        return finders[kind](project, user, key)
    number = number_in(key)
    if kind not in references or number is None:
        return None
    thing = references[kind](project, number)
    visible_to = getattr(type(thing)._default_manager, "visible_to", None) if thing else None
    if thing is None or (visible_to and not visible_to(user).filter(pk=thing.pk).exists()):
        return None
    return thing


def show(panel: Panel) -> None:
    """Add a part to every circle's page."""
    _put(panels, panel)


def show_on_map(panel: Panel) -> None:
    """Add a part to what the map says of the circle that is chosen: the few things that wait there, each a line."""
    _put(cards, panel)


def _put(parts: list[Panel], panel: Panel) -> None:
    if panel.key not in {known.key for known in parts}:
        parts.append(panel)
        parts.sort(key=lambda known: known.order)


def count(link: str, counter: Counter) -> None:
    """Put something beside a link of the sidebar; `circles.navigation.sidebar.LINKS` has the keys."""
    counters[link] = counter


def tally(link: str, tallying: Tallying) -> None:
    """Put a number of rows beside a link of the sidebar."""
    tallies[link] = tallying


def count_unread(find: Unread) -> None:
    """Add unread numbers by circle id to the rail's tree."""
    if find not in unread:
        unread.append(find)


def weigh(name: str, find: Unread) -> None:
    """Add numbers by circle id to the map: `money`, `open`, `waiting`."""
    weights[name] = find


def sign(name: str, find: Marking) -> None:
    """Say which circles bear a sign on the map: `sign("late", find)`, where `find(project)` gives what is late, by
    anything that has a circle. Signs are `objection` and, where none stands, `late`.
    """
    if find not in marks[name]:
        marks[name].append(find)


def choose(kind: str, find: Choosing) -> None:
    """Say what fits what is typed into a field that chooses one of a kind: `choose("decision", find)`, where
    `find(project, "seal pump")` gives a few.
    """
    choosable[kind] = find


def keep(estate: Transfer) -> None:
    """Say what the app keeps in circles and how it goes to another."""
    if estate.key not in {known.key for known in estates}:
        estates.append(estate)


def word(kind: str, wording: Wording) -> None:
    """Say what things of a kind are found by: `word("decision", Wording(...))`."""
    wordings[kind] = wording


def read_as(fact: str, choices: "type[models.Choices]") -> None:
    """Say how people read the values of a fact of the record: `read_as("position", Position.Kind)`."""
    fact_values[fact] = choices


def tell_by(verbs: "Mapping[str, Telling]") -> None:
    """Say how deeds read as whole sentences: `tell_by({"objected": telling(_("{who} objected to {thing}."))})`."""
    tellings.update(verbs)


def told_of(thing: "Subject") -> None:
    """Hand on the words of a thing that a deed was told of; inside the deed's transaction."""
    if wording := wordings.get(thing.kind):
        for one, texts in wording.read([thing]):
            happened("worded", thing=one, texts=texts)


def find_by_words(find: "FindingByWords") -> None:
    """Say how things are found by words: `find(queryset, "seal pump")` keeps those that have them."""
    by_words[:] = [find]


def having(found: "models.QuerySet[Any, Any]", words: str) -> Any:
    """Keep the things that have all these words, in any form; their kind must say its words (`word`)."""
    return by_words[0](found, words)
