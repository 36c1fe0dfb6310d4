"""Footnotes, columns and lists of headings go through Markdown, and no note is lost."""

import pytest

from documents.richtext.html import html_of
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.nodes import Node, Run, every_node
from documents.richtext.plain_text import text_of


@pytest.mark.parametrize(
    "text",
    [
        "Water[^1] flows[^smith-2020], see[^1].\n\n[^1]: The **note**.\n\n    Second.\n\n[^smith-2020]: - a\n    - b\n",
        "[TOC]\n\n# One\n",
        "\\[TOC\\]\n",
        (
            '<div class="columns">\n<div class="column">\n\nLeft\n\n- a\n\n</div>\n'
            '<div class="column">\n\n\u00a0\n\n</div>\n</div>\n'
        ),
        "| a[^1] |\n| --- |\n| b |\n\n[^1]: Of a cell.\n",
    ],
)
def test_what_is_written_reads_back_the_same(text: str) -> None:
    nodes = nodes_of(text)
    assert markdown_of(nodes) == text
    assert nodes_of(markdown_of(nodes)) == nodes


@pytest.mark.parametrize("written", ["[TOC]", "[toc]", "[[TOC]]", "[[_TOC_]]"])
def test_a_list_of_headings_is_read_as_others_write_it(written: str) -> None:
    assert [node.kind for node in nodes_of(f"{written}\n")] == ["contents"]


@pytest.mark.parametrize(
    "broken",
    [
        '<div class="column">\n\nx\n\n</div>',
        '<div class="columns">\n\n</div>\n\nx',
        '<div class="columns">\n<div class="column">\n\nx',
    ],
)
def test_columns_that_are_no_columns_keep_their_words(broken: str) -> None:
    nodes = nodes_of(broken + "\n")
    assert "x" in text_of(nodes)
    assert all(any(node.nodes()) for node in every_node(nodes) if node.kind in ("columns", "column"))


def note(label: str, words: str) -> Node:
    return Node("footnote", {"label": label}, [Node("paragraph", {}, [Run(words)])])


def reference(label: str) -> Node:
    return Node("footnoteReference", {"label": label})


def test_what_the_editor_labelled_has_a_number_in_files_and_no_other_notes() -> None:
    nodes = [
        Node(
            "paragraph",
            {},
            [Run("a"), reference("n-0a1b2c"), Run("b"), reference("1"), Run("c"), reference("n-ffffff")],
        ),
        note("n-0a1b2c", "first"),
        note("1", "second"),
        note("n-ffffff", "third"),
    ]
    assert markdown_of(nodes).startswith("a[^2]b[^1]c[^3]\n\n[^2]: first")
    assert text_of(nodes).startswith("a[^2]b[^1]c[^3]")
    assert nodes[1].attrs == {"label": "n-0a1b2c"}


def test_a_note_to_which_nothing_refers_and_a_second_of_a_label_keep_their_words() -> None:
    nodes = [Node("paragraph", {}, [Run("a"), reference("1")]), note("1", "one"), note("1", "twin"), note("9", "lone")]
    back = nodes_of(markdown_of(nodes))
    assert [node.kind for node in back] == ["paragraph", "paragraph", "paragraph", "footnote"]
    assert {"one", "twin", "lone"} <= set(text_of(back).replace("[^1]: ", "").split())


def test_numbers_follow_the_references_and_hostile_labels_are_no_attributes() -> None:
    nodes = [
        Node("paragraph", {}, [reference("b"), reference("a"), reference('"><script>')]),
        note("a", "A"),
        note("b", "B"),
    ]
    html = html_of(nodes)
    assert html.index('href="#fn-b" rel="noopener noreferrer">1<') < html.index(
        'href="#fn-a" rel="noopener noreferrer">2<'
    )
    assert "script" not in html
    assert "script" not in markdown_of(nodes)
