"""What a suggestion changes: cell by cell, item by item, and in words that people read."""

from collections.abc import Callable
from time import process_time
from typing import Any

import pytest

from documents.richtext.comparison.block_changes import block_changes
from documents.richtext.comparison.change_count import ChangeCount, count_changes
from documents.richtext.comparison.change_words import markdown_of_changes, words_changed
from documents.richtext.comparison.compare import compared
from documents.richtext.html import html_of
from documents.richtext.markdown_reader import nodes_of, update_of
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.nodes import Node, Run, bare, load, tree_of
from documents.richtext.tree_edits import edit_into


@pytest.mark.parametrize(
    ("text", "suggested", "typed", "both"),
    [
        ("| 1 | 0.12 |", "| 1 | 0.125 |", "| 1st | 0.12 |", "| 1st | 0.125 |"),
        ("- sand\n- wear", "- sand\n- wear\n- dust", "- quartz\n- wear", "- quartz\n- wear\n- dust"),
    ],
)
def test_in_a_table_and_in_a_list_the_change_alone_is_taken(text: str, suggested: str, typed: str, both: str) -> None:
    head = "| Stage | Loss |\n| --- | --- |\n" if "|" in text else ""
    base, suggestion = update_of(f"{head}{text}\n"), nodes_of(f"{head}{suggested}\n")
    (change,) = block_changes(tree_of(load([base])), suggestion)
    assert change.kind == "changed"
    later = edit_into([base], nodes_of(f"{head}{typed}\n"))
    taken = edit_into([base], suggestion, later=[later])
    assert markdown_of(tree_of(load([base, later, taken]))) == f"{head}{both}\n"


def test_what_changes_is_markdown_that_people_read() -> None:
    now, then = nodes_of("It stayed dry.\n"), nodes_of("It stayed dry. Measured.\n")
    assert markdown_of_changes(block_changes(now, then)) == "It stayed dry. **Measured.**\n"


def test_a_formula_that_changes_is_another_as_a_whole() -> None:
    now, then = nodes_of("It loses $x^2$ of it."), nodes_of("It loses $x^3$ of it.")
    said = [(each.kind, each.text) for change in block_changes(now, then) for each in words_changed(change)]
    assert said == [("same", "It loses "), ("del", "x^2"), ("ins", "x^3"), ("same", " of it.")]
    block = block_changes(nodes_of("$$\nE = mc^2\n$$"), nodes_of("$$\nE = mv^2\n$$"))
    assert [each.text for change in block for each in words_changed(change)] == ["E = mc^2", "E = mv^2"]


def test_the_number_that_ends_an_item_is_not_read_as_that_of_the_next() -> None:
    now, then = nodes_of("1. See photo 3.\n2. Pull.\n"), nodes_of("1. See photo 3.\n2. Pull hard.\n")
    assert markdown_of_changes(block_changes(now, then)) == "See photo 3. · Pull **hard**.\n"


@pytest.mark.parametrize("compare", [block_changes, compared], ids=["suggestions", "versions"])
def test_six_hundred_blocks_that_are_others_are_compared_within_a_second(compare: Callable[..., Any]) -> None:
    def text(word: str) -> list[Node]:
        lines = (f"{word}{number} runs with {word} and {number}" for number in range(600))
        return [node for line in lines for node in (Node("paragraph", {}, [Run(line)]), Node("paragraph"))]

    before, after = text("pump"), text("seal")
    begun = process_time()
    compare(before, after)
    assert process_time() - begun < 1


def test_among_many_empty_lines_one_change_is_one() -> None:
    lines = [
        node for number in range(200) for node in (Node("paragraph", {}, [Run(f"line {number}")]), Node("paragraph"))
    ]
    more = [*lines[:200], Node("paragraph", {}, [Run("One more thing")]), *lines[200:]]
    (change,) = block_changes(lines, more)
    assert (change.kind, change.place) == ("added", 200)


@pytest.mark.parametrize(
    ("before", "after", "read"),
    [
        ("$$x^2$$", "$$x^3$$", "<del>{x^2}</del><ins>{x^3}</ins>"),
        ("- One", "- One\n\n  $$y$$", "<ul><li><p>One</p><ins>{y}</ins></li></ul>"),
        ("One\n\n---", "One", "<p>One</p><del><hr></del>"),
        ("One", "One\n\n![Plan](/plan.png)", '<p>One</p><ins><img src="/plan.png" alt="Plan"></ins>'),
    ],
)
def test_a_block_without_words_went_and_came_as_a_whole(before: str, after: str, read: str) -> None:
    shown = read.replace("{", '<div class="math"><code>').replace("}", "</code></div>")
    assert html_of(compared(nodes_of(before), nodes_of(after))) == shown


def test_what_stands_among_text_is_compared_with_the_words_around_it() -> None:
    before = nodes_of("As $x^2$ of [@Bo](#person-1) is.[^1]\n\n[^1]: Measured.\n")
    after = nodes_of("As $x^3$ of [@Bo](#person-1) was.[^1]\n\n[^1]: Measured.\n")
    line, note = compared(before, after)
    told = [(one.text, *one.marks) if isinstance(one, Run) else (one.kind, one.text()) for one in line.children]
    assert told == [
        ("As ",), ("deleted", "x^2"), ("inserted", "x^3"), (" of ",), ("mention", "@Bo"), (" ",), ("is", "deleted"),
        ("was", "inserted"), (".",), ("footnoteReference", "[^1]"),
    ]  # fmt: skip
    assert note.text() == "Measured."
    assert [bare(one) for one in compared(after, after)] == [bare(one) for one in after]


NUMBER = '<sup class="footnote-ref" data-label="n" id="fnref-n"><a href="#fn-n" rel="noopener noreferrer">2</a></sup>'


@pytest.mark.parametrize(
    ("before", "after", "read"),
    [
        ("As $x$ is.", "As $y$ is.", '<del><span class="math"><code>x</code></span></del><ins><span class="math"'),
        ("Ask [@B](#person-1).", "Ask [@B](#person-2).", '<ins><span class="mention" data-kind="person" data-id="2"'),
        ("Is it?", "Is it?[^n]\n\n[^n]: It is.", f"Is it?<ins>{NUMBER}</ins></p>"),
    ],
)
def test_what_stands_among_text_went_and_came_as_it_is_shown(before: str, after: str, read: str) -> None:
    one, other = (f"As measured.[^m]\n\n{text}\n\n[^m]: With sand." for text in (before, after))
    nodes = compared(nodes_of(one), nodes_of(other))
    assert read in html_of(nodes[1:2], within=nodes)


def test_a_formula_is_one_word_among_those_that_came_and_went() -> None:
    before, after = nodes_of("It is $x + 2$.\n\n$$a = b$$"), nodes_of("It is not $x + 3$.\n\n$$a = c$$")
    assert count_changes(before, after) == ChangeCount(added=3, removed=2)
