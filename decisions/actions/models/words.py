"""Words on one line: what is to be done, and why it was not."""

from django.utils.translation import gettext as _

from foundation.web.exceptions import Refused

MAX_WORDS = 300


def worded(words: str, refusal: str) -> str:
    """Return words on one line, at most 300 characters; raise `Refused` with the sentence when there are none."""
    found = " ".join(words.split())
    if not found:
        raise Refused(refusal)
    if len(found) > MAX_WORDS:
        raise Refused(_("This is too long: at most %(number)s characters.") % {"number": MAX_WORDS})
    return found
