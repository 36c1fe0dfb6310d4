"""The emoji there are, and the names by which one is written: `:tada:`. Needs no database.

`emoji.json` is made of Unicode's list by `npm run emoji`.
"""

import json
import re
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("emoji.json")
LONGEST = 24
"""Characters of the longest one, with all that says how it is drawn."""
NAMED = re.compile(r"(?<![\w:]):([a-z0-9_+\-]{2,40}):(?![\w:])")
DRAWN = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")
"""What says how a sign is drawn: in colour, in which tone of skin."""


def emoji_of(sign: str) -> str:
    """Return the one emoji that a sign is, as the table writes it: however it is to be drawn, and in whatever tone;
    nothing for what is none.
    """
    return _signs().get(DRAWN.sub("", sign), "") if len(sign) <= LONGEST else ""


def with_emoji(words: str) -> str:
    """Return words with signs in the place of their names; what names none stays as it is written."""
    return NAMED.sub(lambda found: _names().get(found[1], found[0]), words) if ":" in words else words


@cache
def _table() -> dict[str, str]:
    found: dict[str, str] = json.loads(TABLE.read_text(encoding="utf-8"))
    return found


@cache
def _signs() -> dict[str, str]:
    return {bare: sign for sign in _table() if (bare := DRAWN.sub("", sign))}


@cache
def _names() -> dict[str, str]:
    return {name: sign for sign, names in _table().items() for name in names.split()}
