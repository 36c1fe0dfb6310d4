"""Markdown that goes in comes out again, and nothing in a document can do anything."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.richtext.callouts import TONES
from documents.richtext.html import HeadingAnchors, html_of, outline_of
from documents.richtext.markdown_reader import nodes_of, title_of, update_of
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.nodes import Node, Run, read_tree, safe_address, write_tree
from documents.richtext.plain_text import text_of
from foundation.web.exceptions import Refused

WORDS = st.text(
    st.one_of(st.sampled_from("ab *_`~[]<>#+-=.|\\&!1)(:\"'é漢😀"), st.characters(exclude_categories=["C", "Z"])),
    min_size=1,
    max_size=12,
)
LINES = WORDS.map(lambda words: " ".join(words.split()) or "x")
ATTRIBUTES = {"link": {"href": "https://ronde.example/a(b)?c=d&e"}, "textColour": {"colour": "red"}}
MARKS = st.builds(
    lambda names, colour: {
        name: {**ATTRIBUTES.get(name, {}), **(colour if name == "highlight" else {})} for name in names
    },
    st.sets(
        st.sampled_from(
            ["bold", "italic", "strike", "underline", "link", "code", "superscript", "textColour", "highlight"]
        )
    ),
    st.sampled_from([{}, {"colour": "green"}]),
)
RUNS = st.lists(st.builds(Run, WORDS, MARKS), min_size=1, max_size=4)


def joined(runs: list[Run]) -> list[Node | Run]:
    """Neighbours with the same marks are one run, as a document has it."""
    out: list[Node | Run] = []
    for run in runs:
        last = out[-1] if out else None
        if isinstance(last, Run) and last.marks == run.marks:
            last.text += run.text
        else:
            out.append(Run(run.text, run.marks))
    return out


PERSON, FILE = "7f3c1b52-8a0e-4a57-9d26-0c2f5b9f6a11", "0b8f2f0e-93d4-4f5b-8b3f-1e2d3c4b5a69"
NAMES = [
    Node("mention", {"kind": "person", "id": PERSON, "label": "Bo *N*"}),
    Node("mention", {"kind": "circle", "id": PERSON, "label": "Field"}),
    Node("mention", {"kind": "thing", "id": "D-12"}),
    Node("mathInline", {"latex": r"\frac{a_1}{b} < \text{5 \% of $x$}"}),
]
PARAGRAPHS = st.builds(
    lambda attrs, runs, name, more: Node("paragraph", attrs, [*joined(runs), *([name, *joined(more)] if name else [])]),
    st.sampled_from([{}, {}, {"align": "center"}, {"align": "justify"}]),
    RUNS,
    st.one_of(st.none(), st.sampled_from(NAMES)),
    RUNS,
)
TEXTS = RUNS.map(lambda runs: Node("paragraph", {}, joined(runs)))
CODE = st.builds(
    lambda text, language: Node("codeBlock", {"language": language}, [Run(text)] if text else []),
    st.text("ab`~ \n<&\\", max_size=20),
    st.sampled_from([None, "rust", "c++"]),
)
LEAVES = st.one_of(
    PARAGRAPHS,
    CODE,
    st.builds(lambda level, p: Node("heading", {"level": level, **p.attrs}, p.children), st.integers(1, 6), PARAGRAPHS),
    st.just(Node("horizontalRule")),
    st.builds(lambda alt: Node("image", {"src": "a.png", "alt": alt, "title": None}), WORDS),
    st.builds(
        lambda caption, width, original: Node(
            "image", {"file": FILE, "alt": "The bench", "caption": caption, "width": width, "original": original}
        ),
        st.one_of(st.none(), LINES),
        st.sampled_from([None, 25, 100]),
        st.sampled_from([None, FILE.replace("0", "1")]),
    ),
    st.builds(lambda name: Node("attachment", {"file": FILE, "name": name}), LINES),
    st.builds(lambda latex: Node("mathBlock", {"latex": latex}), st.sampled_from([r"\vec{v} = 3", "a\nb|c", "$"])),
)


def unfolding(summary: Node, nodes: list[Node]) -> Node:
    return Node("details", {}, [Node("detailsSummary", {}, summary.children), Node("detailsContent", {}, list(nodes))])


def containers(blocks: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    inside = st.lists(blocks, min_size=1, max_size=3)
    item = st.builds(lambda first, rest: [first, *rest], PARAGRAPHS, st.lists(blocks, max_size=2))
    items = st.lists(item, min_size=1, max_size=3)

    def listed(kind: str, attrs: Any) -> Any:
        each = "taskItem" if kind == "taskList" else "listItem"
        checked = {"checked": True} if each == "taskItem" else {}

        def items(rows: list[list[Node]]) -> Node:
            if checked:  # a task's own line stands at its box
                rows = [[Node("paragraph", {}, first.children), *rest] for first, *rest in rows]
            return Node(kind, attrs, [Node(each, checked, list(row)) for row in rows])

        return items

    return st.one_of(
        inside.map(lambda nodes: Node("blockquote", {}, list(nodes))),
        st.builds(lambda tone, nodes: Node("callout", {"tone": tone}, list(nodes)), st.sampled_from(TONES), inside),
        st.builds(unfolding, TEXTS, inside),
        items.map(listed("bulletList", {})),
        items.map(listed("orderedList", {"start": 7})),
        items.map(listed("taskList", {})),
    )


DOCUMENTS = st.lists(st.recursive(LEAVES, containers, max_leaves=6), min_size=1, max_size=4)


def plain(nodes: list[Any], *, stored: bool = False) -> list[Any]:
    """Without what is not set; as it is `stored`, without names, which are looked up."""
    return [
        (n.text, n.marks)
        if isinstance(n, Run)
        else (
            n.kind,
            {k: v for k, v in n.attrs.items() if v is not None and not (stored and k == "label")},
            plain(n.children, stored=stored),
        )
        for n in nodes
    ]


@settings(max_examples=40, deadline=None)
@given(DOCUMENTS)
def test_written_markdown_reads_back_the_same(nodes: list[Node]) -> None:
    assert plain(nodes_of(markdown_of(nodes))) == plain(nodes)


@settings(max_examples=40, deadline=None)
@given(DOCUMENTS)
def test_a_document_holds_what_was_written_into_it(nodes: list[Node]) -> None:
    assert plain(read_tree([write_tree(nodes)])) == plain(nodes, stored=True)


@pytest.mark.parametrize(
    "markdown",
    ["held:<br>\nyes<br>", "```rust=\nfn main() {}\n```", "| a |\n| --- |\n| ![Done](https://a.example/d.png) (P-1) |"],
)
def test_what_others_write_reads_back_the_same(markdown: str) -> None:
    nodes = nodes_of(markdown)
    assert nodes_of(markdown_of(nodes)) == nodes


def test_a_document_of_every_kind_is_read() -> None:
    markdown = (
        "# Pump\n\nText with **bold**, *italic*, ~~struck~~, `code`, [link](https://ronde.example/x) "
        "and a note[^n].\n\n"
        "- [ ] open\n- [x] done\n\n1. one\n2. two\n   - inner\n\n> quoted\n\n```rust\nfn main() {}\n```\n\n---\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\nSee ![the pump](pump.png) here.  \nNext line.\n\n[^n]: The note.\n"
    )
    nodes = nodes_of(markdown)
    assert [node.kind for node in nodes] == [
        "heading", "paragraph", "taskList", "orderedList", "blockquote", "codeBlock", "horizontalRule", "table",
        "paragraph", "image", "paragraph", "footnote",
    ]  # fmt: skip
    assert nodes[-1].text() == "The note."
    assert [item.attrs["checked"] for item in nodes[2].nodes()] == [False, True]
    assert title_of(markdown) == "Pump"
    assert text_of(nodes).startswith(
        "Pump\n\nText with bold, italic, struck, code, link and a note[^n].\n\n[ ] open\n[x] done"
    )
    assert outline_of(nodes)[0].anchor == "h-pump"


def test_a_heading_keeps_its_anchor_when_another_comes_in_before_it() -> None:
    before = {heading.words: heading.anchor for heading in outline_of(nodes_of("# Flow\n\n# Power\n"))}
    after = {heading.words: heading.anchor for heading in outline_of(nodes_of("# Risks\n\n# Flow\n\n# Power\n"))}
    assert before == {"Flow": "h-flow", "Power": "h-power"}
    assert after == {"Risks": "h-risks", **before}


@pytest.mark.parametrize("case", json.loads((Path(__file__).parent / "heading_anchors.json").read_text()))
def test_headings_have_anchors_by_their_words_as_in_the_editor(case: dict[str, list[str]]) -> None:
    anchors = HeadingAnchors()
    assert [anchors.next(words) for words in case["words"]] == case["anchors"]


def test_the_outline_leads_past_a_heading_that_is_quoted() -> None:
    nodes = nodes_of("> # Quoted\n\n# Own\n")
    assert [(heading.words, heading.anchor) for heading in outline_of(nodes)] == [("Own", "h-own")]
    assert '<h1 id="h-own">Own</h1>' in html_of(nodes)


def test_a_box_that_only_shows_a_task_is_named_by_its_line() -> None:
    html = html_of(nodes_of('- [x] say "done"\n  - [ ] and this\n'))
    assert '<input type="checkbox" disabled="" checked="" aria-label="say &quot;done&quot;">' in html
    assert 'aria-label="and this"' in html


def test_a_picture_of_another_site_becomes_a_named_link() -> None:
    html = html_of(nodes_of("![The seal](https://example.org/seal.png)\n\n![Ours](/files/1/)\n"))
    assert '<p class="elsewhere"><a href="https://example.org/seal.png"' in html
    assert ">The seal</a> <span>on example.org, not shown here</span>" in html
    assert html.count("<img") == 1
    assert 'src="/files/1/"' in html


def test_a_task_has_the_boxes_that_the_editor_gives_it() -> None:
    html = html_of(nodes_of("- [ ] weigh it\n"))
    assert "<span></span></label><div><p>weigh it</p></div></li>" in html


HOSTILE = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_a_script_address_becomes_no_link(address: str) -> None:
    assert safe_address(address) == ""
    nodes = [
        Node("paragraph", {}, [Run("press me", {"link": {"href": address}})]),
        Node("image", {"src": address, "alt": "picture"}),
    ]
    html = html_of(read_tree([write_tree(nodes)]))
    assert "href" not in html
    assert "src" not in html
    assert "press me" in html
    assert "script" not in markdown_of(nodes)


def test_a_document_of_another_kind_reads_as_empty() -> None:
    from pycrdt import Doc, Text

    doc: Doc[Any] = Doc()
    doc["default"] = Text("not what the editor writes")
    assert [node for node in read_tree([doc.get_update()]) if node.kind != "paragraph"] == []


def test_the_first_row_is_what_update_of_writes() -> None:
    assert [node.kind for node in read_tree([update_of("# A\n\nb")])] == ["heading", "paragraph"]


def test_the_example_that_the_editor_is_tested_with_is_what_the_import_writes() -> None:
    example = json.loads((Path(__file__).parent / "data" / "every_kind.json").read_text())
    kept = read_tree([base64.b64decode(example["update"])])
    assert plain(kept) == plain(nodes_of(example["markdown"]))


@pytest.mark.parametrize(
    "intricate",
    [
        "A line of a book.\n\n" * 550_000,
        "|a|b|\n" * 300_000,
        "word " * 2_000_000,
        "<!-- " * 100_000,
        "`a" * 20_000,
        "a\n\n" * 20_000,
        "- a\n" * 60_000,
        "[" * 60_000,
        "[a][" * 60_000,
        "$a$ " * 300_000,
        "&amp; " * 200_000,
        "a-" * 900_000,
    ],
    ids=[
        "a long book",
        "a long table",
        "ten megabytes",
        "comments",
        "code",
        "paragraphs",
        "a list",
        "brackets",
        "links",
        "formulas",
        "entities",
        "dashes",
    ],
)
def test_a_text_too_costly_to_parse_is_refused(intricate: str) -> None:
    with pytest.raises(Refused, match="too many parts"):
        update_of(intricate)


def test_a_long_plain_book_is_read() -> None:
    assert len(nodes_of("A line of a book.\n\n" * 9_000)) == 9_000
