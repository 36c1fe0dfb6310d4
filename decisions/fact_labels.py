"""What facts that only these events have are called where people read them."""

from django.utils.translation import pgettext_lazy

FACT_LABELS = {
    "acted_at": pgettext_lazy("fact", "done"),
    "action": pgettext_lazy("fact", "action"),
    "addition": pgettext_lazy("fact", "adds it"),
    "asked": pgettext_lazy("fact", "people asked"),
    "blocks": pgettext_lazy("fact", "blocks the decision"),
    "came_true": pgettext_lazy("fact", "came true"),
    "circle": pgettext_lazy("fact", "circle"),
    "concerns": pgettext_lazy("fact", "concerns"),
    "cost": pgettext_lazy("fact", "cost"),
    "decides": pgettext_lazy("fact", "who decides"),
    "deputy": pgettext_lazy("fact", "deputy"),
    "done_on": pgettext_lazy("fact", "done on"),
    "element": pgettext_lazy("fact", "element"),
    "in_sync": pgettext_lazy("fact", "in a sync"),
    "lacking": pgettext_lazy("fact", "silent, times asked"),
    "next_on": pgettext_lazy("fact", "looked at next"),
    "owner": pgettext_lazy("fact", "owner"),
    "passed": pgettext_lazy("fact", "percent of the time that passed"),
    "position": pgettext_lazy("fact", "position"),
    "processes": pgettext_lazy("fact", "processes"),
    "review_months": pgettext_lazy("fact", "months until its review"),
    "revoked_by": pgettext_lazy("fact", "revoked by"),
    "round": pgettext_lazy("fact", "round"),
    "settled": pgettext_lazy("fact", "settled"),
    "since": pgettext_lazy("fact", "in force since"),
    "synchronised": pgettext_lazy("fact", "synchronised"),
    "successor": pgettext_lazy("fact", "replaced by"),
    "without": pgettext_lazy("fact", "without"),
}
