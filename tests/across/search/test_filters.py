"""A filter is one row of `FILTERS`, and what the index keeps of a thing is compared whole: nothing of either is said
twice, so that nothing is forgotten.
"""

import re
from collections.abc import Callable
from dataclasses import MISSING, fields, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from across.search import filter_values, indexing
from across.search.api import UnfilteredHitsIn
from across.search.candidates import TOKENS
from across.search.contexts.hits import results
from across.search.contexts.page import SearchPage
from across.search.filter_values import HAS, Having
from across.search.found_things import Row
from across.search.indexed_part import IndexedPart, SearchKind
from across.search.indexing import COMPARED, KEPT, WHICH, reindex
from across.search.models import Text
from across.search.typed_filters import FILTERS, KEYS, read_typed
from chat.chat.workflows.conversation import post_message
from circles.circles.models import Circle
from config.api import api
from decisions.actions.models import Action
from documents.documents.models import Document
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from foundation.accounts.models import User
from foundation.files.workflows.attaching import remove_file
from foundation.web.languages import LANGUAGES
from tests.factories import a_circle, a_file, a_topic, an_action
from tests.support.entry_points import at_browser

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

MEANINGFUL = {
    "person": "me",
    "circle": "hydraulics",
    "state": "open",
    "since": "june",
    "before": "2026-06-15",
    "day": "today",
    "has": "file",
    "kind": "actions",
}
OTHERS: dict[str, Any] = {
    "title": "Another title",
    "text": "Another text",
    "author": uuid4(),
    "happened_at": datetime(2026, 1, 2, tzinfo=UTC),
    "state": Text.State.DONE,
    "gate": Text.Gate.TITLE,
    "holder": uuid4(),
    "has_file": True,
}


@pytest.fixture
def circle(ada: User, bo: User) -> Circle:
    return a_circle(ada, bo, name="Hydraulics")


def meaningful(key: str, circle: Circle, user: User) -> str:
    """Return a value that means something here: of what is inside a topic, the topic's id."""
    return MEANINGFUL[key] if key in MEANINGFUL else str(a_topic(circle, by=user).pk)


def test_every_filter_is_tried_here() -> None:
    assert MEANINGFUL.keys() | {"inside"} == FILTERS.keys()


@pytest.mark.parametrize("key", FILTERS)
def test_a_filter_is_typed_chosen_and_asked_of_the_api(circle: Circle, ada: User, key: str) -> None:
    words = [word for some in FILTERS[key].words.values() for word in some.split()]
    assert {KEYS[word] for word in words} == {key}
    value = meaningful(key, circle, ada)
    for word in words:
        assert read_typed(f"{word}:{value}").filters == ((key, value),)
    chosen = SearchPage(circle.project, ada, {key: value})
    typed = SearchPage(circle.project, ada, {"q": f"{words[0]}:{value}"})
    assert chosen.filters == typed.filters
    assert not chosen.filters.unknown
    assert [chip.name for chip in chosen.chips] == ([key] if key != "kind" else [])
    assert all(chip.before and chip.value for chip in chosen.chips)
    schema: Any = api.get_openapi_schema()
    search = schema["paths"]["/api/v1/projects/{slug}/search"]["get"]
    assert key in [parameter["name"] for parameter in search["parameters"]]


@pytest.mark.parametrize("key", FILTERS)
def test_a_filter_that_means_nothing_says_so_and_finds_nothing(circle: Circle, ada: User, key: str) -> None:
    an_action(circle, by=ada, what="Check the pump")
    page = SearchPage(circle.project, ada, {"q": "pump", key: "%unheard-of%"})
    assert [said for said in page.filters.unknown if "%unheard-of%" in said]
    assert page.results.hits == []


def test_a_filter_asks_the_index_and_the_rows_for_the_same(circle: Circle, ada: User, bo: User) -> None:
    """What stands in the index as a word is a column of the same name that follows the thing, and a filter asks it."""
    assert TOKENS.keys() <= KEPT.keys()
    a_file("action", an_action(circle, by=ada, owner=ada, what="Check the pump").pk, by=ada)
    an_action(a_circle(bo, ada, inside=circle.project.circles.general()), by=bo, what="Settled long ago").drop(
        by=bo, reason="No pump is left"
    )
    topic = a_topic(circle, by=ada)
    post_message(topic, "Which pump?", by=ada)
    post_message(a_topic(circle, by=ada, name="Another"), "Which pump?", by=ada)
    inside = SearchPage(circle.project, ada, {"inside": str(topic.pk)}).filters
    talk = Text.objects.filter(kind="message")
    assert set(talk.having(list(inside.groups()))) == set(inside.narrow(talk, circle.project)) != set(talk)
    asked = {"holder", *(one.column for one in HAS)}
    for key, value in MEANINGFUL.items():
        filters = SearchPage(circle.project, ada, {key: value}).filters
        if not (columns := filters.meanings[key].asks):
            continue
        asked |= columns.keys()
        narrowed = filters.narrow(Text.objects.filter(kind="action"), circle.project)
        assert [row.title for row in narrowed] == ["Check the pump"], key
        in_index = Text.objects.filter(kind="action").having(list(filters.groups()))
        assert set(in_index) == set(narrowed), key
    assert asked == TOKENS.keys(), "a token that no filter asks for, or a filter whose column is no token"


