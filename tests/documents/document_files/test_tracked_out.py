"""What people suggest leaves as tracked changes of Word and OpenDocument, each by whom and when, and comes in again."""

import io
import re
import zipfile

import pytest

from circles.projects.models import Project
from documents.document_files.document_copy import DocumentCopy
from documents.documents.models import Document, Suggestion
from documents.documents.workflows.comments import Anchor, begin_thread
from documents.documents.workflows.suggestions import suggest_text
from documents.richtext.exchange.file_reader import read_file
from documents.richtext.markdown_reader import nodes_of, update_of
from documents.richtext.markdown_writer import markdown_of
from foundation.accounts.models import User
from tests.documents.document_files.sending_files import send
from tests.factories import a_circle, a_person, a_project
from tests.support.entry_points import at_browser

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TEXT = """The pump turns slowly and well.

- one
- two

See [@G](#circle-general) for $x^2$ now.

```rust
let a = 1;
```
"""


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada)


@pytest.fixture
def bo(ada: User, project: Project) -> User:
    bo = a_person("Bo Nguyen")
    a_circle(ada, bo, inside=project.circles.general(), name="Hydraulics")
    return bo


@pytest.fixture
def document(ada: User, bo: User, project: Project) -> Document:
    """A text with suggestions of two people that lie over each other."""
    document = Document.create(project.circles.general(), "Pump", by=ada, content=update_of(TEXT))
    theirs = TEXT.replace("slowly", "fast").replace("- two\n", "- two\n- three\n").replace("now.", "today.\n\nAdded.")
    suggest_text(document, nodes_of(theirs), by=bo)
    mine = TEXT.replace("slowly and well", "slowly and very well").replace("a = 1", "a = 2")
    suggest_text(document, nodes_of(mine), by=ada)
    return document


def word_of(document: Document, user: User) -> str:
    content = at_browser(user).get(f"{document.get_absolute_url()}as.docx?comments=1").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("word/document.xml").decode()


def changes_in(word: str) -> list[tuple[str, str, str]]:
    found = re.findall(r'<w:(ins|del) [^>]*w:author="([^"]*)"[^/>]*>(.*?)</w:\1>', word, re.DOTALL)
    return [(tag, who, "".join(re.findall(r"<w:(?:t|delText)\b[^>]*>([^<]*)<", inside))) for tag, who, inside in found]


def test_suggestions_are_tracked_changes_of_who_made_them(ada: User, bo: User, document: Document) -> None:
    begin_thread(document, Anchor(quote="slowly and well", before="turns "), "How slowly?", by=bo)
    word = word_of(document, ada)
    assert changes_in(word) == [
        ("del", "Bo Nguyen", "slowly"),
        ("ins", "Bo Nguyen", "fast"),
        ("ins", "Ada Mercier", "very "),
        ("ins", "Bo Nguyen", "three"),
        ("del", "Bo Nguyen", "now"),
        ("ins", "Bo Nguyen", "today"),
        ("ins", "Bo Nguyen", "Added."),
    ]
    assert re.search(r"<w:commentRangeStart [^>]*/>.*slowly.*very.*<w:commentRangeEnd", word, re.DOTALL)
    assert word.count("<w:rPr><w:ins ") == 2, "a new paragraph is one itself"
    numbers = re.findall(r'<w:(?:ins|del) w:id="(\d+)"', word)
    assert len(numbers) == len(set(numbers))
    said = re.sub(r"<[^>]*>", "", word.partition("Suggestions")[2])
    assert re.search(r"Ada Mercier\s*let a = 12;", said), "what cannot be tracked, as in code, is said at the end"
    assert "oMath" in word


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_tracked_changes_come_in_again_as_suggestions(
    ada: User, bo: User, project: Project, document: Document, form: str
) -> None:
    begin_thread(document, Anchor(quote="slowly and well", before="turns "), "How slowly?", by=bo)
    content = at_browser(ada).get(f"{document.get_absolute_url()}as.{form}?comments=1").content
    send(ada, project, (f"back.{form}", content))
    back = Document.objects.get(source=f"back.{form}")
    assert markdown_of(back.nodes()).startswith(TEXT.replace("G]", "General]").partition(" for")[0])
    assert markdown_of(back.nodes()).partition(" for ")[2].startswith("$x^{2}$ now.\n\n```rust\n")
    told = {one.nick: one.proposed_text for one in Suggestion.objects.filter(document=back)}
    assert sorted(told) == ["Ada Mercier", "Bo Nguyen"]
    assert "**very**" in told["Ada Mercier"]
    assert "~~slowly~~ **fast**" in told["Bo Nguyen"]
    (thread,) = back.threads.all()
    assert (thread.before, thread.quote, thread.after) == ("The pump turns ", "fast and very well", ".")
    assert thread.comments.get().text == "How slowly?"


def test_a_mention_that_another_takes_the_place_of_is_told_by_its_name(ada: User, document: Document) -> None:
    suggest_text(document, nodes_of(TEXT.replace("circle-general", "circle-hydraulics")), by=a_person("Fay Petit"))
    changes = [one for one in changes_in(word_of(document, ada)) if one[1] == "Fay Petit"]
    assert changes == [("del", "Fay Petit", "@General"), ("ins", "Fay Petit", "@Hydraulics")]


def test_without_being_asked_for_only_the_text_leaves(ada: User, document: Document) -> None:
    content = at_browser(ada).get(f"{document.get_absolute_url()}as.docx").content
    assert [one.words for one in read_file("x.docx", content).remarks] == []
    assert markdown_of(read_file("x.docx", content).nodes).startswith(
        "The pump turns slowly and well.\n\n- one\n- two\n"
    )
    assert (
        f"/documents/{document.number}/as.docx?comments=1"
        in at_browser(ada).get(f"{document.get_absolute_url()}menu/").text
    )


def test_other_formats_say_what_is_suggested(ada: User, document: Document) -> None:
    copy = DocumentCopy(document, ada, with_comments=True)
    html = copy.html()
    assert '<s role="deletion" data-author="Bo Nguyen"' in html
    assert re.search(r"<(?:del|ins)\b", html) is None, "LibreOffice ends these nowhere"
    assert "Suggestions" in html
    assert "~~slowly~~ **fast**" in copy.markdown()
    assert copy.pdf().startswith(b"%PDF")
