"""How long a text of a proposal may be: everyone who opens a page waits until it is read."""

from django.utils.translation import gettext as _

from foundation.web.exceptions import Refused

MOST = 100_000


def refuse_long(*texts: object) -> None:
    """Raise `Refused` for a text that is a book: it belongs into a document."""
    if any(isinstance(text, str) and len(text) > MOST for text in texts):
        raise Refused(_("This is too long: at most %(number)s characters.") % {"number": MOST})
