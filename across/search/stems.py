"""Breaks texts into what they are found by: words without accents, and their stems in every language.

The database compares what comes out of here and knows no language itself, so that both databases find the same.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from foundation.web.languages import LANGUAGES
from foundation.web.name_patterns import folded

AT_MOST = 8
"""So many words of a query count."""
LONGEST = 60
STEMMED_FROM = 4
"""Letters."""
# A reference (D-12, EN-60335) is found as one word, by what stands before and after its hyphen too.
WORD_START, REFERENCE = r"(?<![^\W_])", r"[A-Za-z]{1,6}-[0-9]{1,9}(?![^\W_])"
WORD = re.compile(rf"{WORD_START}({REFERENCE})|([^\W_]+)")

STEMMERS = tuple(language.stemmer for language in LANGUAGES.values() if language.stemmer)
"""Of every language that is offered: with another one all is indexed anew (`across.search.index_version`)."""
_stemmers = [snowballstemmer.stemmer(name) for name in STEMMERS]


@lru_cache(maxsize=50_000)
def forms(word: str) -> frozenset[str]:
    """Return what a word is found by: itself and its stems, with its accents read and without.

    People leave accents out, and a French ending is often known by one: both ways lead to the word. Short words have no
    stems: `lea` is not `les`.
    """
    lower = word.casefold()
    plain = _plain(lower)
    if len(plain) < STEMMED_FROM:
        return frozenset({plain} - {""})
    stems = {stemmer.stemWord(one) for stemmer in _stemmers for one in (lower, plain)}
    return frozenset({plain, *map(_plain, stems)} - {""})


@lru_cache(maxsize=50_000)
def plain_word(word: str) -> str:
    """Return a word without accents and capitals."""
    return _plain(word.casefold())


def _plain(word: str) -> str:
    return "".join(character for character in folded(word) if character.isalnum())[:LONGEST]


def words_in(text: str) -> list[str]:
    """Return the words of a text as they are written; of a reference the whole (`D12`) and its two halves."""
    found = []
    for reference, word in WORD.findall(text):
        found += [reference.replace("-", ""), *reference.split("-")] if reference else [word]
    return found


def stems_of(texts: Iterable[str]) -> str:
    """Return all that texts are found by, each once, with spaces between: `eau eaux fuit fuite`."""
    words = {word for text in texts for word in words_in(text)}
    return " ".join(sorted({form for word in words for form in forms(word)}))


def plain_words_of(texts: Iterable[str]) -> set[str]:
    """Return the words of texts without accents and capitals."""
    return {plain for text in texts for word in words_in(text) if (plain := plain_word(word))}


def asked(typed: str) -> list[frozenset[str]]:
    """Return for each word of a query what it may be found by; a thing answers that has one of each.

    A reference is one word. Single letters (of `l'eau`) count only where there is nothing else.
    """
    return [terms for word in words_asked(typed) if (terms := forms(word))]


def words_asked(typed: str) -> list[str]:
    """Return the words of a query that count."""
    words = [reference.replace("-", "") or word for reference, word in WORD.findall(typed)]
    long = [word for word in words if len(word) > 1 or word.isdigit()]
    return (long or words)[:AT_MOST]
