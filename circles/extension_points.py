"""What apps add to circles without circles importing them: one typed `Extension` an app, installed by its `apps.py`.

`script/manage show_extensions` prints all of them. There are no signals: what follows from a domain event runs inside
the transaction of who publishes it, in the order of the apps.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from circles.domain_events import EventRecorded, TextsChanged
from circles.thing_parts import GuestThing, SearchTexts, ThingNotes, ThingPanel, WordSearch, search_texts
from files.rights import FileRightsOf
from web.extension_registry import DomainEvent, add, installed, merged, publish
from web.pagination import number_in

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db import models

    from accounts.models import User
    from circles.away import AwayColumns
    from circles.models import Circle, Item, Project, Subject
    from circles.navigation.autocomplete import Choice
    from circles.navigation.stars import Starred
    from circles.record.templates import EventSentences
    from circles.takeaway_parts import TakeawayPart
    from inbox.contexts import InboxAnswersOf
    from inbox.mail_parts import MailPartOf
    from web.kept_data import KeptData


@dataclass(frozen=True)
class Panel:
    """A part of a circle's page: `show(circle, user)` gives template name and context.

    Querysets in the context are read together with those of all other parts before the page is drawn: leave them
    unread, cut to what is shown. One that `is_beside` stands in the panel on the right.
    """

    key: str
    order: int
    show: "Callable[[Circle, User], tuple[str, dict[str, Any]]]"
    is_beside: bool = False


@dataclass(frozen=True)
class NavCount:
    """A number beside a link of the sidebar; `is_new` sets it in the accent."""

    number: int | str
    is_new: bool = False


@dataclass(frozen=True)
class NavTally:
    """A number beside a link of the sidebar: how many rows these are, in one statement with those of all other links.

    It stands in the accent when `is_new`, or when there are rows of `new`. The statement may be composed once, for a
    person and a project of whom nothing is known but their ids: a tally looks at these, `now_in` and its day alone.
    """

    rows: "Sequence[models.QuerySet[Any]]"
    is_new: bool = False
    new: "models.QuerySet[Any] | None" = None


@dataclass(frozen=True)
class Transfer:
    """What an app keeps in circles, for when a circle is closed, merged or split.

    `count(circle, only)` counts it, all or what has one of the references `only`; `sentence(number, to)` says that so
    much goes to a circle; `move(circle, to, only, by, at)` gives it to that circle and counts it, inside the change's
    transaction; `choices(circle)` names it all, by reference and title. What `is_alive` leaves a circle that
    closes; the rest stays there to be read.
    """

    key: str
    choices: "Callable[[Circle], list[tuple[str, str]]]"
    count: "Callable[[Circle, Collection[str] | None], int]"
    sentence: "Callable[[int, Circle], str]"
    move: "Callable[[Circle, Circle, Collection[str] | None, User | None, datetime | None], int]"
    is_alive: bool = True


type Reference = "Callable[[Project, int], Item | None]"
type KeyedReference = "Callable[[Project, str], Subject | None]"
type Finder = "Callable[[Project, User, str], Subject | None]"
type NavStatusOf = "Callable[[Project, User], NavCount | None]"
type NavTallyOf = "Callable[[Project, User], NavTally]"
type Autocomplete = "Callable[[Project, str], list[Choice]]"
type MapSign = "Callable[[Project], models.QuerySet[Any, Any]]"
type NumbersByCircle = "Callable[[Project, User], dict[int, int]]"
type SyncTimes = "Callable[[Circle, datetime], Iterable[datetime]]"
type SyncLeaders = "Callable[[Any], models.QuerySet[Any, tuple[str | None, str | None]]]"
type NextSyncs = "Callable[[User, Collection[UUID]], dict[UUID, datetime]]"
type Subscriber = "Callable[[Any], None]"

MAP_SIGNS = ("objection", "late")
"""Signs of circles on the map, the gravest first."""


@dataclass(frozen=True, kw_only=True)
class Extension:
    """What one app adds; each field is optional.

    `references` says what `D-12` means: letter → (project, 12) → thing or None; `keyed_references` what `SPEC-4.2`
    does: kind → (project, "4.2"). `finders` does the same for things without either: kind → (project, person, key).
    `panels` are parts of every circle's page, `map_cards` the few lines the map shows of a chosen circle. `nav_status`
    and `nav_tallies` stand beside links of the sidebar (keys: `circles.navigation.sidebar.LINKS`), `unread` in its
    tree. `map_numbers` (money, open, waiting) and `map_signs` (see `MAP_SIGNS`) go to the map by circle id.
    `autocomplete` offers what fits what is typed: kind → (project, typed). `transfers` hand over what an app keeps in a
    circle that closes or splits. `thing_panels` are parts of the pages of things of a lower app, `thing_notes` short
    links beside them in lists. `search_texts` are the texts a kind of thing is found by, `word_search` is how lists ask
    for things by them. `block_keys` are those by which blocks of a document are quoted, by their ids. `sentences` say
    each event type of the record in words, `fact_choices` the choices a fact of it may have. `sync_times` tells when a
    circle meets after an instant, in order; `sync_leaders` who facilitated and who wrote in the sync that took a
    decision, `next_syncs` when the next one begins that a person is expected in, by project; `away` who is away from
    one, as columns. `guest_things` are what guests are let into, by kind. `takeaway` are the folders that people find
    in a copy, `kept` the rows that go along with a project or are erased with a person. `notice_kinds` say of what kind
    a notice of an event is (`inbox.kinds`); `mail_parts` what an e-mail shows of a kind to answer it, `inbox_answers`
    how notices are answered in the inbox. `file_rights` say who may see and add the files of a kind of thing
    (`files.rights`); `starred` is what a person marked; `recent_changes` tells open pages again, by group, what changed
    since an instant. `subscribers` run when a domain event is published.
    """

    app: str
    references: Mapping[str, Reference] = field(default_factory=dict)
    keyed_references: Mapping[str, KeyedReference] = field(default_factory=dict)
    finders: Mapping[str, Finder] = field(default_factory=dict)
    panels: Sequence[Panel] = ()
    map_cards: Sequence[Panel] = ()
    nav_status: Mapping[str, NavStatusOf] = field(default_factory=dict)
    nav_tallies: Mapping[str, NavTallyOf] = field(default_factory=dict)
    unread: NumbersByCircle | None = None
    map_numbers: Mapping[str, NumbersByCircle] = field(default_factory=dict)
    map_signs: Mapping[str, MapSign] = field(default_factory=dict)
    autocomplete: Mapping[str, Autocomplete] = field(default_factory=dict)
    transfers: Sequence[Transfer] = ()
    thing_panels: Sequence[ThingPanel] = ()
    thing_notes: Sequence[ThingNotes] = ()
    search_texts: Mapping[str, SearchTexts] = field(default_factory=dict)
    word_search: WordSearch | None = None
    block_keys: "Callable[[Any], Mapping[str, str]] | None" = None
    notice_kinds: Mapping[Any, Any] = field(default_factory=dict)
    mail_parts: "Mapping[str, MailPartOf]" = field(default_factory=dict)
    inbox_answers: "InboxAnswersOf | None" = None
    sentences: "Mapping[Any, EventSentences]" = field(default_factory=dict)
    fact_choices: "Mapping[str, type[models.Choices]]" = field(default_factory=dict)
    sync_times: SyncTimes | None = None
    sync_leaders: SyncLeaders | None = None
    next_syncs: NextSyncs | None = None
    away: "AwayColumns | None" = None
    guest_things: Mapping[str, GuestThing] = field(default_factory=dict)
    takeaway: "Sequence[TakeawayPart]" = ()
    kept: "Sequence[KeptData]" = ()
    file_rights: Mapping[str, FileRightsOf] = field(default_factory=dict)
    starred: "Callable[[Project, User], list[Starred]] | None" = None
    recent_changes: "Callable[[Collection[UUID], datetime], Iterable[tuple[str, dict[str, Any]]]] | None" = None
    subscribers: Mapping[type[DomainEvent], Sequence[Subscriber]] = field(default_factory=dict)


KEYED = (
    "references", "keyed_references", "finders", "nav_status", "nav_tallies", "map_numbers", "autocomplete",
    "sentences", "file_rights", "guest_things", "mail_parts",
)  # fmt: skip
"""What is found by a key, which one app adds."""


def install(extension: Extension) -> None:
    """Add an app's extension, from its `AppConfig.ready`; what it adds is checked here.

    :raises ValueError: for a sign that the map does not have, or a key that another app has added.
    """
    if extension in installed():
        return
    if unknown := set(extension.map_signs) - set(MAP_SIGNS):
        raise ValueError(f"{extension.app}: the map has no sign {sorted(unknown)}")
    for name in KEYED:
        for other in installed():
            if twice := set(getattr(extension, name)) & set(getattr(other, name)):
                raise ValueError(f"{extension.app} and {other.app} both add {name} {sorted(map(str, twice))}")
    add(extension)


def references() -> Mapping[str, Reference]:
    """Return which kind of thing the letters of a reference (the P of P-24) stand for."""
    return merged("references")


def thing_at(project: "Project", reference: str) -> "Subject | None":
    """Return what `D-12` or `SPEC-4.2` refers to, whoever may see it."""
    kind, _, key = reference.partition("-")
    keyed: Mapping[str, KeyedReference] = merged("keyed_references")
    if kind in keyed:
        return keyed[kind](project, key)
    number = number_in(key)
    return references()[kind](project, number) if kind in references() and number else None


def thing_named(project: "Project", user: "User", name: str) -> "Subject | None":
    """Return what `P-24` or `message-345` names, if the person may see it: in addresses such as `?from=P-24`."""
    kind, _, key = name.partition("-")
    finders: Mapping[str, Finder] = merged("finders")
    if kind in finders:
        return finders[kind](project, user, key)
    thing = thing_at(project, name)
    visible_to = getattr(type(thing)._default_manager, "visible_to", None) if thing else None
    if thing is None or (visible_to and not visible_to(user).filter(pk=thing.pk).exists()):
        return None
    return thing


def panels() -> list[Panel]:
    """Return the parts of a circle's page, in their order."""
    return sorted((one for extension in installed() for one in extension.panels), key=lambda panel: panel.order)


