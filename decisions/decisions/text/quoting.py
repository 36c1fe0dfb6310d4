"""Whether words that a person quotes stand in a text. Pure: it forgives how they were typed, never what they say."""

import re
import unicodedata

LEAST_WORDS = 3
"""A shorter quote stands in any text."""
WORD = re.compile(r"\w+(?:[.,]\d+)*")
LEFT_OUT = re.compile(r"\[\s*(?:…|\.{3})\s*\]|…|\.{3}")


def words_of(text: str) -> list[str]:
    """Return the words of a text in order, without case, marks and spaces; accents and decimals count."""
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def is_quoted(quote: str, text: str) -> bool:
    """Return whether a text has these words in this order; what … or [...] leaves out may be anything.

    A quote has three words at least, or all the words that the text has.
    """
    have, at = words_of(text), 0
    parts = [part for part in map(words_of, LEFT_OUT.split(quote)) if part]
    if sum(map(len, parts)) < min(LEAST_WORDS, max(len(have), 1)):
        return False
    for part in parts:
        found = next((i for i in range(at, len(have)) if have[i : i + len(part)] == part), None)
        if found is None:
            return False
        at = found + len(part)
    return True
