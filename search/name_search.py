"""Finds circles, people and things of a project by their names or references: at most six of a kind, best first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce, NullIf, RowNumber
from django.urls import reverse

from accounts.models import User
from actions.models import Action
from chat.models import Topic
from circles.extension_points import thing_named, with_words
from circles.models import Circle, Project
from circles.queries.tree import circles_of
from decisions.models import Decision, ImportedProcess, Proposal
from documents.models import Comment, Document, Restriction
from meetings.models import ImportedMinutes
from search.name_patterns import SearchQuery
from specification.models import Clause, ClauseCircle
from tracks.models import Question, Track
from web.collation import Alphabetical, place_of
from web.pagination import number_in

AT_MOST = 6
EXCERPT = 90
"""So many characters of a comment are shown."""
NAMED = -1
"""The rank of what was asked for by its reference: before everything else."""


@dataclass(frozen=True)
class Source:
    """Numbered things with a name: their model, the field with the name, their page."""

    model: type[Model]
    field: str
    page: str


SOURCES = (
    Source(Document, "title", "documents:document"),
    Source(Proposal, "title", "decisions:proposal"),
    Source(Decision, "title", "decisions:decision"),
    Source(Action, "what", "actions:action"),
    Source(Question, "title", "tracks:question"),
    Source(Track, "title", "tracks:track"),
    Source(ImportedProcess, "title", "decisions:past_process"),
    Source(ImportedMinutes, "title", "meetings:past_minutes"),
)
ICONS = {
    "document": "file-text",
    "proposal": "pencil-line",
    "decision": "check-check",
    "action": "square-check",
    "question": "circle-question-mark",
    "track": "git-fork",
    "clause": "clause-ratified",
    "topic": "message-square",
    "comment": "message-square-plus",
    "sync": "refresh-cw",
    "pastprocess": "history",
    "pastminutes": "history",
}
API_KINDS: dict[type[Model], str] = {ImportedProcess: "pastprocess", ImportedMinutes: "pastminutes"}
"""What programs know these by since before their models were renamed; all others by their model's name."""


@dataclass(frozen=True)
class Hit:
    """One thing found. `circle` is where it is (for a circle, itself); `person` is set for people only."""

    model: type[Model]
    rank: int
    title: str
    address: str
    reference: str = ""
    circle: Circle | None = None
    person: User | None = None
    restriction: Restriction | None = None
    """Of a restricted document: whoever is in the project knows why it is closed, and until when."""
    pieces: tuple[tuple[str, bool], ...] = ()
    """The title, cut into what was looked for (True) and what stands between."""

    @property
    def side(self) -> str:
        """Return what distinguishes it from its namesakes: reference and circle, the circle around it, the handle."""
        if self.person:
            return f"@{self.person.handle}" if self.person.handle else ""
        around = self.circle.parent if self.circle and self.model is Circle else self.circle
        return " · ".join(filter(None, (self.reference, around.name if around else "")))

    @property
    def kind(self) -> str:
        """Return its kind: `circle`, `user`, `document`, ..."""
        return API_KINDS.get(self.model, str(self.model._meta.model_name))

    def marked(self, words: SearchQuery) -> "Hit":
        """Return the same with its title cut at the words."""
        return replace(self, pieces=tuple(words.pieces(self.title)))


@dataclass(frozen=True)
class HitGroup:
    """What was found of a kind, the best first."""

    hits: list[Hit]

    @property
    def kind(self) -> str:
        """Return the kind."""
        return self.hits[0].kind

    @property
    def name(self) -> str:
        """Return the kind's name, for several, in the reader's language."""
        return str(self.hits[0].model._meta.verbose_name_plural)

    @property
    def icon(self) -> str:
        """Return the icon of the kind; circles and people have their own icons."""
        return ICONS.get(self.kind, "link")


def find(project: Project, user: User, words: SearchQuery) -> list[HitGroup]:
    """Find what answers the words, of what the person may see; kinds with the best answers first."""
    if not words.terms:
        return []
    named = None if words.is_person else _named(project, user, words)
    found: dict[str, list[Hit]] = {}
    for hit in _all(project, user, words):
        if named is None or hit.address != named.address:
            found.setdefault(hit.kind, []).append(hit)
    if named:
        found[named.kind] = [named, *found.get(named.kind, [])]
    if "document" in found:
        found["document"] = _with_restrictions(project, found["document"][:AT_MOST])
    groups = (HitGroup([hit.marked(words) for hit in hits[:AT_MOST]]) for hits in found.values())
    return sorted(groups, key=lambda group: group.hits[0].rank)


def _all(project: Project, user: User, words: SearchQuery) -> Iterator[Hit]:
    if not words.is_person:
        yield from _circles(project, words)
    yield from _people(project, words)
    if not words.is_person:
        yield from _things(project, user, words)
    if not words.is_person and not words.reference:
        yield from _comments(project, user, words)


def _named(project: Project, user: User, words: SearchQuery) -> Hit | None:
    thing: Any = thing_named(project, user, words.reference) if words.reference else None
    if thing is None:
        return None
    around = thing.seats.values_list("circle", flat=True) if isinstance(thing, Clause) else [thing.circle_id]
    circle = next((one for one in circles_of(project) if one.pk in around), None)
    return Hit(type(thing), NAMED, thing.headline, thing.get_absolute_url(), thing.reference, circle)


