"""What is typed finds a name whatever its accents and capitals, and nothing typed means more than its letters."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.web.name_patterns import MAX_TERMS, SearchQuery, folded

FINDS = [
    ("epreuve", "Épreuve de pression"),
    ("ÉPREUVE", "epreuve de pression"),
    ("epreuve", "E\u0301preuve, the accent typed apart"),
    ("oeuvre", "Main d'œuvre"),
    ("œuvre", "Main d'OEUVRE"),
    ("d'oeuvre", "Main d’œuvre"),
    ("strasse", "Straße 3"),
    ("pompe jauge", "Jauge de la pompe"),
    ("a+b (c)", "Model A+B (C)"),
    ("насос", "Насос высокого давления"),
]
FINDS_NOT = [("p.mpe", "Pompe"), ("%", "Pompe"), ("pompe jauge", "Pompe")]


@pytest.mark.parametrize(("typed", "name"), FINDS)
def test_typed_words_find_a_name(typed: str, name: str) -> None:
    assert SearchQuery.from_text(typed).rank(name) is not None


@pytest.mark.parametrize(("typed", "name"), [*FINDS_NOT, ("", "Pompe")])
def test_typed_words_find_no_other_name(typed: str, name: str) -> None:
    assert SearchQuery.from_text(typed).rank(name) is None


def test_an_exact_name_ranks_best_then_a_prefix_then_a_word_then_a_substring() -> None:
    names = ["Motopompes", "Jauge de pompe", "Pompe à chaleur", "Pompe"]
    assert sorted(names, key=lambda name: SearchQuery.from_text("pompe").rank(name) or 0) == names[::-1]


@pytest.mark.parametrize(
    ("typed", "reference"),
    [("D-12", "D-12"), ("d12", "D-12"), ("doc-3", "DOC-3"), ("D-", ""), ("see D-12", ""), ("", "")],
)
def test_a_reference_is_read_as_people_type_it(typed: str, reference: str) -> None:
    assert SearchQuery.from_text(typed).reference == reference


def test_matches_are_highlighted_as_they_are_written() -> None:
    assert SearchQuery.from_text("élé").pieces("Relever, ELEVER") == [
        ("R", False),
        ("ele", True),
        ("ver, ", False),
        ("ELE", True),
        ("VER", False),
    ]


@given(st.text(max_size=40), st.text(max_size=10), st.text(max_size=10))
def test_every_typed_text_finds_a_name_that_contains_it(typed: str, before: str, after: str) -> None:
    words = SearchQuery.from_text(typed)
    name = f"{before} {words.typed.removeprefix('@')} {after}"
    if words.terms and len(words.terms) < MAX_TERMS:
        assert words.rank(name) is not None
        assert "".join(piece for piece, _ in words.pieces(name)) == name


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize("letter", ["a", "e", "(", "\\", "oe"])
def test_no_typed_text_takes_a_second(letter: str) -> None:
    words = SearchQuery.from_text(" ".join([letter * 16] * 6))
    began = time.process_time()
    words.rank(letter * 100_000 + "!")
    words.rank("é" * 100_000)
    assert time.process_time() - began < 1
