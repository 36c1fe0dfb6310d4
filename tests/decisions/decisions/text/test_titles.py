"""What nobody has named is named, and what is too long for a name is cut."""

import pytest

from decisions.decisions.text.titles import shortened, title_from


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


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("We change the seal. It leaks at 6 bar.\nSix weeks.", "We change the seal"),
        ("Order 3.5 t of steel, approx. a year of it.", "Order 3.5 t of steel, approx. a year of it"),
        (
            "We order the seals of the second supplier, who delivers within two weeks, and keep those of the first.",
            "We order the seals of the second supplier, who delivers within two weeks",
        ),
        ("Qui paie\u202f? Nous payons.", "Qui paie\u202f?"),
        ("one " * 30, ("one " * 30).strip()),
        ("", ""),
    ],
)
def test_a_proposal_is_named_by_a_whole_sentence_or_by_whole_clauses(text: str, title: str) -> None:
    assert title_from(text) == title


def test_a_title_fits_its_field() -> None:
    assert len(title_from("word " * 60)) <= 160


def test_a_name_has_neither_marks_nor_words_that_were_struck_through() -> None:
    assert title_from("T-2 delivers ~~about 4~~ **3.8** % less water.\n") == "T-2 delivers 3.8 % less water"
    assert title_from("~~No part was changed.~~") == "~~No part was changed.~~"
