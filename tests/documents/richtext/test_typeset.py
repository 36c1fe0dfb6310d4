"""Formulas are set in files that need nothing else, and come back from them; what is none stays as it was typed."""

import time
from os import times

import pytest

from documents.richtext.exchange import typeset as module
from documents.richtext.exchange.file_reader import read_file
from documents.richtext.exchange.typeset import typeset
from documents.richtext.html import html_of
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.markdown_writer import markdown_of
from foundation.web import pdf

TEXT = "As $a < \\sqrt{b}$ says:\n\n$$\n\\frac{1}{2}\n$$\n"


def test_formulas_are_pictures_that_say_their_source_and_come_back() -> None:
    page = typeset(html_of(nodes_of(TEXT)))
    assert page.count('src="data:image/svg+xml;base64,') == 2
    assert 'alt="a &lt; \\sqrt{b}"' in page
    assert "vertical-align:" in page
    assert markdown_of(read_file("formulas.html", page.encode()).nodes) == TEXT
    bare = pdf.pdf_of("<p>As</p>", [], address="http://x", embeds=True)
    assert len(pdf.pdf_of(page, [], address="http://x", embeds=True)) > len(bare) + 1000, "its curves are in it"


@pytest.mark.parametrize(
    "source",
    [
        *("{" * 300 + "x" + "}" * 300, "x" * 100_000, "\\frac{" * 100, "\\bad", "&", "\\,", "é^😀"),
        *("\\sqrt{" * 80 + "x" + "}" * 80, "\\begin{matrix}" * 20 + "x" + "\\end{matrix}" * 20),
    ],
)
def test_what_cannot_be_set_stays_as_it_was_typed_within_a_bounded_time(source: str) -> None:
    page = html_of(nodes_of(f"As ${source}$ says, $a$ too.\n"))
    begun = time.process_time() + sum(times()[2:4])
    made = typeset(page)
    assert time.process_time() + sum(times()[2:4]) - begun < 6
    assert made.count("svg+xml") in (1, 2), "the others are set all the same"
    assert made.count("<code>") == 2 - made.count("svg+xml")


@pytest.mark.parametrize("source", ["a\\hspace{1000000000em}b", "\\rule{100000000em}{1em}", "\\rule{1em}{99999em}"])
def test_no_formula_is_larger_than_any_page(source: str) -> None:
    page = html_of(nodes_of(f"As ${source}$ says.\n"))
    assert typeset(page) == page


def test_a_text_of_formulas_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 0)
    page = html_of(nodes_of(TEXT))
    assert typeset(page) == page
