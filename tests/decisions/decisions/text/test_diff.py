"""What changed between two texts, as people read it: word by word, and block by block in rich text."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.decisions.text.rich_text import nodes_in, shown, shown_changes, text_in
from documents.richtext.comparison.compare import compared
from documents.richtext.comparison.word_diff import parts, words_of
from documents.richtext.nodes import Node, Run


def runs(before: str, after: str) -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in parts(words_of(before), words_of(after))]


@pytest.mark.parametrize(
    ("before", "after", "read"),
    [
        ("We buy one.", "We buy one.", [("same", "We buy one.")]),
        ("", "New.", [("ins", "New.")]),
        ("Old.", "", [("del", "Old.")]),
        (
            "with a new 60 A connector",
            "on the present PWR-OUT connector",
            [("del", "with a new 60 A"), ("ins", "on the present PWR-OUT"), ("same", " connector")],
        ),
        ("at 3,200 € now", "at 3,440 € now", [("same", "at "), ("del", "3,200"), ("ins", "3,440"), ("same", " € now")]),
    ],
)
def test_words_that_went_stand_before_words_that_came(before: str, after: str, read: list[tuple[str, str]]) -> None:
    assert runs(before, after) == read


words = st.lists(st.sampled_from(["a", "b", "c,", "PWR-OUT", "\n\n", " ", "é", "3.5"]), max_size=20).map("".join)


@given(words, words)
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    found = runs(before, after)
    assert "".join(text for kind, text in found if kind != "ins") == before
    assert "".join(text for kind, text in found if kind != "del") == after


SAME = "Replace the pack.\n\n- first the drawing\n- then the order\n\nSee [the quote](https://a.example/q)."
RICH: dict[str, tuple[str, str, str]] = {
    "a word in a list stays in its item": (
        SAME,
        SAME.replace("then the order", "then the *big* order"),
        "<li><p>then the <ins>+<em>big</em> </ins>order</p></li>",
    ),
    "a new item stands in the same list": (
        SAME,
        SAME.replace("- then", "- a test in Die\n- then"),
        "<li><p>first the drawing</p></li><li><p><ins>+a test in Die</ins></p></li><li><p>then the order</p></li></ul>",
    ),
    "an item that went stands in the list it was in": (
        SAME,
        SAME.replace("- first the drawing\n", ""),
        "<ul><li><p><del>-first the drawing</del></p></li><li><p>then the order</p></li></ul>",
    ),
    "a heading that changed is one heading": (
        "## Why\n\nIt leaks.",
        "## Why now\n\nIt leaks.",
        "<h4>Why<ins>+ now</ins></h4>",
    ),
    "a paragraph that became a heading went and came": (
        "Why now\n\nIt leaks.",
        "# Why now\n\nIt leaks.",
        "<p><del>-Why now</del></p><h3><ins>+Why now</ins></h3>",
    ),
    "a link that leads elsewhere is another": (
        SAME,
        SAME.replace("/q", "/r"),
        (
            '<del>-<a href="https://a.example/q" rel="noopener noreferrer">the quote</a></del>'
            '<ins>+<a href="https://a.example/r" rel="noopener noreferrer">the quote</a></ins>'
        ),
    ),
    "a line that was broken differently": ("One\ntwo", "One\ntwo three", "<p>One<br>two<ins>+ three</ins></p>"),
    "a line across that went": ("One\n\n---\n\ntwo", "One\n\ntwo", "<p>One</p><del>-<hr></del><p>two</p>"),
    "a cell of a table": (
        "| a | b |\n| --- | --- |\n| 1 | 2 |",
        "| a | b |\n| --- | --- |\n| 1 | 3 |",
        "<td><p>1</p></td><td><p><del>-2</del><ins>+3</ins></p></td>",
    ),
}


@pytest.mark.parametrize("case", RICH)
def test_rich_text_stays_what_it_is_where_words_change(case: str) -> None:
    before, after, read = RICH[case]
    html = str(shown_changes(before, after))
    for word, sign in (("added: ", "+"), ("removed: ", "-")):
        html = html.replace(f'<span class="unseen">{word}</span>', sign)
    assert read in html


def test_a_change_is_said_in_words_to_those_who_hear_the_page() -> None:
    html = shown_changes("It costs 3,200 €.", "It costs 3,440 €.")
    assert '<del><span class="unseen">removed: </span>3,200</del>' in html
    assert '<ins><span class="unseen">added: </span>3,440</ins>' in html


blocks = st.lists(
    st.sampled_from(
        [
            "We buy one.",
            "We buy two of them.",
            "## Why",
            "- a\n- b",
            "- a\n- c\n- b",
            "1. x\n2. y",
            "> it leaks",
            "`x` and **y**",
        ]
    ),
    max_size=6,
).map("\n\n".join)


@given(blocks, blocks)
def test_no_word_of_either_rich_text_is_lost(before: str, after: str) -> None:
    found = compared(nodes_in(before), nodes_in(after))
    assert letters(found, without="deleted") == letters(nodes_in(after))
    assert letters(found, without="inserted") == letters(nodes_in(before))


def letters(nodes: list[Node], without: str = "") -> str:
    """Return all text, but for runs that wear a mark."""
    found = ""
    for node in nodes:
        for child in node.children:
            if isinstance(child, Node):
                found += letters([child], without)
            elif without not in child.marks:
                found += child.text
    return re.sub(r"\s", "", found)


TYPED = (
    "We change the seal, for 3,200 € & more [see D-4].\nSecond line.\n\n- *this*\n- that\n\n## Why\n\n1. one\n2. two",
    "A maker from <name of the region>, <b>soon</b>.",
    "a_b * c <5 A $3 !",
    "Only words.",
)


@pytest.mark.parametrize("typed", TYPED)
def test_a_text_that_went_through_the_editor_reads_as_it_was_typed(typed: str) -> None:
    assert text_in(nodes_in(typed)) == typed


@pytest.mark.parametrize(
    "words", ["1. no list", "# no heading", "- no item", "*no stress*", "[no](https://link.example)"]
)
def test_words_that_look_like_signs_stay_words(words: str) -> None:
    nodes = [Node("paragraph", {}, [Run(words)])]
    assert nodes_in(text_in(nodes)) == nodes


def test_nothing_of_a_text_can_do_anything() -> None:
    html = shown('<script>a()</script>\n\n<img src=x onerror=a()>\n\n[x](javascript:a()) <ins class="unseen">y</ins>')
    assert html == (
        "<p>&lt;script&gt;a()&lt;/script&gt;</p><p>&lt;img src=x onerror=a()&gt;</p>"
        '<p>[x](javascript:a()) &lt;ins class="unseen"&gt;y&lt;/ins&gt;</p>'
    )


def test_a_reference_is_not_torn_at_its_hyphen_and_an_address_with_one_stays_whole() -> None:
    assert 'on <span class="nowrap">PWR-OUT</span>, by <span class="nowrap">SPEC-4.2</span>' in shown(
        "on PWR-OUT, by SPEC-4.2"
    )
    assert 'href="https://example.org/P-24"' in shown("[the drawing](https://example.org/P-24)")
    assert "nowrap" not in shown("the Die co-operative")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (" ".join(f"pump{n}" for n in range(1400)), " ".join(f"seal{n}" for n in range(1400))),
        ("oil air " * 700, "air gas oil " * 460),
    ],
)
def test_long_lines_that_share_little_or_repeat_themselves_are_compared_at_once(before: str, after: str) -> None:
    began = time.process_time()
    found = parts(words_of(before), words_of(after))
    assert time.process_time() - began < 3
    assert "".join(part.text for part in found if part.kind != "ins") == before
    assert "".join(part.text for part in found if part.kind != "del") == after
