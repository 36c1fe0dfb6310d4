"""Each format is offered and written wherever documents leave, in both languages; what is no format is not found."""

import io
import re
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.specification.models import Baseline
from decisions.traceability.baseline_copy import BaselineCopy
from documents.document_files.document_copy import DocumentCopy
from documents.document_files.tasks import make_export
from documents.documents.models import Document
from documents.documents.workflows.comments import Anchor, begin_thread
from documents.richtext.comparison.look_changes import MARKS
from documents.richtext.exchange import office, pandoc
from documents.richtext.exchange.export_formats import ExportFormat
from documents.richtext.exchange.file_reader import ENDINGS
from documents.richtext.looks import COLOURS
from documents.richtext.markdown_reader import update_of
from documents.richtext.nodes import Node, Run, write_tree
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.languages import LANGUAGES
from tests.architecture.sources import ROOT
from tests.factories import a_circle, a_project
from tests.support.entry_points import at_browser, by_token

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
TEXT = """It turns well.

> [!WARNING]
>
> The axle is hot.

- [x] Torque, $M = F r$

```rust
let a = 1;
```

| Part | Price |
| --- | --- |
| Seal | 12 |
"""
BEGINNINGS = {"docx": b"PK", "odt": b"PK", "pdf": b"%PDF-"}


@pytest.fixture
def circle(ada: User) -> Circle:
    return a_circle(ada, inside=a_project(ada).circles.general(), name="Hydraulics")


@pytest.fixture
def document(ada: User, circle: Circle) -> Document:
    return Document.create(circle, "Notes", by=ada, content=update_of(TEXT))


def is_written(form: ExportFormat, content: bytes) -> bool:
    """Return whether it is a file of the format, with the text where that can be read."""
    return content.startswith(BEGINNINGS[form]) if form in BEGINNINGS else b"It turns well" in content


@pytest.mark.parametrize("form", ExportFormat)
def test_page_and_api_give_a_document_in_each_format(ada: User, document: Document, form: ExportFormat) -> None:
    page = at_browser(ada).get(f"{document.get_absolute_url()}as.{form}")
    api = Client(headers=by_token(ada)).get(f"/api/v1/documents/{document.pk}.{form}")
    for answer in (page, api):
        assert (answer.status_code, answer["Content-Type"]) == (200, form.facts.content_type)
        assert answer["Content-Disposition"] == f'attachment; filename="notes.{form}"'
        assert is_written(form, answer.content)


@pytest.mark.parametrize("form", [form for form in ExportFormat if form.facts.comments and form != "pdf"])
def test_comments_go_along_in_each_format_that_has_them(ada: User, document: Document, form: ExportFormat) -> None:
    begin_thread(document, Anchor(quote="turns", start="AAA=", end="AAA="), "Measured at noon", by=ada)
    content = at_browser(ada).get(f"/api/v1/documents/{document.pk}.{form}?comments=true").content
    files = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = [archive.read(name) for name in archive.namelist()]
    assert any(b"Measured at noon" in file for file in files)


FORGETS_LOOKS = {
    ExportFormat.TEXT: "plain text has no looks",
    ExportFormat.PDF: "it is typeset from the web page, whose looks are tried here",
}
PARAGRAPHS = {
    ExportFormat.MARKDOWN: ("", r"^.+$"),
    ExportFormat.HTML: ("", r"<p\b.*?</p>"),
    ExportFormat.DOCX: ("word/document.xml", r"<w:p>.*?</w:p>"),
    ExportFormat.ODT: ("content.xml", r"<text:p\b.*?</text:p>"),
}
"""In which of its files a format has its text, and what is a paragraph there."""
LOOKS: list[dict[str, dict[str, Any]]] = [
    *({mark: {"href": "https://example.org/"} if mark == "link" else {}} for mark in MARKS if mark != "textColour"),
    *({mark: {"colour": colour}} for mark in ("textColour", "highlight") for colour in COLOURS),
]


