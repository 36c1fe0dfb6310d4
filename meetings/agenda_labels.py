"""The words for the parts and kinds of an agenda."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meetings.agenda import Part

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
KINDS = {
    "action": _("late action"),
    "gate": _("gate"),
    "review": _("review"),
    "clause": _("suspect clause"),
    "agreement": _("each circle has spoken, nothing stands"),
    "objection": _("objection"),
    "decision": _("to be decided"),
    "info": _("decided by a circle inside: for information"),
    "suspended": _("holds a decision up"),
    "urgent": _("done first: to keep or to undo"),
    "tension": _("tension"),
    "added": _("added"),
}
