"""Colours, raised words and aligned lines: as HTML, out of what others wrote, and told in words."""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from documents.documents.contexts.suggestions import ShownChange
from documents.richtext.comparison.block_changes import block_changes
from documents.richtext.comparison.look_changes import MARKS
from documents.richtext.exchange import open_looks, word_looks
from documents.richtext.exchange.file_reader import read_file
from documents.richtext.exchange.office import read_office, write_office
from documents.richtext.exchange.office_looks import GROUND, INK
from documents.richtext.html import html_of
from documents.richtext.looks import COLOURS, nearest_colour
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.nodes import Node, Run


def said(before: Node, after: Node) -> list[str]:
    (change,) = block_changes([before], [after])
    return ShownChange(change).looks


def paragraph(marks: dict[str, dict[str, object]], **attrs: object) -> Node:
    return Node("paragraph", {"bid": "a1b2c3d4", **attrs}, [Run("less water", marks)])


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ({"superscript": {}}, "superscript: “less water”"),
        ({"subscript": {}}, "subscript: “less water”"),
        ({"highlight": {}}, "highlighted in yellow: “less water”"),
        ({"highlight": {"colour": "green"}}, "highlighted in green: “less water”"),
        ({"textColour": {"colour": "red"}}, "text in red: “less water”"),
    ],
)
def test_what_words_look_like_is_told_in_words(marks: dict[str, dict[str, object]], words: str) -> None:
    assert said(paragraph({}), paragraph(marks)) == [words]
    assert said(paragraph(marks), paragraph({})) == [f"no longer {words}"]


@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_is_told_by_words_of_its_own(mark: str) -> None:
    (words,) = said(paragraph({}), paragraph({mark: {}}))
    assert "another kind of block" not in words, "give it its words in documents/documents/contexts/suggestions.py"


def test_another_colour_and_other_lines_are_told_in_words() -> None:
    red, blue = (paragraph({"textColour": {"colour": colour}}) for colour in ("red", "blue"))
    assert said(red, blue) == ["text in blue: “less water”"]
    assert said(paragraph({}), paragraph({}, align="center")) == ["centred"]
    assert said(paragraph({}, align="right"), paragraph({})) == ["aligned at the start"]


def test_a_look_is_written_without_a_style() -> None:
    marks: dict[str, dict[str, object]] = {"superscript": {}, "highlight": {"colour": "green"}}
    html = html_of([Node("heading", {"level": 2, "align": "right"}, [Run("x", marks)])], anchors=False)
    assert html == '<h2 data-align="right"><mark data-colour="green"><sup>x</sup></mark></h2>'


@pytest.mark.parametrize("forged", ["red;x", '"><script>', None, 3, ["red"]])
def test_a_forged_look_is_none(forged: object) -> None:
    marks = {"textColour": {"colour": forged}, "highlight": {"colour": forged}}
    assert html_of([Node("paragraph", {"align": forged}, [Run("x", marks)])]) == "<p><mark>x</mark></p>"


@pytest.mark.parametrize(
    ("css", "colour"),
    [
        *((name, name) for name in COLOURS),
        ("#c00", "red"), ("#C0504D", "red"), ("rgb(255, 192, 0)", "yellow"), ("#ed7d31", "orange"),
        ("rgba(0, 112, 192, 1)", "blue"), ("#7030A0", "violet"), ("00B050", "green"), ("#7f7f7f", "grey"),
        ("#000000", ""), ("black", ""), ("windowtext", ""), ("#1f1f1f", ""), ("auto", ""), ("#ffffff", ""),
    ],
)  # fmt: skip
def test_a_colour_of_others_is_the_nearest_of_ours(css: str, colour: str) -> None:
    assert nearest_colour(css) == colour


def test_looks_of_other_pages_are_read() -> None:
    html = (
        '<p style="text-align:center"><span style="color:#c00000;background-color:yellow">a</span>'
        '<sup>b</sup><font color="blue">c</font><span style="vertical-align:sub">d</span></p>'
        '<table><tr><td align="right">9</td></tr></table>'
    )
    lines, table = read_file("page.html", html.encode()).nodes
    assert lines == Node(
        "paragraph",
        {"align": "center"},
        [
            Run("a", {"textColour": {"colour": "red"}, "highlight": {}}),
            Run("b", {"superscript": {}}),
            Run("c", {"textColour": {"colour": "blue"}}),
            Run("d", {"subscript": {}}),
        ],
    )
    (row,) = table.nodes()
    assert next(next(row.nodes()).nodes()).attrs == {"align": "right"}


