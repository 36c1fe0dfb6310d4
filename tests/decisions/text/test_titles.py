"""What nobody has named is named, and what is too long for a name is cut."""

import pytest

from decisions.text.titles import shortened, title_from


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("Révoquer D-1\u00a0: «\u202fle joint\u202f»", "Révoquer D-1\u00a0: «\u202fle joint\u202f»"),
        (" It leaks,\n at\t6 bar. ", "It leaks, at 6 bar."),
        ("It leaks, at six bar and more", "It leaks, at six bar and …"),
        ("x" * 30, "x" * 26 + " …"),
    ],
)
def test_a_long_name_is_cut_at_a_word_and_keeps_the_spaces_at_which_no_line_breaks(words: str, line: str) -> None:
    assert shortened(words, 28) == line
    assert len(shortened(words, 28)) <= 28


def test_a_name_has_neither_marks_nor_words_that_were_struck_through() -> None:
    assert title_from("T-2 delivers ~~about 4~~ **3.8** % less water.\n") == "T-2 delivers 3.8 % less water"
    assert title_from("~~No part was changed.~~") == "~~No part was changed.~~"
