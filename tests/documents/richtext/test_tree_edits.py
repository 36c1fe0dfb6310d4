"""A text becomes another one as an editor would make it: what stays is not touched, and nothing is lost."""

import pytest

from documents.richtext.markdown_reader import nodes_of, update_of
from documents.richtext.nodes import bare, read_tree
from documents.richtext.tree_edits import edit_into

AMONG_WORDS = "See [@G](#circle-general) for $x^2$ now.\n"


@pytest.mark.parametrize(
    "then",
    [
        AMONG_WORDS.replace("now", "today"),
        AMONG_WORDS.replace("See", "Look at"),
        AMONG_WORDS.replace("$x^2$", "$x^3$"),
        AMONG_WORDS.replace(" for $x^2$", ""),
        AMONG_WORDS.replace("general", "field"),
        "- a\n\n" + AMONG_WORDS.replace("now.", "**now**."),
        "plain words, now.\n",
    ],
)
def test_words_beside_mentions_and_formulas_stay_when_others_change(then: str) -> None:
    update = update_of(AMONG_WORDS)
    edit = edit_into([update], nodes_of(then))
    assert [bare(node) for node in read_tree([update, edit])] == [bare(node) for node in nodes_of(then)]
    back = edit_into([update, edit], nodes_of(AMONG_WORDS))
    assert [bare(node) for node in read_tree([update, edit, back])] == [bare(node) for node in nodes_of(AMONG_WORDS)]
