"""Signs of a formula that begin again and again, and end nowhere."""

from time import process_time

import pytest

from documents.richtext.markdown_reader import nodes_of
from documents.richtext.nodes import every_node


@pytest.mark.parametrize("begun", ["$$ a\n\n", "- $$ a\n", "> $$ a\n\n"], ids=["lines", "a list", "quotations"])
def test_formulas_that_never_end_are_looked_for_once(begun: str) -> None:
    start = process_time()
    assert len(list(every_node(nodes_of(begun * 9_000)))) >= 9_000
    assert process_time() - start < 4