def _with_restrictions(project: Project, hits: list[Hit]) -> list[Hit]:
    """Return documents with the restrictions that hold."""
    numbers = [number_in(hit.reference.removeprefix(f"{Document.letter}-")) or 0 for hit in hits]
    held = Restriction.objects.in_force().filter(document__project=project, document__number__in=numbers)
    known = {one.document.reference: one for one in held.select_related("document")}
    return [replace(hit, restriction=known.get(hit.reference)) for hit in hits]


def _circles(project: Project, words: SearchQuery) -> list[Hit]:
    ranked = [(words.rank(circle.name), circle) for circle in circles_of(project)]
    hits = [
        Hit(Circle, rank, circle.name, circle.get_absolute_url(), circle=circle)
        for rank, circle in ranked
        if rank is not None
    ]
    return sorted(hits, key=lambda hit: (hit.rank, place_of(hit.title)))[:AT_MOST]


def _people(project: Project, words: SearchQuery) -> list[Hit]:
    people = _answering(project.people(), words, "name", "handle").order_by("rank", Alphabetical("name"))[:AT_MOST]
    page = reverse("circles:people", args=[project.slug])
    return [
        Hit(User, person.rank, person.name, f"{page}?{urlencode({'q': person.name})}", person=person)
        for person in people
    ]


def _things(project: Project, user: User, words: SearchQuery) -> Iterator[Hit]:
    """Find things with a name in one query; each kind brings its own best."""
    best = [_best(source, project, user, words) for source in SOURCES]
    topics = _answering(Topic.objects.visible_to(user).in_project(project), words, "name")
    best.append(_columns(len(SOURCES), topics, "pk", F("name"), F("room__circle")))
    best.append(_clauses(len(SOURCES) + 1, project, user, words))
    rows = best[0].union(*best[1:], all=True)
    circles = {circle.pk: circle for circle in circles_of(project)}
    for source, _place, rank, key, title, circle_pk in rows.order_by("hit_source", "hit_place"):
        circle = circles[circle_pk]
        if source == len(SOURCES):
            yield Hit(Topic, rank, title, _topic_page(circle, key), circle=circle)
        elif source > len(SOURCES):
            address = reverse("specification:clause", args=[project.slug, key])
            yield Hit(Clause, rank, title, address, key, circle)
        else:
            model: Any = SOURCES[source].model
            address = reverse(SOURCES[source].page, args=[project.slug, key])
            yield Hit(model, rank, title, address, f"{model.letter}-{key}" if model.letter else "", circle)


def _clauses(source: int, project: Project, user: User, words: SearchQuery) -> Any:
    """Find clauses by their titles or keys; each is in the first of its circles."""
    first = ClauseCircle.objects.filter(clause=OuterRef("pk")).order_by("pk").values("circle")[:1]
    title = Coalesce(NullIf("text__title", Value("")), "ratified__title", Value(""))
    clauses = Clause.objects.visible_to(user).in_project(project).standing().annotate(name=title)
    return _columns(source, _answering(clauses, words, "name", "key"), "key", F("name"), Subquery(first))


def _comments(project: Project, user: User, words: SearchQuery) -> Iterator[Hit]:
    """Find what was said about the words of documents, by any of its words, latest first; names come before."""
    found: Any = Comment.objects.visible_to(user).in_project(project).standing().with_place()
    for comment in with_words(found, words.typed).order_by("-pk")[:AT_MOST]:
        document = comment.thread.document
        said = f"{comment.speaker}: {_around(comment.plain, words)}"
        yield Hit(Comment, len(words.ranks), said, comment.get_absolute_url(), document.reference, document.circle)


def _around(text: str, words: SearchQuery) -> str:
    """Cut a long text to what stands around the first word that was looked for."""
    before = next((first for first, is_asked in words.pieces(text) if not is_asked), "")
    start = max(0, len(before) - EXCERPT // 3) if len(text) > EXCERPT else 0
    cut = text[start : start + EXCERPT]
    return f"{'…' if start else ''}{cut}{'…' if start + EXCERPT < len(text) else ''}"


def _topic_page(circle: Circle, key: str) -> str:
    return reverse("chat:topic", args=[circle.project.slug, circle.key, UUID(key)])


def _best(source: Source, project: Project, user: User, words: SearchQuery) -> Any:
    manager: Any = source.model._default_manager
    things = _answering(manager.visible_to(user).in_project(project), words, source.field)
    return _columns(SOURCES.index(source), things, "number", F(source.field), F("circle"))


def _columns(source: int, things: Any, key: str, title: F, circle: F | Subquery) -> Any:
    """Return the best of a kind in columns that all kinds share, to be read together."""
    place = Window(RowNumber(), order_by=[F("rank").asc(), F("created_at").desc()])
    best = things.annotate(hit_source=Value(source, IntegerField()), hit_place=place).filter(hit_place__lte=AT_MOST)
    columns = {"hit_key": Cast(key, CharField()), "hit_title": Cast(title, CharField()), "hit_circle": circle}
    shared = best.annotate(**columns).order_by()
    return shared.values_list("hit_source", "hit_place", "rank", *columns)


def _answering(things: QuerySet[Any], words: SearchQuery, *fields: str) -> Any:
    """Keep what has all the words in one of the fields, with its `rank` as `SearchQuery.ranks` has it."""
    ranks = [When(_any_has(fields, patterns), then=Value(rank)) for rank, patterns in enumerate(words.ranks)]
    rank = Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())
    return things.filter(_any_has(fields, words.patterns)).annotate(rank=rank)


def _any_has(fields: tuple[str, ...], patterns: tuple[str, ...]) -> Q:
    return Q.create([Q(*((f"{field}__iregex", pattern) for pattern in patterns)) for field in fields], connector=Q.OR)
