"""What facts that only these events have are called where people read them."""

from django.utils.translation import pgettext_lazy

FACT_LABELS = {
    "actions": pgettext_lazy("fact", "actions"),
    "minutes": pgettext_lazy("fact", "minutes"),
    "on": pgettext_lazy("fact", "on"),
    "point": pgettext_lazy("fact", "point"),
    "step": pgettext_lazy("fact", "step"),
}
