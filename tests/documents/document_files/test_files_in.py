"""Files that people bring become documents: one or many, in any of the formats, or a ZIP; hostile ones do not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from circles.circles.models import Circle
from circles.projects.models import Project
from documents.document_files.models import DocumentImport
from documents.document_files.picture_files import keep_pictures
from documents.document_files.tasks import read_files
from documents.documents.models import CommentThread, Document, Suggestion
from documents.richtext.exchange.file_reader import read_file, title_for
from documents.richtext.exchange.html_reader import read_html
from documents.richtext.exchange.office import write_office
from documents.richtext.exchange.pictures import ImportedPicture
from documents.richtext.exchange.tracked_changes import places_of_changes, without_changes
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.nodes import Node
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.files.models import Attachment
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.documents.document_files.sending_files import send, zipped
from tests.factories import a_person, a_project
from tests.support.entry_points import at_browser

DOT = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\xdac\x64\xf8\xcf\x50\x0f\x00\x03\x86\x01\x80Z4}k\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada)


def kinds(nodes: list[Node]) -> list[str]:
    return [node.kind for node in nodes]


def test_a_web_page_is_read_without_what_could_act() -> None:
    page = """<head><title>No</title></head><script>alert(1)</script>
    <h2 onclick="x()">Flow</h2> loose <b>bold <i>both</i></b><br>next
    <p style="font-weight: 700">Heavy</p><p><a href="javascript:x()">bad</a> <a href="https://a.example/">good</a></p>
    <ul><li>one<ul><li>inner</li></ul></li><li><input type="checkbox" checked>done</li></ul>
    <table><caption>Cap</caption><tr><th>a</th></tr><tr><td colspan="2"><p>x</p><p>y</p></td></tr></table>
    <pre><code class="language-rust">fn x()\n  y</code></pre><blockquote>said</blockquote><hr>"""
    nodes = read_html(page).nodes
    assert kinds(nodes) == [
        "heading", "paragraph", "paragraph", "paragraph", "bulletList", "taskList", "paragraph", "table", "codeBlock",
        "blockquote", "horizontalRule",
    ]  # fmt: skip
    loose = nodes[1].children
    assert [(run.text, sorted(run.marks)) for run in loose if not isinstance(run, Node)] == [
        ("loose ", []), ("bold ", ["bold"]), ("both", ["bold", "italic"]), ("next", []),
    ]  # fmt: skip
    assert nodes[3].text() == "bad good"
    assert [sorted(run.marks) for run in nodes[3].children if not isinstance(run, Node)] == [[], ["link"]]
    assert nodes[5].children[0].attrs == {"checked": True}  # type: ignore[union-attr]
    assert nodes[8].attrs["language"] == "rust"
    assert nodes[8].text() == "fn x()\n  y"


def test_a_page_nested_without_end_keeps_its_words_within_the_depth_that_is_read() -> None:
    nodes = read_html("<blockquote>" * 250 + "deep" + "</blockquote>" * 250).nodes
    depth, node = 0, nodes[0]
    while inner := next(node.nodes(), None):
        depth, node = depth + 1, inner
    assert depth < 60
    assert nodes[0].text() == "deep"
    with pytest.raises(Refused):
        read_html("<p>a" * 200_000)
    for many in (b"<p>a" * 11_000, b"<p>" + b"word " * 500_000, b"<div>" * 20_000):
        with pytest.raises(Refused):
            read_file("many.html", many)


WORD = """<h1>Pump</h1><p>Turns <b>well</b> &amp; <u>slowly</u>.</p>
<ul><li><p>one</p><p>more of one</p><ul><li><p>inner</p></li></ul></li><li><p>two</p><pre><code>x = 1
  y</code></pre></li></ul><ol start="3"><li><p>three</p></li></ol>
<table><tbody><tr><th><p>a</p></th></tr><tr><td><p>b</p><p>c</p></td></tr></tbody></table>
<blockquote><p>said</p><p>twice</p></blockquote><pre><code>one</code></pre><pre><code>other</code></pre><hr>
<ul class="tasks"><li><label><input type="checkbox" disabled checked><span></span></label><div><p>done</p></div></li>
</ul>
<p>A <span class="comment-start" id="1" data-author="Bo" data-date="2026-01-01T00:00:00Z">Why so?</span>word<span
 class="comment-end" id="1"></span>, <span class="insertion" data-author="Bo"
 data-date="2026-01-01T00:00:00Z">new</span>
