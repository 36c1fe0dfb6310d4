"""Tracked changes and comments of OpenDocument: as LibreOffice reads and writes them."""

import io
import zipfile

from documents.richtext.comparison.block_changes import block_changes
from documents.richtext.exchange.commented import as_word_comments, marked
from documents.richtext.exchange.office import read_office, write_office
from documents.richtext.exchange.tracked_text import Suggested, TrackedText
from documents.richtext.html import html_of
from documents.richtext.markdown_reader import nodes_of

BEFORE = "The pump turns slowly and well.\n\nGone line.\n\n- one\n\nLast **bold words** here.\n"
AFTER = "The pump turns fast and well.\n\n- one\n- two\n\nLast **bold letters** here.\n\nAdded one.\n\nAdded two.\n"
THREAD = {
    "quote": "turns slowly",
    "before": "pump ",
    "after": " and",
    "comments": [{"by": "Ada", "at": "2026-11-02T10:00:00+00:00", "text": "How slow?"}],
}


def written() -> bytes:
    """What Bo suggests, and Ada says of words that go."""
    now = nodes_of(BEFORE)
    suggested = Suggested("Bo & Co", "2026-11-01T10:00:00+00:00", block_changes(now, nodes_of(AFTER)))
    nodes = TrackedText(now, [suggested]).written()
    marked(nodes, [THREAD])
    return write_office(as_word_comments(html_of(nodes), [THREAD]), "odt", title="Pump")


def content_of(file: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return archive.read("content.xml").decode()


def test_what_is_suggested_and_said_leaves_and_comes_in_again() -> None:
    file = written()
    read = [(one.kind, one.author, one.words) for one in read_office(file, "odt").remarks]
    bo = "Bo & Co"
    assert read == [
        ("comment", "Ada", "How slow?"),
        ("deletion", bo, "slowly"),
        ("insertion", bo, "fast"),
        ("deletion", bo, "Gone line."),
        ("insertion", bo, "two"),
        ("deletion", bo, "words"),
        ("insertion", bo, "letters"),
        ("insertion", bo, "Added one."),
        ("insertion", bo, "Added two."),
    ]
    content = content_of(file)
    assert content.count("<text:changed-region") == 8
    assert not any("\ue000" <= sign <= "\uf8ff" for sign in content)
    assert content.count("office:annotation-end") == 1


def test_the_end_of_a_paragraph_that_came_came_with_it() -> None:
    body = content_of(written()).partition("</text:tracked-changes>")[2]
    assert 'here.<text:change-start text:change-id="ct7"/></text:p>' in body


def test_what_is_forged_or_has_no_end_is_read_as_words() -> None:
    file = written()
    begun, ended = '<text:change-start text:change-id="ct2"/>', '<text:change-end text:change-id="ct2"/>'
    broken = content_of(file).replace(ended, "").replace(begun, f'{begun}<text:change text:change-id="none"/>')
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as given, zipfile.ZipFile(out, "w") as made:
        for info in given.infolist():
            made.writestr(info, broken if info.filename == "content.xml" else given.read(info))
    read = read_office(out.getvalue(), "odt")
    assert read.nodes[1].text() == "The pump turns fast and well."