def test_a_page_of_ours_is_read_back_with_its_looks() -> None:
    text = (
        'H<sub>2</sub>O <mark>wet</mark> <mark data-colour="blue">cold</mark> <span style="color:green">safe</span>\n\n'
        '<div align="center">\n\n## Centred\n\n</div>\n'
    )
    nodes = nodes_of(text)
    assert read_file("page.html", html_of(nodes, anchors=False).encode()).nodes == nodes


LOOKS = """H<sub>2</sub>O rises <mark>wet</mark> and <mark data-colour="green">dry</mark>, \
<span style="color:red">red **bold** words</span> <span style="color:blue"><mark data-colour="violet">both</mark></span>

<div align="center">

## Centred

A centred line.

</div>

<div align="justify">

Justified <sup>a</sup> *x*.

</div>

- item <mark>marked</mark>
- two

> quoted <span style="color:orange">o</span>

| Part | Price |
| --- | ---: |
| Seal | 12 |
| two rows | 3 |
| <!-- ^ --> | 4 |
| over both | <!-- < --> |
"""


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_looks_and_cells_that_span_come_back_from_word_and_opendocument(form: str) -> None:
    nodes = nodes_of(LOOKS)
    back = read_office(write_office(html_of(nodes, anchors=False), form), form)
    assert markdown_of(back.nodes) == markdown_of(nodes)


def edited(made: bytes, name: str, old: str, new: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as given, zipfile.ZipFile(out, "w") as written:
        for one in given.namelist():
            content = given.read(one)
            if one == name:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            written.writestr(one, content)
    return out.getvalue()


def test_what_a_person_coloured_in_word_is_read() -> None:
    made = write_office("<p>The seal leaks</p>", "docx")
    look = '<w:rPr><w:b/><w:color w:val="C00000"/><w:highlight w:val="green"/></w:rPr>'
    old = '<w:r><w:t xml:space="preserve">The seal leaks</w:t></w:r>'
    new = old.replace("<w:t", f"{look}<w:t") + '<w:r><w:rPr><w:color w:val="auto"/></w:rPr><w:t>.</w:t></w:r>'
    (line,) = read_office(edited(made, word_looks.FILE, old, new), "docx").nodes
    marks = {"bold": {}, "textColour": {"colour": "red"}, "highlight": {"colour": "green"}}
    assert line.children == [Run("The seal leaks", marks), Run(".")]


def test_what_a_person_coloured_in_libreoffice_is_read() -> None:
    made = write_office("<p>The seal leaks</p>", "odt")
    style = '<style:style style:name="T9" style:family="text"><style:text-properties fo:color="#0070c0"/></style:style>'
    styled = edited(made, open_looks.FILE, "<office:automatic-styles>", f"<office:automatic-styles>{style}")
    new = 'The <text:span text:style-name="T9">seal</text:span> leaks'
    (line,) = read_office(edited(styled, open_looks.FILE, "The seal leaks", new), "odt").nodes
    assert line.children == [Run("The "), Run("seal", {"textColour": {"colour": "blue"}}), Run(" leaks")]


@pytest.mark.parametrize("look", [word_looks.with_signs, open_looks.with_signs])
@pytest.mark.parametrize(
    "tag", ["<w:r>", "<w:t ", "<text:span>", "<text:p ", "<style:style ", "</text:span>", "</w:t>"]
)
def test_a_forged_file_is_read_in_the_time_of_its_length(look: Callable[[str], str], tag: str) -> None:
    began = time.process_time()
    look(tag * 400_000)
    assert time.process_time() - began < 10, "a forged file keeps a server busy"


def test_a_file_that_goes_out_has_the_colours_of_the_office_files() -> None:
    css = (
        (Path(__file__).parents[3] / "templates" / "documents" / "document_files" / "file_looks.css")
        .read_text()
        .upper()
    )
    assert [
        name for name in COLOURS if f'SPAN[DATA-COLOUR="{name.upper()}"] {{\n  COLOR: #{INK[name]};' not in css
    ] == []
    assert [name for name in COLOURS if f"BACKGROUND: #{GROUND[name]};" not in css] == []
