"""Versions: made by quiet and on demand, named, compared, restored while others write."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation
from pycrdt import Doc, XmlFragment

from documents.coediting.models import Log, Update
from documents.document_history.restore_version import restore_moment, restore_version
from documents.documents.models import Document, Version
from documents.documents.tasks import make_versions, sum_up_versions
from documents.documents.workflows.versions import make_past_version, make_version, name_version
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.nodes import ROOT, load, read_tree
from documents.richtext.tree_edits import edit_document
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_person, a_written

pytestmark = pytest.mark.django_db

PUMP = "# Pump\n\nThe battery is lead.\n\n- inlet\n- outlet\n"


@pytest.fixture
def ada() -> User:
    return a_person("Ada Mercier")


@pytest.fixture
def bo() -> User:
    return a_person("Bo Nguyen")


@pytest.fixture
def pump(ada: User, bo: User) -> Document:
    return Document.create(a_circle(ada, bo), "Pump", by=ada)


def writes(document: Document, markdown: str, by: User | None) -> int:
    """Let a person change the whole text; return the place in the log."""
    return Log.objects.get(pk=a_written(document, markdown, by=by).pk).seq


def appends(document: Document, update: bytes, by: User | None) -> int:
    log = Log.objects.get(pk=document.pk)
    Update.objects.create(log=log, seq=log.seq + 1, message_id=f"m{log.seq + 1}", user=by, data=update)
    Log.objects.filter(pk=log.pk).update(seq=log.seq + 1, edited_at=clock.now())
    return log.seq + 1


def says(document: Document) -> str:
    return markdown_of(Document.objects.get(pk=document.pk).nodes())


def grows_quiet(document: Document) -> None:
    Log.objects.filter(pk=document.pk).update(edited_at=clock.now() - timedelta(minutes=11))


SECTIONS = "# Pump\n\nWhat it is.\n\n## Energy\n\nLead.\n\n## Prices\n\nIt costs 40 €.\n"


@pytest.mark.parametrize(
    ("text", "story"),
    [
        (SECTIONS.replace("Lead", "Lithium"), "Bo: Energy"),
        (SECTIONS.replace("Lead", "Lithium").replace("40", "45"), "Bo: Energy, Prices"),
        (SECTIONS + "\n## Delivery\n\nIn May.\n", "Bo: Delivery"),
        (SECTIONS.replace("## Energy\n\nLead.\n\n", ""), "Bo: Energy"),
        (SECTIONS.replace("What it is.", "What the pump is and does."), "Bo: “the pump”"),
        (SECTIONS.replace("What it is.\n\n", ""), "Bo: removed “What it is.”"),
        (SECTIONS.replace("Lead", "**Lead**"), "Bo: formatting of Energy"),
    ],
)
def test_a_version_is_named_by_who_changed_what(pump: Document, ada: User, bo: User, text: str, story: str) -> None:
    writes(pump, SECTIONS, ada)
    assert make_version(pump, by=ada).title == "Ada: first text"
    writes(pump, text, bo)
    assert make_version(pump, by=bo).story == story
    with translation.override("fr"):
        assert pump.versions.get(number=1).title == "Ada\u00a0: premier texte"


def test_many_sections_are_named_by_what_stands_above_them(pump: Document, ada: User) -> None:
    parts = [f"## Part {part}\n\n" + "".join(f"### Step {part}.{n}\n\nOld.\n\n" for n in "123") for part in "ABCDE"]
    writes(pump, "".join(parts), ada)
    make_version(pump, by=ada)
    writes(pump, "".join(parts[:2]).replace("Old", "New") + "".join(parts[2:]), ada)
    assert make_version(pump, by=ada).story == "Ada: Part A, Part B"
    writes(pump, "".join(parts).replace("Old", "Newer"), ada)
    assert make_version(pump, by=ada).story == "Ada: Part A, Part B, Part C and 2 more sections"


@pytest.mark.both_databases
def test_versions_of_another_release_are_named_later(pump: Document, ada: User, bo: User) -> None:
    for text, by in ((SECTIONS, ada), (SECTIONS.replace("Lead", "Lithium"), bo), (SECTIONS, ada)):
        writes(pump, text, by)
        make_version(pump, by=by)
    pump.versions.exclude(number=1).update(changed=None)
    assert pump.versions.get(number=2).title == "Version 2"
    assert sum_up_versions() == 2
    assert [one.story for one in pump.versions.order_by("number")] == ["Ada: first text", "Bo: Energy", "Ada: Energy"]
    assert sum_up_versions() == 0


@pytest.mark.both_databases
def test_ten_minutes_of_quiet_make_a_version_with_its_authors(pump: Document, ada: User, bo: User) -> None:
    writes(pump, PUMP, ada)
    writes(pump, PUMP.replace("lead", "lithium"), bo)
    assert make_versions() == 0
    grows_quiet(pump)
    assert make_versions() == 1
    assert make_versions() == 0
    version = pump.versions.get()
    assert (version.number, version.seq, version.origin, version.made_by) == (1, 2, "quiet", None)
    assert set(version.authors.all()) == {ada, bo}
    assert (version.words_added, version.words_removed) == (7, 0)


def test_each_version_says_what_the_document_said_then(pump: Document, ada: User) -> None:
    texts = [PUMP, PUMP.replace("lead", "lithium"), "Nothing of it.\n"]
    for text in texts:
        writes(pump, text, ada)
        make_version(pump, by=ada)
    assert [markdown_of(version.nodes()) for version in pump.versions.order_by("number")] == texts
    assert [(one.words_added, one.words_removed) for one in pump.versions.order_by("number")][1] == (1, 1)


def test_a_version_on_demand_is_named_and_stands_in_the_record(pump: Document, ada: User) -> None:
    writes(pump, PUMP, ada)
    version = make_version(pump, by=ada, name="Baseline 1.0", reason="For the review.")
    assert (version.number, version.made_by, version.origin) == (1, ada, "asked")
    entry = Entry.objects.get(event="document.version_named")
    assert entry.facts["name"] == "Baseline 1.0"
    again = make_version(pump, by=ada, name="Baseline 1")
    assert again == version
    with pytest.raises(Refused, match="Nothing has changed since version 1"):
        make_version(pump, by=ada)


def test_a_name_is_taken_away(pump: Document, ada: User) -> None:
    writes(pump, PUMP, ada)
    version = make_version(pump, by=ada, name="Baseline")
    name_version(version, name="", reason="", by=ada)
    assert pump.versions.get().label == "Version 1"
    assert Entry.objects.filter(event="document.version_name_removed").count() == 1


def test_restoring_makes_a_version_and_can_be_undone(pump: Document, ada: User, bo: User) -> None:
    writes(pump, PUMP, ada)
    first = make_version(pump, by=ada, name="Baseline")
    writes(pump, "Bo's text.\n", bo)
    made = restore_version(first, by=ada)
    assert says(pump) == PUMP
    assert (made.number, made.restored, made.origin, made.made_by) == (3, 1, "restored", ada)
    assert pump.log.updates.order_by("-seq")[0].user == ada
    assert list(pump.versions.get(number=2).authors.all()) == [bo]
    restore_version(pump.versions.get(number=2), by=bo)
    assert says(pump) == "Bo's text.\n"
    assert Entry.objects.filter(event="document.version_restored").count() == 2


def test_restoring_what_it_says_already_is_refused(pump: Document, ada: User) -> None:
    writes(pump, PUMP, ada)
    with pytest.raises(Refused, match="already matches"):
        restore_version(make_version(pump, by=ada), by=ada)


def test_what_others_wrote_since_the_page_was_read_stays(pump: Document, ada: User, bo: User) -> None:
    writes(pump, PUMP, ada)
    first = make_version(pump, by=ada)
    seen = writes(pump, PUMP.replace("lead", "lithium") + "\nA new paragraph.\n\nOne more, not touched.\n", ada)
    bos = PUMP.replace("lead", "lithium of bo") + "\nA new paragraph where bo goes on.\n\nOne more, not touched.\n"
    writes(pump, bos, bo)
    restore_version(first, by=ada, seen=seen)
    assert says(pump) == PUMP.replace("lead.", "lead of bo.") + "\nA new paragraph where bo goes on.\n"


def test_what_was_typed_before_a_restoring_arrived_is_not_lost(pump: Document, ada: User, bo: User) -> None:
    """Bo's browser has not seen the restoring yet: his words are merged into the paragraph."""
    writes(pump, PUMP, ada)
    first = make_version(pump, by=ada)
    writes(pump, PUMP.replace("lead", "lithium"), ada)
    bos = load(pump.log.read().updates)
    restore_version(first, by=ada)
    seen = bos.get_state()
    paragraph: Any = bos.get(ROOT, type=XmlFragment).children[1]
    paragraph.children[0].insert(0, "Note: ")
    appends(pump, bos.get_update(seen), bo)
    assert says(pump) == PUMP.replace("The battery", "Note: The battery")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("One.\n\nTwo.", "Two.\n\nOne."),
        ("a\\\nb c", "a\\\nb d"),
        ("a b", "a\\\nb"),
        ("- a\n- b\n  - c", "- a\n- [ ] b\n  - c d"),
        ("| a | b |\n| - | - |\n| c | d |", "| a | b |\n| - | - |\n| x | y |\n| c | d |"),
        ("# A é😀 b", "## A é😀 *b* c"),
        ("```py\na = 1\n```", "```js\na = 2\n```"),
        ("text", ""),
        ("**bold** plain", "bold **plain** [x](https://a.example)"),
    ],
)
def test_an_edit_makes_exactly_the_new_text(before: str, after: str) -> None:
    old, new = nodes_of(before), nodes_of(after)
    doc: Doc[Any] = Doc()
    first, second = edit_document(doc, old), edit_document(doc, new)
    assert markdown_of(read_tree([first, second])) == markdown_of(new)
    assert len(second) < len(first) + 200


