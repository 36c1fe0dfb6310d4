"""Characters that Unicode allows and that databases cannot store, that are invisible, or that reorder or cover the text
around them.

Checked once, at the edge: by the middleware, forms, API schemas, file readers and whatever writes people's words into
files. Code behind them does not look at single characters.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

BOM = "\ufeff"
"""The byte order mark, by which spreadsheets know UTF-8."""
NO_NUL = r"^[^\x00]*$"
"""The pattern of a text without NUL characters, for pydantic, which takes no lone surrogates anyway."""
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""NUL characters and lone surrogates."""
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 forbids: a file that holds one such character cannot be read at all."""
INVISIBLE = re.compile("[\0- \x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]+")
"""Controls, spaces and zero-width characters, which browsers skip when they look for an address's scheme."""
EMPTY_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5")
"""Letters and symbols that show nothing: fillers of Hangul, the empty cell of Braille, and their like."""
DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of what follows, or end that another one does."""
MAX_MARKS = 4
"""So many marks stand above and below one letter in any language; more would run over the lines around it."""
_MARK = (
    "[\u0300-\u036f\u0483-\u0489\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_EXCESS_MARKS = re.compile(f"({_MARK}{{{MAX_MARKS}}}){_MARK}+")
UNACCENTED = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "’": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-"}
)
"""What no normal form takes apart into a letter and its accent."""


def is_storable(text: str) -> bool:
    """Whether both databases keep a text as it is."""
    return not UNSTORABLE.search(text)


def replace_nul(text: str, by: str = "\ufffd") -> str:
    """Return a text that PostgreSQL keeps; the replacement character is Markdown's and HTML's own answer to NUL."""
    return text.replace("\0", by)


def replace_not_in_xml(text: str, by: str = "\ufffd") -> str:
    """Return a text that may stand in a file of XML."""
    return NOT_IN_XML.sub(by, text)


def validate_name(name: str) -> None:
    """Refuse a person's name that nobody could read or that would turn the text beside it.

    Zero-width joiners stay: Persian and Hindi are written with them.

    :raises ValidationError: "Ada" written with such characters would pass for another person.
    """
    kinds = {unicodedata.category(character) for character in name if character not in "\u200c\u200d"}
    marks = "".join(
        "x" if unicodedata.category(character) in {"Mn", "Me"} else " "
        for character in unicodedata.normalize("NFD", name)
    )
    if EMPTY_LETTERS & set(name) or "x" * (MAX_MARKS + 1) in marks:
        raise ValidationError(_("A name has no empty characters, and no letter with more than four marks."))
    if not any(kind[0] in "LN" for kind in kinds) or kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        raise ValidationError(_("A name has letters or digits, and no invisible characters."))


def strip_disruptive(text: str) -> str:
    """Drop what would turn the text beside it or run over the lines around it."""
    return _EXCESS_MARKS.sub(r"\1", DIRECTION_CONTROLS.sub("", text))


def decompose(text: str) -> str:
    """Return a text in small letters with accents as characters of their own, which the caller drops."""
    return unicodedata.normalize("NFD", text.casefold().translate(UNACCENTED))
