"""Words that were looked for are found again in texts."""

from hypothesis import given
from hypothesis import strategies as st

from across.search.matching import Matcher, SearchTerm, plain_words_in
from across.search.stems import WORD, forms, plain_word

SPELLINGS = (
    "Pompe", "pumps", "dying", "die", "Éolienne", "eolienne", "eau", "D-12", "d12", "EN-60335", "œuvre", "oeuvre",
    "Straße", "strasse", "3", "3d", "yttrium", "iris", "Élan", "naïve", "naive", "État", "etat", "İst", "ſun", "sun",
    "ﬁle",
)  # fmt: skip


@given(st.lists(st.sampled_from(SPELLINGS)), st.lists(st.sampled_from(SPELLINGS), min_size=1, max_size=3), st.data())
def test_a_phrase_stands_where_its_words_follow_each_other(
    words: list[str], sought: list[str], data: st.DataObject
) -> None:
    text = "".join(word + data.draw(st.sampled_from((" ", ", ", "_", "’", "\n"))) for word in words)
    phrase, read = plain_words_in(" ".join(sought)), plain_words_in(text)
    stands = any(read[at : at + len(phrase)] == phrase for at in range(len(read)))
    assert Matcher((), [phrase]).has_phrases("", text) is stands


@given(st.lists(st.sampled_from(SPELLINGS)), st.lists(st.sampled_from(SPELLINGS), min_size=2, max_size=3), st.data())
def test_only_words_that_may_answer_are_looked_at_and_none_is_missed(
    words: list[str], sought: list[str], data: st.DataObject
) -> None:
    text = "".join(word + data.draw(st.sampled_from((" ", ", ", "-", "_", "’", "\n", "."))) for word in words)
    any_of = frozenset[str]().union(*(forms(word) for word in sought), map(plain_word, sought))

    def answers(word: str) -> bool:
        parts = [word.replace("-", ""), *word.split("-")] if "-" in word else [word]
        return any(plain_word(part) in any_of or forms(part) & any_of for part in parts)

    matcher = Matcher([SearchTerm(plain_word(word), forms(word)) for word in sought])
    expected = [(one.start(), place) for place, one in enumerate(WORD.finditer(text)) if answers(one[0])]
    assert [(match.start, match.place) for match in matcher.matches(text)] == expected


def test_a_phrase_of_one_word_is_shown_where_it_stands() -> None:
    matcher = Matcher([SearchTerm("pump", frozenset({"pump"}))], [["pump"]], 0)
    assert [(match.start, match.end) for match in matcher.matches("The big pump turns, pumps turn")] == [(8, 12)]