def test_an_edit_touches_only_what_changed() -> None:
    doc: Doc[Any] = Doc()
    edit_document(doc, nodes_of("# Pump\n\n" + "Long words. " * 500 + "\n\nEnd."))
    assert len(edit_document(doc, nodes_of("# Pump\n\n" + "Long words. " * 500 + "\n\nEnd of it."))) < 60
    assert Version.objects.count() == 0


def test_any_moment_is_restored_though_there_was_no_version(pump: Document, ada: User, bo: User) -> None:
    writes(pump, PUMP, ada)
    moment = writes(pump, PUMP.replace("lead", "lithium"), bo)
    writes(pump, "Nothing of it.\n", ada)
    made = restore_moment(pump, moment, by=bo)
    assert says(pump) == PUMP.replace("lead", "lithium")
    numbered = [(one.number, one.seq, one.origin, one.restored) for one in pump.versions.order_by("number")]
    assert numbered == [(1, moment, "asked", None), (2, 3, "quiet", None), (3, 4, "restored", 1)]
    assert made.number == 3


def test_a_moment_between_two_versions_is_named_and_takes_its_place_among_them(
    pump: Document, ada: User, bo: User
) -> None:
    first, moment, last = (
        writes(pump, text, by)
        for text, by in ((PUMP, ada), (f"{PUMP}\nOne two.\n", bo), (f"{PUMP}\nOne two three.\n", ada))
    )
    pump.versions.create(number=1, seq=first, made_by=ada, words_added=7)
    later = pump.versions.create(number=2, seq=last, made_by=ada, words_added=3)
    later.authors.set([ada, bo])
    named = make_past_version(pump, moment, by=ada, name="Before the third")
    assert [one.number for one in pump.versions.last_first()] == [2, 3, 1]
    assert (named.words_added, list(named.authors.all())) == (2, [bo])
    later.refresh_from_db()
    assert (later.words_added, list(later.authors.all())) == (1, [ada])
    assert named.made_at == pump.log.updates.get(seq=moment).received_at
    assert make_past_version(pump, moment, by=bo, name="Two words").pk == named.pk
    assert pump.versions.get(seq=moment).name == "Two words"


def test_a_place_where_nothing_was_written_is_no_moment(pump: Document, ada: User) -> None:
    writes(pump, PUMP, ada)
    with pytest.raises(Refused):
        make_past_version(pump, 9, by=ada)
    assert not pump.versions.exists()