def map_cards() -> list[Panel]:
    """Return the parts of what the map says of a chosen circle, in their order."""
    return sorted((one for extension in installed() for one in extension.map_cards), key=lambda panel: panel.order)


def nav_status() -> Mapping[str, NavStatusOf]:
    """Return what is read anew beside links of the sidebar."""
    return merged("nav_status")


def nav_tallies() -> Mapping[str, NavTallyOf]:
    """Return what is counted beside links of the sidebar."""
    return merged("nav_tallies")


def unread_by_circle() -> list[NumbersByCircle]:
    """Return what counts unread messages by circle id."""
    return [extension.unread for extension in installed() if extension.unread]


def map_numbers() -> Mapping[str, NumbersByCircle]:
    """Return the numbers of the map: `money`, `open`, `waiting`."""
    return merged("map_numbers")


def map_signs() -> dict[str, list[MapSign]]:
    """Return for each sign, the gravest first, what bears it, by anything that has a circle."""
    return {
        name: [extension.map_signs[name] for extension in installed() if name in extension.map_signs]
        for name in MAP_SIGNS
    }


def autocomplete() -> Mapping[str, Autocomplete]:
    """Return what offers things of a kind that fit what is typed."""
    return merged("autocomplete")


def transfers() -> list[Transfer]:
    """Return what apps keep in circles."""
    return [one for extension in installed() for one in extension.transfers]


