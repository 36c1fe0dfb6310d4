"""Name a proposal that nobody has named, and cut what is too long for a name."""

import re

BREAKS = re.compile(r"[ \t\r\n\f\v]+")
"""Spaces at which a line may break; those of French typography stay as they are, which `textwrap.shorten` does not."""


MARKS = re.compile(r"~~.+?~~\s?|<s>.+?</s>\s?|\*\*|</?(?:strong|em|u|code)>")
"""What a name goes without: words that are struck through, and what makes others bold."""


SENTENCE = re.compile(r".+?[.!?…](?=[ \u00a0\u202f]+[^\W\da-z_])|.+")
"""The first sentence of a line: what follows its full stop begins with a capital."""
CLAUSE = re.compile(r"(.{20,80})(?:[,;:]|[ \u00a0\u202f][(–—;:])[ \u00a0\u202f].*")
MOST = 160


def title_from(text: str) -> str:
    """Name a proposal by the first sentence of what it does; by the clauses with which a long one begins."""
    line = next((line.lstrip("#>*- ").strip() for line in text.splitlines() if line.strip("#>*- ")), "")
    line = MARKS.sub("", line).strip() or line
    found = SENTENCE.match(line)
    sentence = found[0].rstrip(".").strip() if found else line
    clause = CLAUSE.fullmatch(sentence) if len(sentence) > 80 else None
    return shortened(clause[1] if clause else sentence, MOST)


def shortened(words: str, most: int) -> str:
    """Write words on one line, cut at a word where they are longer than `most`."""
    line = BREAKS.sub(" ", words).strip()
    return line if len(line) <= most else line[: most - 2].rsplit(" ", 1)[0] + " …"
