"""What facts that only these events have are called where people read them."""

from django.utils.translation import pgettext_lazy

FACT_LABELS = {
    "against": pgettext_lazy("fact", "goes against"),
    "alternatives": pgettext_lazy("fact", "alternatives considered"),
    "answer": pgettext_lazy("fact", "answer"),
    "chosen": pgettext_lazy("fact", "chose"),
    "learned": pgettext_lazy("fact", "what we now know"),
    "questions": pgettext_lazy("fact", "questions"),
    "reopen_if": pgettext_lazy("fact", "reopen if"),
    "sort": pgettext_lazy("fact", "kind"),
    "syncs": pgettext_lazy("fact", "syncs"),
    "tracks": pgettext_lazy("fact", "tracks"),
}
