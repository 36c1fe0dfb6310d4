"""Documents leave as files: alone or several, with what people said about them or without, and nobody else's."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.urls import reverse

from circles.circles.models import Circle
from circles.projects.models import Project
from documents.document_files.document_copy import DocumentCopy
from documents.document_files.models import DocumentExport
from documents.document_files.tasks import make_export
from documents.documents.models import Document
from documents.documents.workflows.comments import Anchor, begin_thread
from documents.documents.workflows.folders import make_folder
from documents.documents.workflows.placing import DocumentPlace, place
from documents.richtext.exchange import pandoc
from documents.richtext.exchange.commented import as_word_comments, marked, numbered
from documents.richtext.exchange.export_formats import ExportFormat
from documents.richtext.exchange.file_reader import ENDINGS, read_file
from documents.richtext.exchange.office import read_office, write_office
from documents.richtext.exchange.pictures import embed_pictures
from documents.richtext.html import html_of
from documents.richtext.markdown_reader import nodes_of, update_of
from documents.richtext.markdown_writer import markdown_of
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web import pdf
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_person, a_project
from tests.support.entry_points import at_browser

SAMPLE = Path(__file__).parent / "data" / "exchange"
WORDS = (
    "# Flow\n\nIt turns **well** and slowly.\n\n"
    "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n- [x] done\n\n```rust\nfn x()\n```\n"
)
SAID = [
    {
        "quote": "well and slowly",
        "before": "It turns ",
        "after": ".",
        "comments": [
            {"by": "Bo <b>", "at": datetime(2026, 11, 3, tzinfo=UTC), "text": "How slowly?"},
            {"by": "Ada", "at": datetime(2026, 11, 3, tzinfo=UTC), "text": "2 rpm"},
        ],
        "result": "answered",
    },
    {"quote": "words that are gone", "before": "", "after": "", "comments": [{"by": "Bo", "at": "", "text": "Hm"}]},
]


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada)


@pytest.fixture
def circle(ada: User, project: Project) -> Circle:
    return a_circle(ada, a_person("Bo Nguyen"), inside=project.circles.general(), name="Hydraulics")


@pytest.fixture
def document(ada: User, circle: Circle) -> Document:
    return Document.create(circle, "The pump: notes", by=ada, content=update_of(WORDS))


@pytest.mark.parametrize("file", sorted(SAMPLE.glob("*.md")), ids=lambda file: file.stem)
def test_real_documents_come_back_as_they_left(file: Path) -> None:
    """`script/bench exchange --documents DIR` does this with any number of them."""
    from tests.benchmarks.exchange import FORMS, difference

    nodes = nodes_of(file.read_text())
    assert [difference(nodes, form) for form in FORMS] == [""] * len(FORMS)


@pytest.mark.django_db
@pytest.mark.parametrize("form", [form for form in ExportFormat.values if form in ENDINGS and form != "txt"])
def test_a_document_leaves_in_each_format_and_comes_in_again(ada: User, document: Document, form: str) -> None:
    answer = at_browser(ada).get(f"{document.get_absolute_url()}as.{form}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="the-pump-notes.{form}"'
    read = read_file(f"x.{form}", answer.content)
    kinds = ["heading", "paragraph", "table", "taskList", "codeBlock"]
    assert read.title == "The pump: notes"
    assert [node.kind for node in read.nodes] == kinds
    assert read.nodes[-1].attrs["language"] == "rust"
    assert "It turns well and slowly." in [node.text() for node in read.nodes]


TITLES = [
    "Test report", "The pump: notes", 'Ada\'s "pump"', '"', "'", "C:\\new \\u0041\\", "#5 # not a comment", "- a dash",
    "---", "Two  spaces", "😀 Pompe d’été", "مضخة: تقرير", "|", "null", "{a}", "%s", "a\u2028b\x85c", "x" * 200,
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("title", TITLES)
def test_a_markdown_file_that_comes_in_again_has_its_title_and_its_text(ada: User, circle: Circle, title: str) -> None:
    for text in ("## Heading two\n\nIt turns.\n", "---\n\nname: x\n\n---\n", "```yaml\ntitle: Inner\n```\n", ""):
        document = Document.create(circle, title, by=ada, content=update_of(text))
        file = at_browser(ada).get(f"{document.get_absolute_url()}as.md").content
        read = read_file("x.md", file)
        assert (read.title, read.nodes) == (" ".join(title.splitlines()), nodes_of(text))
        assert next(yaml.safe_load_all(file)) == {"title": title}  # as other programs read it


@pytest.mark.both_databases
@pytest.mark.django_db
def test_a_program_gets_a_documents_text_without_its_title(ada: User, document: Document) -> None:
    """It sends the text back, changed, as a suggestion."""
    text = at_browser(ada).get(f"/api/v1/documents/{document.pk}.md").content.decode()
    assert text == markdown_of(document.nodes())


def test_formulas_are_formulas_in_office_files_and_come_back() -> None:
    text = "As $a < b$ says:\n\n$$\n\\frac{1}{2}\n$$\n"
    html = html_of(nodes_of(text))
    for form in ("docx", "odt"):
        assert markdown_of(read_office(write_office(html, form), form).nodes) == text
    assert markdown_of(read_file("formulas.html", html.encode()).nodes) == text


def test_a_callout_is_one_in_word_and_in_html() -> None:
    text = (
        "> [!CAUTION]\n> Panels are **live** by day.\n>\n> - cut the switch\n>\n>   and lock it\n> - wait\n>\n"
        "> Then open.\n\n> [!CAUTION]\n> Another one.\n\n- item\n\n  > [!TIP]\n  > Within.\n  >\n  > Twice.\n\n"
        "  And on.\n"
        "- > [!NOTE]\n  > At once.\n\nPlain.\n"
    )
    html = html_of(nodes_of(text), anchors=False)
    assert markdown_of(read_file("callouts.html", html.encode()).nodes) == markdown_of(nodes_of(text))
    made = {form: write_office(html, form) for form in ("docx", "odt")}
    for form in ("docx", "odt"):
        read = read_office(made[form], form).nodes
        assert markdown_of(read) == markdown_of(nodes_of(text))
    looks = {"docx": ("word/styles.xml", 'w:fill="fce9e7"'), "odt": ("styles.xml", 'background-color="#fce9e7"')}
    for form, (name, look) in looks.items():
        with zipfile.ZipFile(io.BytesIO(made[form])) as archive:
            assert look in archive.read(name).decode()
            assert archive.testzip() is None


def test_comments_are_numbered_in_the_text_or_are_words_own() -> None:
    nodes = nodes_of(WORDS)
    assert marked(nodes, SAID) == {1}
    from documents.richtext.html import html_of

    html = html_of(nodes)
    assert 'slowly<sup class="noted"><a href="#comment-1" id="noted-1">[1]</a></sup>.' in numbered(html)
    read = read_file("x.docx", write_office(as_word_comments(html, SAID), "docx"))
    assert [(one.author, one.quote) for one in read.remarks] == [("Bo <b>", "well and slowly")]
    assert read.remarks[0].words.split("\n") == ["How slowly?", "Ada: 2 rpm", "→ answered"]


@pytest.mark.django_db
def test_comments_go_along_only_when_asked_for(ada: User, document: Document) -> None:
    begin_thread(document, Anchor(quote="well and slowly"), "How slowly?", by=ada)
    begin_thread(document, Anchor(quote="words that are gone", start="AA==", end="AA=="), "Which?", by=ada)
    for form in ("md", "html", "docx"):
        for asked in ("", "?comments=1"):
            content = at_browser(ada).get(f"{document.get_absolute_url()}as.{form}{asked}").content
            if form == "docx":
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    content = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".xml"))
            assert (b"How slowly?" in content) == bool(asked)
            assert (b"words that are gone" in content) == bool(asked)


def test_a_copy_shows_no_picture_from_anywhere_else() -> None:
    html = '<p><img src="/p/a/files/1/x.png" alt="a"><img src="https://b.example/x.png" alt="&lt;b&gt;"></p>'
    shown = embed_pictures(html, lambda address: ("image/png", b"x") if address.startswith("/p/a/") else None)
    assert shown == '<p><img src="data:image/png;base64,eA==" alt="a"><span>&lt;b&gt;</span></p>'
    made = pdf.pdf_of(
        '<img src="file:///etc/hostname"><img src="http://127.0.0.1:9/x">', [], address="http://x", embeds=True
    )
    assert made.startswith(b"%PDF-")


@pytest.mark.django_db
def test_several_documents_leave_as_a_zip_and_the_record_says_so(
    ada: User, project: Project, circle: Circle, document: Document
) -> None:
    other = Document.create(project.circles.general(), "Panels", by=ada, content=update_of("Flat."))
    browser, address = at_browser(ada), f"/p/{project.slug}/documents/exports/"
    wanted: list[tuple[dict[str, Any], list[str]]] = [
        ({"format": "md", "document": [document.number, other.number]}, ["the-pump-notes.md", "panels.md"]),
        ({"format": "html", "circle": circle.key}, ["the-pump-notes.html"]),
    ]
    for asked, names in wanted:
        place = browser.post(address, asked)["Location"]
        entry = Entry.objects.of_project(project.pk).last()
        assert entry is not None
        assert (entry.event, entry.facts) == ("document.exported", {"documents": len(names), "format": asked["format"]})
        assert browser.get(f"{place}file/").status_code == 404
        make_export(place.strip("/").rpartition("/")[2])
        with zipfile.ZipFile(io.BytesIO(b"".join(browser.get(f"{place}file/")))) as archive:
            assert [name.partition("-")[2].partition("-")[2] for name in archive.namelist()] == names
            titles = [read_file(name, archive.read(name)).title for name in archive.namelist()]
            assert titles == ["The pump: notes", "Panels"][: len(names)]
        assert at_browser(a_person("Eve Martin")).get(f"{place}file/").status_code == 404
    assert [notice.event for notice in Notice.objects.to(ada)] == ["document_export.prepared"] * 2


@pytest.mark.django_db
def test_the_api_gives_documents_as_a_zip_and_alone(ada: User, project: Project, document: Document) -> None:
    browser, address = at_browser(ada), f"/api/v1/projects/{project.slug}/document-exports"
    made = browser.post(address, {"format": "txt", "numbers": [document.number]}, "application/json")
    assert made.status_code == 201
    assert made.json()["file"] is None
    make_export(made.json()["id"])
    row = browser.get(f"{address}/{made.json()['id']}").json()
    with zipfile.ZipFile(io.BytesIO(b"".join(browser.get(row["file"])))) as archive:
        assert b"It turns well" in archive.read(archive.namelist()[0])
    assert browser.get(f"/api/v1/documents/{document.pk}.docx").content.startswith(b"PK")
    assert browser.post(address, {"format": "exe"}, "application/json").status_code == 409
    assert browser.post(address, {"numbers": []}, "application/json").status_code == 409


@pytest.mark.django_db
def test_all_of_a_folder_leaves_by_one_request(ada: User, project: Project, document: Document) -> None:
    outer = make_folder(document.circle, "Plans", by=ada)
    inner = make_folder(document.circle, "2026", inside=outer, by=ada)
    plan, page, _other = (Document.create(document.circle, title, by=ada) for title in ("Plan", "Page", "Other"))
    place(plan, DocumentPlace(document.circle, folder=inner), by=ada)
    place(page, DocumentPlace(document.circle, below=plan), by=ada)
    place(document, DocumentPlace(document.circle, folder=outer), by=ada)
    browser, address = at_browser(ada), f"/api/v1/projects/{project.slug}/document-exports"
    made = browser.post(address, {"format": "txt", "folder": outer.pk}, "application/json")
    assert (made.status_code, made.json()["number"]) == (201, 3)
    make_export(made.json()["id"])
    asking = browser.get(reverse("documents:exports", args=[project.slug]), {"folder": inner.pk})
    assert f'value="{inner.pk}" selected' in asking.text
    asked = browser.post(reverse("documents:exports", args=[project.slug]), {"format": "txt", "folder": inner.pk})
    assert DocumentExport.objects.get(pk=asked["Location"].strip("/").rpartition("/")[2]).number == 2
    assert browser.post(address, {"folder": 2**30}, "application/json").status_code == 404


@pytest.mark.django_db
def test_without_its_programs_a_server_offers_what_it_can_and_says_why(
    ada: User, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pandoc, "program", lambda: "")
    monkeypatch.setattr(pdf, "is_possible", lambda: False)
    assert ExportFormat.here() == [form for form in ExportFormat if form.facts.needs is None]
    menu = at_browser(ada).get(f"{document.get_absolute_url()}menu/").text
    assert "pandoc, which is needed for: Word (.docx), OpenDocument (.odt)." in menu
    assert "lacks the library Pango" in menu
    for form in ("docx", "pdf"):
        answer = at_browser(ada).get(f"{document.get_absolute_url()}as.{form}")
        assert answer.status_code == 409
    with pytest.raises(Refused, match="pandoc"):
        ExportFormat.ODT.write(DocumentCopy(document, ada))


@pytest.mark.django_db
def test_an_erased_persons_exports_and_imports_go(ada: User, project: Project, document: Document) -> None:
    from documents.document_files.kept_data import KEPT_DATA

    found = Document.objects.in_project(project)
    row = DocumentExport.request(found, project, by=ada, format="md", language="en")
    make_export(str(row.pk))
    row.refresh_from_db()
    storage, name = row.file.storage, str(row.file.name)
    assert storage.exists(name)
    assert KEPT_DATA.forget is not None
    KEPT_DATA.forget(ada, None)  # type: ignore[arg-type]
    assert not storage.exists(name)