def paragraphs(form: ExportFormat, content: bytes) -> dict[str, str]:
    """Return each paragraph that has a `word3x` by that, without it."""
    inside, pattern = PARAGRAPHS[form]
    if inside:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = archive.read(inside)
    found = re.findall(pattern, content.decode(), re.MULTILINE | re.DOTALL if form != "md" else re.MULTILINE)
    return {word: one.replace(word, "") for one in found for word in re.findall(r"word\d+x", one)}


@pytest.mark.parametrize("form", [form for form in ExportFormat if form not in FORGETS_LOOKS])
def test_no_format_forgets_how_words_look(ada: User, circle: Circle, form: ExportFormat) -> None:
    written = [Node("paragraph", {}, [Run(f"word{at}x", look)]) for at, look in enumerate([{}, *LOOKS])]
    document = Document.create(circle, "Looks", by=ada, content=write_tree(written))
    plain, *others = paragraphs(form, at_browser(ada).get(f"{document.get_absolute_url()}as.{form}").content).values()
    assert len(others) == len(LOOKS)
    assert [look for look, one in zip(LOOKS, others, strict=True) if one == plain] == [], "it forgets these"
    coloured = [one for look, one in zip(LOOKS, others, strict=True) if any(look.values()) and "link" not in look]
    assert len(set(coloured)) == len(coloured), "it takes one colour for another"


class Asked:
    """Stands for a copy: keeps which office files it is asked for."""

    def __init__(self) -> None:
        self.office_files: list[str] = []

    def office(self, form: str) -> bytes:
        self.office_files.append(form)
        return b""

    def __getattr__(self, _name: str) -> Any:
        return str


def test_office_files_are_those_that_are_read_as_well_and_have_looks_of_their_own() -> None:
    asked = Asked()
    for form in ExportFormat:
        form.facts.writer(asked)
    assert asked.office_files == list(office.FORMATS), "its row in LOOKS of documents/richtext/exchange/office.py"
    written = {form for form in ExportFormat if form.value in ENDINGS and form.facts.needs is pandoc}
    assert written == {*office.FORMATS}, "needs=pandoc, or a ZIP file that is in `FORMATS`"


def test_what_is_offered_without_pandoc_is_written_without_it(
    ada: User, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pandoc, "program", lambda: "")
    for form in ExportFormat.here():
        assert form.write(DocumentCopy(document, ada)), f"{form}: `needs=pandoc`, or it is offered where there is none"


SIGNS = r"100 % & a_b_c # \ {x} *y* <b> $5$ ~1"
"""Signs that mean something to one format or another, and are words here."""
PLACES = ("Title", "Text", "Comment")
WRITTEN_AS: dict[ExportFormat, dict[str, str]] = {
    ExportFormat.MARKDOWN: {
        "Title": r"100 % & a_b_c # \\ {x} *y* <b> $5$ ~1",
        "Text": r"100 % \& a_b_c # \\ {x} \*y\* \<b\> \$5\$ \~1",
        "Comment": SIGNS,
    },
    ExportFormat.HTML: dict.fromkeys(PLACES, r"100 % &amp; a_b_c # \ {x} *y* &lt;b&gt; $5$ ~1"),
    ExportFormat.TEXT: {"Text": SIGNS},
}
"""How a format that people can read says them, in each place that it has."""
ESCAPES_NOTHING = {
    (ExportFormat.TEXT, "Text"): "nothing in it means anything but itself",
    (ExportFormat.MARKDOWN, "Comment"): "what people write there is Markdown",
}


