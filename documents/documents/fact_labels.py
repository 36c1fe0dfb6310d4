"""What facts that only these events have are called where people read them."""

from django.utils.translation import pgettext_lazy

FACT_LABELS = {
    "below": pgettext_lazy("fact", "below the page"),
    "folder": pgettext_lazy("fact", "in the folder"),
    "opened_by": pgettext_lazy("fact", "opened by"),
    "protected": pgettext_lazy("fact", "with a password"),
    "author": pgettext_lazy("fact", "suggested by"),
    "changes": pgettext_lazy("fact", "changes"),
    "circles": pgettext_lazy("fact", "circles"),
    "document": pgettext_lazy("fact", "document"),
    "made": pgettext_lazy("fact", "made version"),
    "readers": pgettext_lazy("fact", "read by"),
    "resolved_as": pgettext_lazy("fact", "resolved as"),
    "version": pgettext_lazy("fact", "version"),
}
