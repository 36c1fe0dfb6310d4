"""How a circle's sync is called: as a title in its project's language, and inside a sentence in the reader's."""

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foundation.web.unicode_safety import decompose

if TYPE_CHECKING:
    from circles.circles.models import Circle


def sync_title(circle: "Circle", language: str) -> str:
    """Call it by name, in its project's language: General sync, Design sync."""
    with translation.override(language):
        if circle.is_general:
            return _("General sync")
        if begins_softly(circle.name):
            return pgettext("the name begins with a vowel", "%(circle)s sync") % {"circle": circle.name}
        return _("%(circle)s sync") % {"circle": circle.name}


def the_sync(circle: "Circle") -> str:
    """Call it inside a sentence: the general sync, the sync of Design."""
    if circle.is_general:
        return _("the general sync")
    if begins_softly(circle.name):
        return pgettext("the name begins with a vowel", "the sync of %(circle)s") % {"circle": circle.name}
    return _("the sync of %(circle)s") % {"circle": circle.name}


def begins_softly(name: str) -> bool:
    """Return whether French shortens the word before this name: d’Électronique, d’Hydraulique, but de Hall."""
    letters = decompose(name)
    return letters[:1] in set("aeiou") or (letters[:1] == "h" and letters[1:2] in set("eiouy"))
