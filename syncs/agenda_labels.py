"""The words for the parts and kinds of an agenda."""

from typing import Any

from django.utils.translation import ngettext, pgettext_lazy

from syncs.agenda import Part

PARTS = {
    Part.OPENING: pgettext_lazy("part of a sync", "Opening"),
    Part.EXCEPTIONS: pgettext_lazy("part of a sync", "Exceptions"),
    Part.AGREEMENTS: pgettext_lazy("part of a sync", "Consent batch"),
    Part.DECISIONS: pgettext_lazy("part of a sync", "Objections"),
    Part.INFORMATION: pgettext_lazy("part of a sync", "For information"),
    Part.TENSIONS: pgettext_lazy("part of a sync", "Tensions"),
    Part.ADDED: pgettext_lazy("part of a sync", "Added"),
    Part.CLOSING: pgettext_lazy("part of a sync", "Closing"),
}
SIGNS = {"no_objection": "consent", "concern": "concern", "time": "time", "objection": "objection", "pass": "pass"}


def words_for(sign: str, number: int) -> str:
    """Say how many said what."""
    words: dict[str, Any] = {
        "consent": ngettext("%(n)d no objection", "%(n)d no objection", number),
        "concern": ngettext("%(n)d concern", "%(n)d concerns", number),
        "time": ngettext("%(n)d needs time", "%(n)d need time", number),
        "objection": ngettext("%(n)d objection", "%(n)d objections", number),
        "pass": ngettext("%(n)d not theirs to judge", "%(n)d not theirs to judge", number),
        "silent": ngettext("%(n)d silent", "%(n)d silent", number),
    }
    return str(words[sign] % {"n": number})
