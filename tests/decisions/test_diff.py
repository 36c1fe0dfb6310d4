"""What changed between two texts, as people read it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.diff import Part, paragraphs, parts


@pytest.mark.parametrize(
    ("before", "after", "read"),
    [
        ("We buy one.", "We buy one.", [Part("same", "We buy one.")]),
        ("", "New.", [Part("ins", "New.")]),
        ("Old.", "", [Part("del", "Old.")]),
        (
            "with a new 60 A connector",
            "on the present PWR-OUT connector",
            [Part("del", "with a new 60 A"), Part("ins", "on the present PWR-OUT"), Part("same", " connector")],
        ),
        ("at 3,200 € now", "at 3,440 € now", [
            Part("same", "at "), Part("del", "3,200"), Part("ins", "3,440"), Part("same", " € now"),
        ]),
    ],
)  # fmt: skip
def test_words_that_went_stand_before_words_that_came(before: str, after: str, read: list[Part]) -> None:
    assert parts(before, after) == read


words = st.lists(st.sampled_from(["a", "b", "c,", "PWR-OUT", "\n\n", " ", "é", "3.5"]), max_size=20).map("".join)


@given(words, words)
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    found = parts(before, after)
    assert "".join(part.text for part in found if part.kind != "ins") == before
    assert "".join(part.text for part in found if part.kind != "del") == after


@given(words, words)
def test_paragraphs_lose_no_word(before: str, after: str) -> None:
    read = "".join(part.text for paragraph in paragraphs(before, after) for part in paragraph if part.kind != "del")
    assert re.sub(r"\s", "", read) == re.sub(r"\s", "", after)
