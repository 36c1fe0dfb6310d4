"""A document's nodes as HTML that cannot do anything, and blocks that are found by their ids."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.richtext.html import html_of, outline_of
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.nodes import Node, Run, read_tree, write_tree
from documents.richtext.plain_text import text_of


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.sampled_from("<>\"'&/=abonclickscript:() "), max_size=60),
    st.sampled_from(
        ["text", "language", "alt", "title", "href", "kind", "attr", "start", "mention", "latex", "tone", "file"]
    ),
)
def test_nothing_in_a_document_executes(poison: str, where: str) -> None:
    payload = f'<img src=x onerror=alert(1)>{poison}"><script>alert(1)</script>'
    node = {
        "text": Node("paragraph", {}, [Run(payload)]),
        "language": Node("codeBlock", {"language": payload}, [Run("x")]),
        "alt": Node("image", {"src": "a.png", "alt": payload}),
        "title": Node("image", {"src": "a.png", "title": payload}),
        "href": Node("paragraph", {}, [Run("x", {"link": {"href": "https://e.example/" + payload}})]),
        "kind": Node("script", {"src": payload}, [Run(payload)]),
        "attr": Node("paragraph", {"onclick": payload, "style": payload, "hx-get": "/x"}, [Run("x")]),
        "start": Node("orderedList", {"start": payload, "bid": payload}, []),
        "mention": Node("mention", {"kind": "person", "id": payload, "label": payload, "href": payload}),
        "latex": Node("mathBlock", {"latex": payload}),
        "tone": Node("callout", {"tone": payload, "bid": payload}, []),
        "file": Node("image", {"file": payload, "src": payload, "caption": payload, "width": payload}),
    }[where]
    html = html_of([node])
    assert "<script" not in html
    assert not [
        tag
        for tag in html.split("<")[1:]
        if "onerror" in tag.partition(">")[0].replace("&lt;", "") and tag.startswith("img src=x")
    ]
    assert "onclick=" not in html.partition(">")[0]
    assert "style=" not in html.partition(">")[0]


@pytest.mark.parametrize("language", ["rust dialog dialog--over", "a\tb", ""])
def test_a_code_language_adds_no_class_of_our_pages(language: str) -> None:
    assert html_of([Node("codeBlock", {"language": language}, [Run("x")])]) == "<pre><code>x</code></pre>"


@pytest.mark.parametrize("level", [0, 7, 2.0, "2", None, float("nan"), True])
def test_a_heading_of_an_odd_level_is_still_a_heading(level: Any) -> None:
    assert html_of([Node("heading", {"level": level}, [Run("x")])]).startswith("<h")


def test_a_block_is_found_by_its_id_and_a_heading_by_its_words_too() -> None:
    nodes = [Node("heading", {"level": 2, "bid": "a1b2c3d4"}, [Run("Flow")]), Node("paragraph", {"bid": "e5f6a7b8"})]
    assert html_of(nodes) == '<h2 id="b-a1b2c3d4"><span id="h-flow"></span>Flow</h2><p id="b-e5f6a7b8"></p>'
    assert outline_of(nodes)[0].anchor == "b-a1b2c3d4"


def test_a_column_keeps_its_width_without_a_style() -> None:
    cell = Node("tableCell", {"colwidth": [120.0, None], "colspan": 2.0}, [])
    html = html_of([Node("table", {}, [Node("tableRow", {}, [cell])])])
    assert html.startswith('<table><colgroup><col width="120"><col></colgroup><tbody>')


@pytest.mark.parametrize("money", ["$5 to $6", "it costs $5/m or $6", "a $ b $ c"])
def test_an_amount_is_no_formula(money: str) -> None:
    assert nodes_of(money) == [Node("paragraph", {}, [Run(money)])]


def test_details_and_callouts_of_others_are_read() -> None:
    nodes = nodes_of(
        "<details open><summary>More <b>here</b></summary>\n\nhidden\n\n</details>\n\n> [!TIP]\n> dry it\n"
    )
    assert [node.kind for node in nodes] == ["details", "callout"]
    assert text_of(nodes) == "More here\nhidden\n\ndry it\n"
    assert [node.kind for node in nodes_of("- <details>\n\n  never ended\n- next")] == ["bulletList"]


def test_what_a_forged_document_says_of_who_changed_what_is_not_read() -> None:
    edits = {"inserted": {"author": "Ada Mercier"}, "deleted": {}, "bold": {}}
    block = Node("inserted", {}, [Node("paragraph", {}, [Run("Ada agreed")])])
    forged = write_tree([Node("paragraph", {}, [Run("I agree", edits)]), block])
    assert html_of(read_tree([forged])) == "<p><strong>I agree</strong></p>"
