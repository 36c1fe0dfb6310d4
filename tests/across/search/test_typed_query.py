"""What is typed is read as words, phrases and filters; days are read as people name them."""

from datetime import date

import pytest

from across.search.matching import Matcher, SearchTerm, excerpt, fit
from across.search.models import Text
from across.search.stems import forms, plain_word
from across.search.typed_filters import read_typed
from across.search.typed_query import days_in, kind_in, states_in

TODAY = date(2026, 11, 28)


def terms(*words: str) -> list[SearchTerm]:
    return [SearchTerm(plain_word(word), forms(word)) for word in words]


@pytest.mark.parametrize(
    ("typed", "words", "phrases", "filters"),
    [
        ("seal leak", "seal leak", (), ()),
        ("seal from:ada", "seal", (), (("person", "ada"),)),
        ("de:ada dans:hydraulique", "", (), (("person", "ada"), ("circle", "hydraulique"))),
        ('in:"supply chain" seal', "seal", (), (("circle", "supply chain"),)),
        ("dans:« chaîne d’achat » joint", "joint", (), (("circle", "chaîne d’achat"),)),
        ('"lip seal" new', "new", ("lip seal",), ()),
        ("« joint à lèvre » neuf", "neuf", ("joint à lèvre",), ()),
        ('"never closed', "", ("never closed",), ()),
        ("ratio 3:2 http://a.example", "ratio 3:2 http://a.example", (), ()),
        ("from: ada", "from: ada", (), ()),
        ("après:juin", "", (), (("since", "juin"),)),
        ('"', '"', (), ()),
    ],
)
def test_typed_text_is_read(
    typed: str, words: str, phrases: tuple[str, ...], filters: tuple[tuple[str, str], ...]
) -> None:
    query = read_typed(typed)
    assert (query.words, query.phrases, query.filters) == (words, phrases, filters)


def test_only_a_last_word_may_be_unfinished() -> None:
    assert read_typed("seal lea").is_unfinished
    assert not read_typed("seal lea ").is_unfinished
    assert not read_typed("lea from:ada").is_unfinished
    assert not read_typed('"seal lea').is_unfinished


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-02-03", date(2026, 2, 3), date(2026, 2, 3)),
        ("june", date(2026, 6, 1), date(2026, 6, 30)),
        ("Décembre", date(2025, 12, 1), date(2025, 12, 31)),
        ("août-2024", date(2024, 8, 1), date(2024, 8, 31)),
        ("hier", date(2026, 11, 27), date(2026, 11, 27)),
        ("7j", date(2026, 11, 21), TODAY),
        ("today", TODAY, TODAY),
    ],
)
def test_days_are_read(words: str, first: date, last: date) -> None:
    assert days_in(words, TODAY) == (first, last)


@pytest.mark.parametrize("words", ["", "2026-13", "2026-02-30", "soon", "99999d9", "0000", "june-99999"])
def test_what_is_no_day_is_none(words: str) -> None:
    assert days_in(words, TODAY) is None


def test_states_and_kinds_are_known_in_both_languages() -> None:
    assert states_in("Ouverte") == states_in("open") == {"open"}
    assert states_in("en vigueur") == states_in("in-force") == {"in_force"}
    assert states_in("fermé") == {"done", "ended"}
    assert states_in("blue") == frozenset()
    assert all(states_in(state) == {state} for state in Text.State.values if state)
    assert kind_in("Décision") == kind_in("decisions") == "decisions"
    assert kind_in("unicorn") == ""


def test_an_excerpt_shows_where_the_words_stand_together() -> None:
    text = "The seal. " + "Nothing here. " * 60 + "At 4 bar the seals leak, says A-12. " + "Nothing more. " * 60
    found = excerpt(text, Matcher(terms("seal", "leaking", "A12")))
    assert [words for words, is_asked in found if is_asked] == ["seals", "leak", "A-12"]
    assert found[0] == ("… ", False)
    assert found[-1] == (" …", False)
    assert len("".join(words for words, _ in found)) < 240
    assert excerpt("Short.", Matcher(terms("seal"))) == (("Short.", False),)


def test_an_excerpt_of_a_list_shows_its_items_apart() -> None:
    (whole,) = excerpt("- Shaft seal\n- Bearings\n> 2 - 1 bar", Matcher(terms("pump")))
    assert whole == ("Shaft seal · Bearings · 2 - 1 bar", False)


def test_a_word_of_a_text_fits_better_than_the_beginning_of_one_in_a_title() -> None:
    matcher = Matcher([SearchTerm("lea", frozenset({"lea"}), endings=frozenset({"lea", "leak"}))])
    in_title = fit("Leak", matcher.matches("Leak"), (), 1)
    assert fit("Notes", (), matcher.matches("Read by Léa"), 1) > in_title > 0


def test_a_title_fits_better_than_a_text_and_what_stands_together_better_than_what_is_scattered() -> None:
    matcher = Matcher(terms("seal", "leak"))

    def value(title: str, text: str) -> float:
        return fit(title, matcher.matches(title), matcher.matches(text), 2)

    whole, longer = value("Seal leak", ""), value("Seal leak at farm two today", "")
    near, far = value("", "a seal leak"), value("", "a seal " + "and so on " * 30 + "a leak")
    assert whole > longer > near > far > value("", "a seal") > 0
    assert near > value("", "a leaking of seals")
