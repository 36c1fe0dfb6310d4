"""Whose is it? A tension finds the roles and domains whose words it shares. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

SHORTEST = 4
"""Shorter words say little, and are in nearly every sentence."""
STEM = 5
"""So many letters of a word are compared: its forms share them in both languages."""


@dataclass(frozen=True)
class NamedRole:
    """A role, or a circle that holds a domain, with the words that say what is its own; `key` is the caller's."""

    key: str
    name: str
    words: str


def stems_of(words: str) -> set[str]:
    """Return what words are compared by: without accents and case, their beginnings; keys (PWR-OUT) as they are."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    found = re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", letters)
    return {one if "-" in one else one[:STEM] for one in found if len(one) >= SHORTEST}


def whose(tension: str, roles: Iterable[NamedRole]) -> list[NamedRole]:
    """Return the roles that share words with a tension, who shares most first; a word counts more the fewer roles have
    it, and most where it is in a role's name.
    """
    every = list(roles)
    asked = stems_of(tension)
    said = [(stems_of(one.name), stems_of(f"{one.name} {one.words}")) for one in every]
    common = {stem: sum(stem in words for _name, words in said) for stem in asked}
    scores = [score(asked, name, words, common) for name, words in said]
    order = sorted(range(len(every)), key=lambda at: (-scores[at], at))
    return [every[at] for at in order if scores[at] > 0]


def score(asked: set[str], name: set[str], words: set[str], common: "dict[str, int]") -> float:
    """Weigh what a role shares with a tension."""
    return sum((2 if stem in name else 1) / common[stem] for stem in asked & words)
