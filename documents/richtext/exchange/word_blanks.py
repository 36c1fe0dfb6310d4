"""Blanks at the edges of tracked changes in Word files: pandoc takes them out of the change, and lost words would come
back without them. A sign stands for each until it has read the file.
"""

import re

from documents.richtext.exchange.bundles import rewritten
from documents.richtext.exchange.word_looks import FILE
from documents.richtext.exchange.xml_elements import begin_of, with_elements

_SIGN = "\ue0e7"
_TRACKED = begin_of("w:ins", "w:del")
_WORDS = re.compile(r"(<w:(?:t|delText)\b[^<>]*>)([^<]*)(?=</w:)")


def with_signs(data: bytes) -> bytes:
    """Return a file with a sign for each of these blanks."""
    return rewritten(data, {FILE: lambda text: with_elements(text.replace(_SIGN, ""), _TRACKED, _signed)})


def without_signs(html: str) -> str:
    """Return what was read of it with blanks again."""
    return html.replace(_SIGN, " ")


def _signed(change: str) -> str:
    return _WORDS.sub(lambda words: words[1] + _with_signs_at_edges(words[2]), change)


def _with_signs_at_edges(words: str) -> str:
    begun = words.lstrip(" ")
    whole = begun.rstrip(" ")
    return _SIGN * (len(words) - len(begun)) + whole + _SIGN * (len(begun) - len(whole))