<span class="deletion" data-author="Bo" data-date="2026-01-01T00:00:00Z">old</span></p>"""


def test_a_word_file_comes_in_with_what_its_people_said_of_it() -> None:
    read = read_file("notes.docx", write_office(WORD, "docx"), title="Notes")
    assert read.title == "Notes"
    assert kinds(read.nodes) == [
        "heading", "paragraph", "bulletList", "orderedList", "table", "blockquote", "codeBlock", "codeBlock",
        "horizontalRule", "taskList", "paragraph",
    ]  # fmt: skip
    first, second = read.nodes[2].nodes()
    assert [kinds(list(item.nodes())) for item in (first, second)] == [
        ["paragraph", "paragraph", "bulletList"], ["paragraph", "codeBlock"],
    ]  # fmt: skip
    assert [cell.kind for row in read.nodes[4].nodes() for cell in row.nodes()] == ["tableHeader", "tableCell"]
    assert read.nodes[-1].text() == "A word, new"
    assert [(one.kind, one.author, one.words, one.quote) for one in read.remarks] == [
        ("comment", "Bo", "Why so?", "word"), ("insertion", "Bo", "new", "new"), ("deletion", "Bo", "old", ""),
    ]  # fmt: skip


def test_what_word_calls_a_quotation_is_one_with_all_its_paragraphs() -> None:
    quoted = "".join(f'<div data-custom-style="Quote"><p>{words}</p></div>' for words in ("one", "two"))
    read = read_file("notes.docx", write_office(f"<p>Said:</p>{quoted}<p>End</p>", "docx"))
    assert kinds(read.nodes) == ["paragraph", "blockquote", "paragraph"]
    assert [node.text() for node in read.nodes[1].nodes()] == ["one", "two"]


def test_an_opendocument_file_comes_in() -> None:
    read = read_file("notes.odt", write_office("<h1>Pump</h1><p>Turns <b>well</b>.</p>", "odt"), title="Notes")
    assert kinds(read.nodes) == ["heading", "paragraph"]
    assert read.nodes[1].text() == "Turns well."


@pytest.mark.parametrize(
    ("said", "given", "first"),
    [("Pump", "", "paragraph"), ("", "", "paragraph"), ("Pump 2", "", "heading"), ("Pump", "Report", "heading")],
)
def test_a_first_heading_that_says_the_title_again_is_left_out(said: str, given: str, first: str) -> None:
    file = write_office("<h1>Pump</h1><p>Turns well.</p>", "docx", title=said)
    read = read_file("notes.docx", file, title=given)
    assert read.title == (given or said or "Pump")
    assert read.nodes[0].kind == first


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("title: Pump test", "Pump test"),
        ("title: Pump: C# and 5 #2  # a comment", "Pump: C# and 5"),
        ("title: 'Ada''s \\\\ pump' # hers", "Ada's \\\\ pump"),
        ('title: "\\"Off\\" \\\\ \\x41 \\u00e9 \\U0001F600 \\ud83d\\ude00"', '"Off" \\ A é 😀 😀'),
        ('title: "half \\ud83d, NUL\\0, line\\nend"', "half \ufffd, NUL , line end"),
        ('title: "Off" again', '"Off" again'),
        ("title: >-\n  A long\n  title\ndate: 2026-11-03", "A long title"),
        ("# ours\n\nauthor: Bo\ntags:\n- pump\n-\n  - x\nmeta:\n  title: Inner\ntitle: Pump", "Pump"),
        ("author: Bo", "Flow"),
        ("title:", "Flow"),
        ("title:\n- Pump", "Flow"),
    ],
)
@pytest.mark.parametrize(("end", "line"), [("---", "\n"), ("...", "\r\n")])
def test_front_matter_gives_a_title_and_is_no_text(said: str, title: str, end: str, line: str) -> None:
    file = f"\ufeff---\n{said}\n{end}\n---\n\n## Flow\n\nIt turns.\n".replace("\n", line)
    read = read_file("notes.md", file.encode())
    assert (read.title, kinds(read.nodes)) == (title, ["horizontalRule", "heading", "paragraph"])
    assert read_file("notes.md", file.encode(), title="Ours").title == "Ours"


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Pump\n\nNo end.\n",
        "---\ntitle: Pump\nIt turns.\n---\n",
        "---\n\n---\n\ntitle: Pump\n",
        "---\n# Pump\n---\n",
        "---\n- title: Pump\n---\n",
        "----\ntitle: Pump\n----\n",
        "\n---\ntitle: Pump\n---\n",
        "Words\n\n---\ntitle: Pump\n---\n",
    ],
)
def test_what_is_only_like_front_matter_stays_text(text: str) -> None:
    read = read_file("notes.md", text.encode())
    assert read.nodes == nodes_of(text)
    assert read.title == title_for("notes.md", read.nodes)


@pytest.mark.both_databases
@pytest.mark.django_db
def test_one_word_file_becomes_a_document_with_its_comments_and_changes_beside_it(ada: User, project: Project) -> None:
    answer = send(ada, project, ("notes.docx", write_office(WORD, "docx")))
    made, row = Document.objects.get(title="Pump"), DocumentImport.objects.get()
    assert answer["Location"] == made.get_absolute_url()  # nothing is left to be listed
    assert made.source == "notes.docx"
    suggestion = Suggestion.objects.with_place().get(document=made)
    assert (suggestion.nick, row.remarks) == ("Bo", [])
    assert made.nodes()[-1].text().split() == ["A", "word,", "old"]
    thread = CommentThread.objects.get(document=made)
    assert (thread.quote, [(one.nick, one.text) for one in thread.comments.all()]) == ("word", [("Bo", "Why so?")])
    entry = Entry.objects.of_project(project.pk).last()
    assert entry is not None
    assert (entry.event, entry.subject) == ("document.created", str(made.pk))
    assert not row.file


@pytest.mark.parametrize(
    "words",
    [
        [("deletion", "dix"), ("insertion", "douze")],
        [("insertion", "douze"), ("deletion", "dix")],
        [("deletion", "d"), ("deletion", "ix"), ("insertion", "douze")],
    ],
)
def test_a_word_that_replaced_another_in_a_file_is_taken_back(words: list[tuple[str, str]]) -> None:
    marked = "".join(f'<span class="{kind}" data-author="Bo">{word}</span>' for kind, word in words)
    read = read_html(f"<p>It lasts {marked} hours.</p>")
    assert read.nodes[0].text() == "It lasts douze hours."
    places = places_of_changes(read.nodes, read.remarks)
    assert without_changes(read.nodes, read.remarks, places, list(places))[0].text() == "It lasts dix hours."


@pytest.mark.django_db
def test_a_zip_comes_in_by_a_task_all_of_it_or_nothing(ada: User, project: Project) -> None:
    good = {
        "a/one.md": b"# One\n\n![dot](p/dot.png)",
        "a/p/dot.png": DOT,
        "two.html": b"<h1>Two</h1>",
        ".x/no.md": b"#",
    }
    for files, skips in ((good | {"bad.md": b"\xff\xfe"}, ""), (good | {"bad.md": b"\xff\xfe"}, "on")):
        send(ada, project, ("all.zip", zipped(files)), skips_unreadable=skips)
        row = DocumentImport.objects.latest("asked_at")
        read_files(str(row.pk))
        row.refresh_from_db()
        assert [problem["file"] for problem in row.problems] == ["bad.md"]
        titles = list(Document.objects.exclude(source="").order_by("number").values_list("title", flat=True))
        assert titles == (["One", "Two"] if skips else [])
        assert bool(row.ready_at) == bool(skips)
    events = list(Notice.objects.to(ada).values_list("event", flat=True))
    assert events == ["document_import.completed", "document_import.failed"]
    assert "bad.md" in at_browser(ada).get(row.get_absolute_url()).text
    assert at_browser(a_person("Eve Martin")).get(row.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_without_pandoc_a_sentence_says_what_to_do(
    ada: User, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from documents.richtext.exchange import pandoc

    monkeypatch.setattr(pandoc, "program", lambda: "")
    answer = send(ada, project, ("notes.docx", zipped({"word/document.xml": b"<w/>"})))
    assert answer.status_code == 422
    assert "pandoc" in answer.text


@pytest.mark.django_db
def test_the_api_takes_files_in(ada: User, project: Project) -> None:
    browser = at_browser(ada)
    files = [SimpleUploadedFile("a.md", b"# A"), SimpleUploadedFile("b.html", b"<h1>B</h1>")]
    made = browser.post(f"/api/v1/projects/{project.slug}/document-imports", {"files": files, "circle": "general"})
    assert made.status_code == 201
    address = f"/api/v1/projects/{project.slug}/document-imports/{made.json()['id']}"
    assert browser.get(address).json()["ready_at"] is None
    read_files(made.json()["id"])
    assert [row["source"] for row in browser.get(address).json()["documents"]] == ["a.md", "b.html"]
    bad = browser.post(
        f"/api/v1/projects/{project.slug}/document-imports", {"files": SimpleUploadedFile("a.md", b"\xff")}
    )
    assert bad.status_code == 409


@pytest.mark.django_db
def test_nothing_comes_into_a_closed_circle(ada: User, project: Project) -> None:
    circle = Circle.objects.create(project=project, key="old", name="Old", parent=project.circles.general())
    send(ada, project, ("a.zip", zipped({"a.md": b"# A"})), circle="old")
    circle.closed_at = circle.created_at
    circle.save()
    row = DocumentImport.objects.get()
    read_files(str(row.pk))
    row.refresh_from_db()
    assert row.failed_at
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_what_only_calls_itself_a_picture_hangs_on_nothing(ada: User, project: Project) -> None:
    document = Document.create(project.circles.general(), "Notes", by=ada)
    drawing = ImportedPicture("a", "drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'></svg>")
    kept = keep_pictures(document, [drawing, ImportedPicture("b", "dot.png", DOT)], by=ada)
    assert list(kept) == ["b"]
    assert [one.name for one in Attachment.objects.attached_to("document", document.pk)] == ["dot.png"]
