"""What nobody has named is named, and what is too long for a name is cut."""

import pytest

from decisions.text.titles import shortened


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
