"""Write people's words into a Markdown file so that they stay words: none begins a heading or a list of the file."""

import re

_SIGNS = re.compile(r"[\\`*_\[\]<>~]|&(?=#?\w+;)")
_STARTS = re.compile(r"^(\d{0,9})(?=[#+\-=.)])")


def in_line(words: str) -> str:
    """Return words as one line that reads as just these words."""
    line = _SIGNS.sub(lambda found: "\\" + found[0], " ".join(words.split()))
    return _STARTS.sub(lambda found: found[1] + "\\", line)


def quoted(text: str) -> str:
    """Return a text that is Markdown itself as a quote, out of which nothing of it reaches."""
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())
