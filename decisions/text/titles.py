"""Name a proposal that nobody has named, and cut what is too long for a name."""

import re

BREAKS = re.compile(r"[ \t\r\n\f\v]+")
"""Spaces at which a line may break; those of French typography stay as they are, which `textwrap.shorten` does not."""


MARKS = re.compile(r"~~.+?~~\s?|<s>.+?</s>\s?|\*\*|</?(?:strong|em|u|code)>")
"""What a name goes without: words that are struck through, and what makes others bold."""


def title_from(text: str) -> str:
    """Name a proposal by the first line of what it does, cut at a word."""
    line = next((line.lstrip("#>*- ").strip() for line in text.splitlines() if line.strip("#>*- ")), "")
    line = MARKS.sub("", line).strip() or line
    if len(line) <= 80:
        return line.rstrip(".")
    return line[:80].rsplit(" ", 1)[0] + "…"


def shortened(words: str, most: int) -> str:
    """Write words on one line, cut at a word where they are longer than `most`."""
    line = BREAKS.sub(" ", words).strip()
    return line if len(line) <= most else line[: most - 2].rsplit(" ", 1)[0] + " …"
