"""Blanks at the edges of tracked changes in Word files: pandoc takes them out of the change, and lost words would come
back without them. A sign stands for each until it has read the file.
"""

import re

from richtext.exchange.bundles import rewritten

_SIGN = "\ue0e7"
_TRACKED = re.compile(r"<w:(ins|del) [^>]*[^/]>.*?</w:\1>", re.DOTALL)
_WORDS = re.compile(r"(<w:(?:t|delText)\b[^>]*>)([^<]*)(?=</w:)")
_EDGES = re.compile(r"^ +| +$")


def with_signs(data: bytes) -> bytes:
    """Return a file with a sign for each of these blanks."""
    return rewritten(data, {"word/document.xml": lambda text: _TRACKED.sub(_signed, text.replace(_SIGN, ""))})


def without_signs(html: str) -> str:
    """Return what was read of it with blanks again."""
    return html.replace(_SIGN, " ")


def _signed(change: re.Match[str]) -> str:
    return _WORDS.sub(lambda words: words[1] + _EDGES.sub(lambda blanks: _SIGN * len(blanks[0]), words[2]), change[0])