def give_files(circle: Circle, by: User) -> Callable[[], None]:
    """Give files to things of each kind that can have some; return what takes them off."""
    action = an_action(circle, by=by, what="Check the pump")
    document = Document.create(circle, "The pump hums", by=by)
    topic = a_topic(circle, by=by)
    waiting = a_file("topic", topic.pk, by=by, name="hum.txt")
    post_message(topic, "The pump hums", by=by, files=[waiting.pk])
    files = [waiting, *(a_file(one.kind, one.pk, by=by, name="hum.txt") for one in (action, document))]

    def take_off() -> None:
        for file in files:
            remove_file(file, by=by)

    return take_off


type Giving = Callable[[Circle, User], Callable[[], None]]
GIVEN: dict[str, tuple[Giving, set[str]]] = {"has_file": (give_files, {"action", "document", "message"})}
"""How things get what `has:` asks for, which returns how they lose it again, and which kinds of things are found."""


def test_how_things_get_and_lose_what_is_asked_for_is_said_here() -> None:
    assert GIVEN.keys() == {one.column for one in HAS}
    assert GIVEN.keys() == {name for name in KEPT if name.startswith("has_")}


@pytest.mark.parametrize("one", HAS, ids=lambda one: one.column)
def test_what_has_something_is_found_by_that_until_it_has_it_no_more(circle: Circle, ada: User, one: Having) -> None:
    give, kinds = GIVEN[one.column]
    asked = [f"{key}:{word}" for key in ("has", "a", "avec") for word in one.called]
    an_action(circle, by=ada, what="Paint the pump")
    post_message(a_topic(circle, by=ada), "Which pump?", by=ada)
    take_off = give(circle, ada)
    for typed in asked:
        assert {hit.kind for hit in results(circle.project, ada, f"pump {typed}").hits} == kinds
    take_off()
    assert [results(circle.project, ada, f"pump {typed}").hits for typed in asked] == [[]] * len(asked)


@pytest.mark.parametrize("one", HAS, ids=lambda one: one.column)
def test_what_is_had_is_asked_of_the_index_and_of_the_rows(circle: Circle, ada: User, one: Having) -> None:
    give, kinds = GIVEN[one.column]
    give(circle, ada)
    filters = SearchPage(circle.project, ada, {"has": min(one.called)}).filters
    for kind in kinds:
        in_index = Text.objects.filter(kind=kind).having(list(filters.groups()))
        assert set(in_index) == set(filters.narrow(Text.objects.filter(kind=kind), circle.project)) != set(), kind


@pytest.mark.parametrize("language", [one.code for one in LANGUAGES.values()])
def test_who_asks_for_what_nothing_has_is_told_all_that_can_be_asked_for(language: str) -> None:
    with translation.override(language):
        assert [str(one.shown) for one in HAS if str(one.shown) not in str(FILTERS["has"].unknown)] == []


def columns_asked_for(example: str) -> set[str]:
    """What `has:` asks for in an example of what can be typed, as the columns of `HAS`."""
    words = {word for key, value in read_typed(example).filters if key == "has" for word in value.split()}
    return {one.column for one in HAS if not one.called.isdisjoint(words)}


@pytest.mark.parametrize("language", [one.code for one in LANGUAGES.values()])
def test_the_empty_field_shows_all_that_can_be_asked_for(circle: Circle, ada: User, language: str) -> None:
    ada.language = language
    ada.save()
    page = at_browser(ada).get(reverse("search:search", args=[circle.project.slug])).text
    (example,) = re.findall(r'id="q"[^>]* placeholder="([^"]*)"', page)
    assert columns_asked_for(example) == {one.column for one in HAS}


def test_programs_are_shown_all_that_can_be_asked_for() -> None:
    (example,) = re.findall(r"\(`(.+?)`", str(UnfilteredHitsIn.__doc__))
    assert columns_asked_for(example) == {one.column for one in HAS}


