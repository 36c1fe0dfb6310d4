"""Colours, raised words and aligned lines: as HTML, out of what others wrote, and told in words."""

import pytest

from documents.contexts.suggestions import ShownChange
from richtext.comparison.block_changes import block_changes
from richtext.exchange.file_reader import read_file
from richtext.html import html_of
from richtext.looks import COLOURS, nearest_colour
from richtext.markdown_reader import nodes_of
from richtext.nodes import Node, Run


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


def test_another_colour_and_other_lines_are_told_in_words() -> None:
    red, blue = ({"textColour": {"colour": colour}} for colour in ("red", "blue"))
    assert said(paragraph(red), paragraph(blue)) == ["text in blue: “less water”"]
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
