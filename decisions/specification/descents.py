"""Which clauses become which, as people write it: a line each, `SPEC-4.2 → SPEC-4.7, SPEC-4.8`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

type Descent = tuple[list[str], list[str]]
"""Keys of clauses, and the keys of those that they become."""

ARROW = re.compile(r"→|[-=]{1,3}>")
BETWEEN = re.compile(r"[\s,;]+")


def read_descents(words: str) -> list[Descent]:
    """Read a line each.

    :raises ValueError: with the line that has no arrow, or nothing on one side of it.
    """
    found: list[Descent] = []
    for line in filter(None, map(str.strip, words.splitlines())):
        sides = [split_keys(side) for side in ARROW.split(line)]
        if len(sides) != 2 or not all(sides):
            raise ValueError(line)
        found.append((sides[0], sides[1]))
    return found


def split_keys(words: str) -> list[str]:
    """Return the keys that stand in words, with blanks or commas between them."""
    return tidy_keys(key for key in BETWEEN.split(words) if key)


def tidy_keys(keys: Iterable[str]) -> list[str]:
    """Return keys in capitals, each once."""
    return list(dict.fromkeys(key.strip().upper() for key in keys))


def becoming(descents: Iterable[Descent]) -> dict[str, list[str]]:
    """Return by key of each clause what it becomes, itself included where it stays."""
    found: dict[str, list[str]] = {}
    for before, after in descents:
        for key in before:
            found[key] = list(dict.fromkeys([*found.get(key, ()), *after]))
    return found


def write_descents(becomes: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Write by key what each becomes: clauses that become the same one stand on one line."""
    together: dict[tuple[str, ...], list[str]] = {}
    for key, after in becomes:
        together.setdefault((key, *after) if len(after) > 1 else ("", *after), []).append(key)
    return "\n".join(f"{', '.join(keys)} → {', '.join(after)}" for (_own, *after), keys in together.items())
