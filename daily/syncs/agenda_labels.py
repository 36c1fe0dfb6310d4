"""The words for the parts and kinds of an agenda."""

from django.utils.translation import pgettext_lazy

from daily.syncs.agenda import Part

PARTS = {
    Part.OPENING: pgettext_lazy("part of a sync", "Opening"),
    Part.EXCEPTIONS: pgettext_lazy("part of a sync", "Exceptions"),
    Part.AGREEMENTS: pgettext_lazy("part of a sync", "Quick agreements"),
    Part.DECISIONS: pgettext_lazy("part of a sync", "To decide"),
    Part.INFORMATION: pgettext_lazy("part of a sync", "Synchronised since yesterday"),
    Part.TENSIONS: pgettext_lazy("part of a sync", "Tensions"),
    Part.ADDED: pgettext_lazy("part of a sync", "Added"),
    Part.CLOSING: pgettext_lazy("part of a sync", "Closing"),
}
