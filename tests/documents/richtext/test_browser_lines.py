"""What the page compares word by word: as it stands in the editor, where a formula is one word."""

from documents.richtext.comparison.browser_lines import compared_lines
from documents.richtext.markdown_reader import nodes_of


def test_a_formula_and_a_mention_are_one_word_each() -> None:
    (line,) = nodes_of("It loses $x^2$, see [@G](#circle-general).")
    assert compared_lines(line) == "It loses \ue0f2x^2\ue0f1, see \ue0f0@G\ue0f1."
    (block,) = nodes_of("$$\na + b\n$$")
    assert compared_lines(block) == "\ue0f2a + b\ue0f1"


def test_cells_and_items_are_lines() -> None:
    (table,) = nodes_of("| a | $b$ |\n| --- | --- |\n| 1 | 2 |")
    assert compared_lines(table) == "a\n\ue0f2b\ue0f1\n1\n2"