def publish_texts(event: EventRecorded) -> None:
    """Publish the texts of the thing that an event was recorded about, where its kind has any."""
    if texts_of := search_texts().get(event.thing.kind):
        for thing, texts in texts_of.read([event.thing]):
            publish(TextsChanged(thing=thing, texts=texts))


def word_search() -> WordSearch:
    """Return how things are found by their words."""
    search: WordSearch = next(extension.word_search for extension in installed() if extension.word_search)
    return search


def sync_times(circle: "Circle", after: "datetime") -> "list[Iterable[datetime]]":
    """Return when a circle meets after an instant, in order of time, from each app that knows."""
    return [extension.sync_times(circle, after) for extension in installed() if extension.sync_times]


def sync_leaders(decision: Any) -> "list[models.QuerySet[Any, tuple[str | None, str | None]]]":
    """Return the names of who facilitated and who wrote in the sync that took a decision, unread."""
    return [extension.sync_leaders(decision) for extension in installed() if extension.sync_leaders]


def guest_things() -> Mapping[str, GuestThing]:
    """Return what guests are let into, by kind."""
    return merged("guest_things")


def takeaway_parts() -> "list[TakeawayPart]":
    """Return the folders of a copy to take away, in their order."""
    return sorted((one for extension in installed() for one in extension.takeaway), key=lambda part: part.folder)


def kept_data() -> "list[KeptData]":
    """Return what the apps keep, the lowest app first."""
    return [one for extension in installed() for one in extension.kept]
