"""Reads what a person typed as patterns that find it in names, whatever the accents and capitals.

The patterns are regular expressions that PostgreSQL and Python (which SQLite asks) read alike, so that both
databases find the same. Letters of people go in escaped, one by one: no pattern can take long.
"""

import re
from dataclasses import dataclass
from itertools import chain

from foundation.web.unicode_safety import UNACCENTED, decompose

MAX_LENGTH = 100
MAX_TERMS = 6
ACCENTS = "[\u0300-\u036f]*"
MARKS = re.compile("[\u0300-\u036f]")
REFERENCE = re.compile(r"([A-Za-z]{1,4})-?([0-9]{1,9}(?:\.[0-9]{1,9}){0,3})")


def _plain(letter: str) -> str:
    return MARKS.sub("", decompose(letter))


# All alphabets whose letters wear accents or have capitals lie below 0x2000, but for a few that read as themselves.
PLAIN = {
    letter: plain
    for letter in map(chr, chain(range(0x80, 0x2000), UNACCENTED))
    if not MARKS.match(letter) and (plain := _plain(letter)) != letter and len(plain) in (1, 2)
}
LOOKALIKES: dict[str, str] = {
    plain: "".join(letter for letter, other in PLAIN.items() if other == plain) for plain in sorted(set(PLAIN.values()))
}


def folded(text: str) -> str:
    """Return a text without accents and capitals: `Œuvre élevée` is `oeuvre elevee`."""
    return "".join(PLAIN.get(letter) or letter.lower() for letter in MARKS.sub("", text))


def pattern_of(term: str) -> str:
    """Return the pattern that finds a folded term in a name as people wrote it; capitals are the caller's to ignore."""
    found, at = "", 0
    while at < len(term):
        two = term[at : at + 2]
        one = "".join(_letter(letter) for letter in two)
        if len(two) == 2 and two in LOOKALIKES:
            found += f"(?:{one}|[{LOOKALIKES[two]}]{ACCENTS})"
            at += 2
        else:
            found += _letter(term[at])
            at += 1
    return found


def _letter(letter: str) -> str:
    # The hyphen stands first in its set, where it means itself.
    itself = f"[{letter}{LOOKALIKES[letter]}]" if letter in LOOKALIKES else re.escape(letter)
    return itself + (ACCENTS if letter.isalpha() else "")


@dataclass(frozen=True)
class SearchQuery:
    """What was typed: its terms, folded, and whether it names a person (`@bo`) or a thing (`D-12`)."""

    typed: str
    terms: tuple[str, ...]

    @classmethod
    def from_text(cls, typed: str) -> "SearchQuery":
        """Read what was typed; what is beyond 100 characters or 6 words is left out."""
        typed = " ".join("".join(c if c.isprintable() else " " for c in typed[:MAX_LENGTH]).split())
        return cls(typed, tuple(folded(typed.removeprefix("@")).split()[:MAX_TERMS]))

    @property
    def is_person(self) -> bool:
        """Whether a person is meant, by @handle."""
        return self.typed.startswith("@")

    @property
    def reference(self) -> str:
        """Return the reference it may be, as it is written (`D-12` for `d12`), or nothing."""
        match = REFERENCE.fullmatch(self.typed)
        return f"{match[1].upper()}-{match[2]}" if match else ""

    @property
    def patterns(self) -> tuple[str, ...]:
        """Return one pattern a term; a name is found when it has them all."""
        return tuple(pattern_of(term) for term in self.terms)

    @property
    def ranks(self) -> tuple[tuple[str, ...], ...]:
        """Return the ranks from the best, each as the patterns a name must have: it is the words, it begins with them,
        each of them begins a word of it. What has the words somewhere inside comes after these.
        """
        whole = r"\s+".join(self.patterns)
        return (f"^{whole}$",), (f"^{whole}",), tuple(rf"(^|\W){pattern}" for pattern in self.patterns)

    def rank(self, name: str) -> int | None:
        """Return how well a name answers, 0 is best; None when it does not."""
        if not self.terms or not _has(name, self.patterns):
            return None
        return next((rank for rank, patterns in enumerate(self.ranks) if _has(name, patterns)), len(self.ranks))

    def pieces(self, name: str) -> list[tuple[str, bool]]:
        """Cut a name into what was looked for (True) and what stands between."""
        if not self.terms:
            return [(name, False)]
        longest_first = sorted(self.patterns, key=len, reverse=True)
        parts = re.split(f"({'|'.join(longest_first)})", name, flags=re.IGNORECASE)
        return [(part, place % 2 == 1) for place, part in enumerate(parts) if part]


def _has(name: str, patterns: tuple[str, ...]) -> bool:
    return all(re.search(pattern, name, re.IGNORECASE) for pattern in patterns)