def test_what_is_typed_twice_asks_for_both(circle: Circle, ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    state = Having(words={"en": "state"}, column="state", shown="a state")
    monkeypatch.setattr(filter_values, "HAS", (*HAS, state))
    both = SearchPage(circle.project, ada, {"q": "has:file has:state has:files"})
    assert both.filters.meanings["has"].asks.keys() == {"has_file", "state"}
    assert [(chip.name, chip.value) for chip in both.chips] == [("has", "a file, a state")]
    assert dict(both.hidden)["has"] == "file state files", "the same is asked again with the next page"


@pytest.mark.parametrize(
    "typed", ["from:ada from:bo", "in:hydraulics in:general", "is:open is:done", "has:file has:soul"]
)
def test_two_values_of_which_a_thing_has_one_are_not_found_and_it_says_so(
    circle: Circle, ada: User, typed: str
) -> None:
    an_action(circle, by=ada, what="Check the pump")
    page = SearchPage(circle.project, ada, {"q": f"pump {typed}"})
    words = " ".join(one.partition(":")[2] for one in typed.split())
    assert page.results.hits == []
    assert [said for said in page.filters.unknown if f"“{words}”" in said]


@pytest.mark.parametrize("one", HAS, ids=lambda one: one.column)
def test_who_may_know_only_the_title_does_not_learn_what_is_inside(
    circle: Circle, ada: User, bo: User, one: Having
) -> None:
    GIVEN[one.column][0](circle, ada)
    document = Document.objects.get(title="The pump hums")
    restrict(document, RestrictionTerms("Until the tender ends", people=[ada]), by=ada)
    asked = f"pump has:{min(one.called)}"
    assert "document" in {hit.kind for hit in results(circle.project, ada, asked).hits}
    assert "document" in {hit.kind for hit in results(circle.project, bo, "pump").hits}
    assert "document" not in {hit.kind for hit in results(circle.project, bo, asked).hits}


@pytest.mark.parametrize("one", HAS, ids=lambda one: one.column)
def test_a_part_that_says_what_is_inside_to_those_who_may_know_the_title_is_refused(one: Having) -> None:
    part: dict[str, Any] = {each.name: None for each in fields(IndexedPart)} | {"gate": Text.Gate.TITLE}
    assert IndexedPart(**part)
    with pytest.raises(ValueError, match="says nothing of"):
        IndexedPart(**part | {one.column: True})


def test_reindexing_keeps_what_has_a_file(circle: Circle, ada: User) -> None:
    a_file("action", an_action(circle, by=ada, what="Check the pump").pk, by=ada, name="hum.txt")
    an_action(circle, by=ada, what="Paint the pump")
    reindex(circle.project)
    assert [hit.title for hit in results(circle.project, ada, "pump has:file").hits] == ["Check the pump"]


def test_no_builder_may_leave_out_what_the_index_keeps() -> None:
    assert [one.name for one in fields(IndexedPart) if one.default is not MISSING] == []


def test_the_index_keeps_what_it_is_told_and_shows_what_it_keeps() -> None:
    columns = {one.name for one in Text._meta.concrete_fields}
    told = {one.name for one in fields(IndexedPart)} - {"words"}
    assert told <= columns
    assert columns - WHICH - {"stems"} == told - WHICH, "give it to IndexedPart, or nothing ever writes it"
    shown = {one.name for one in fields(Row) if one.default is MISSING} - {"pk"}
    assert shown <= columns
    compared = {Text._meta.get_field(name.removesuffix("_id")).name for name in COMPARED}
    assert shown - WHICH <= compared


@pytest.mark.parametrize("name", sorted(KEPT.keys() - WHICH - {"circle"}))
def test_whatever_changes_of_a_thing_is_written_anew(circle: Circle, ada: User, name: str) -> None:
    action = an_action(circle, by=ada, what="Check the pump")
    piece = IndexedPart(
        part="here",
        title="A title",
        text="A text",
        words=(),
        circle=circle.pk,
        author=None,
        happened_at=None,
        state="",
        gate=Text.Gate.PROJECT,
        holder=None,
        has_file=False,
    )
    assert name in OTHERS, "say another value for it"
    for written in (piece, replace(piece, **{name: OTHERS[name]})):
        kind = SearchKind(Action, (), lambda _thing, _texts, _files, written=written: [written])  # type: ignore[misc]
        indexing._bring_up(kind, action, circle.project_id, [])
        row = Text.objects.get(kind="action", part="here")
        assert getattr(row, KEPT[name]) == getattr(written, name)
