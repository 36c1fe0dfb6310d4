"""Words of people on their way into a field: one line, or several."""

from django.utils.translation import gettext as _

from foundation.web.exceptions import Refused


def on_one_line(words: str, most: int, refusal: str = "") -> str:
    """Return words on one line; raise `Refused` with the sentence when there are none, or when they are too long."""
    return _within(" ".join(words.split()), most, refusal)


def in_lines(words: str, most: int, refusal: str = "") -> str:
    """Return words as they are, without space around; raise `Refused` as `on_one_line` does."""
    return _within(words.strip(), most, refusal)


def _within(words: str, most: int, refusal: str) -> str:
    if not words and refusal:
        raise Refused(refusal)
    if len(words) > most:
        raise Refused(_("This is too long: at most %(number)s characters.") % {"number": most})
    return words
