"""What facts that only these events have are called where people read them."""

from django.utils.translation import pgettext_lazy

FACT_LABELS = {
    "waits_for": pgettext_lazy("fact", "waits for"),
}