@pytest.mark.parametrize("form", [form for form in ExportFormat if form not in BEGINNINGS])
def test_signs_that_mean_something_to_a_format_are_words_in_it(ada: User, circle: Circle, form: ExportFormat) -> None:
    assert form in WRITTEN_AS, "say how it writes SIGNS, or why it ESCAPES_NOTHING"
    content = write_tree([Node("paragraph", {}, [Run(f"Text {SIGNS}", {})])])
    document = Document.create(circle, f"Title {SIGNS}", by=ada, content=content)
    begin_thread(document, Anchor(quote="~1", start="AAA=", end="AAA="), f"Comment {SIGNS}", by=ada)
    written = form.write(DocumentCopy(document, ada, with_comments=True, is_titled=True)).decode()
    assert [place for place in PLACES if f"{place} 100" in written] == list(WRITTEN_AS[form])
    for place, said in WRITTEN_AS[form].items():
        assert (said == SIGNS) == ((form, place) in ESCAPES_NOTHING), "a writer that escapes nothing would pass"
        assert written.count(f"{place} {said}") == written.count(f"{place} 100")
    Project.objects.update(name=SIGNS)
    baseline = Baseline.objects.create(
        project_id=circle.project_id, circle=circle, whole=1, part=0, made_at=clock.now()
    )
    assert WRITTEN_AS[form]["Text"] in form.write(BaselineCopy(baseline, ada)).decode(), "its title is words as well"


@pytest.mark.parametrize("form", ExportFormat)
def test_several_leave_in_each_format(ada: User, document: Document, form: ExportFormat) -> None:
    browser, address = at_browser(ada), f"/api/v1/projects/{document.project.slug}/document-exports"
    sent = {"format": form.value, "numbers": [document.number]}
    key = browser.post(address, sent, "application/json").json()["id"]
    make_export(key)
    with zipfile.ZipFile(io.BytesIO(b"".join(browser.get(f"{address}/{key}/file")))) as archive:
        (name,) = archive.namelist()
        assert name.endswith(f"-notes.{form}")
        assert is_written(form, archive.read(name))


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_offer_each_format(ada: User, document: Document, language: str) -> None:
    ada.language = language
    ada.save()
    menu = at_browser(ada).get(f"{document.get_absolute_url()}menu/").text
    asked = at_browser(ada).get(f"/p/{document.project.slug}/documents/exports/").text
    with translation.override(language):
        for form in ExportFormat:
            assert f'/as.{form}"' in menu
            assert f'value="{form}"' in asked
            assert escape(str(form.label)) in asked


def test_programs_are_told_each_format() -> None:
    told = Client().get("/api/v1/openapi.json").json()
    said = told["components"]["schemas"]["ExportIn"]["properties"]["format"]["description"]
    for form in ExportFormat:
        assert form.value in said.replace(",", "").split()
        given = told["paths"][f"/api/v1/documents/{{document}}.{form}"]["get"]
        assert list(given["responses"]["200"]["content"]) == [form.media_type]
        assert given["description"] == form.facts.description


def test_what_is_no_format_is_not_found(ada: User, document: Document) -> None:
    for ending in ("exe", "MD", "txt.", "rtfd"):
        assert at_browser(ada).get(f"{document.get_absolute_url()}as.{ending}").status_code == 404
        assert Client(headers=by_token(ada)).get(f"/api/v1/documents/{document.pk}.{ending}").status_code == 404


def test_what_a_format_needs_is_asked_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for lacking in {form.facts.needs for form in ExportFormat if form.facts.needs}:
        with monkeypatch.context() as without:
            without.setattr(lacking, "is_possible", lambda: False)
            assert [form for form in ExportFormat if form not in ExportFormat.here()] == [
                form for form in ExportFormat if form.facts.needs is lacking
            ]
            (said,) = ExportFormat.missing()
            assert [form for form in ExportFormat if form.facts.needs is lacking and str(form.label) not in said] == []


@pytest.mark.parametrize("page", ["docs/interfaces.md", "documents/documents/api/__init__.py"])
def test_each_format_is_named_where_programs_look_for_it(page: str) -> None:
    text = (ROOT / page).read_text()
    assert [form for form in ExportFormat if f"`.{form}`" not in text and f"{{id}}.{form}`" not in text] == []
