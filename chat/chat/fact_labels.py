"""What facts that only these events have are called where people read them."""

from django.utils.translation import pgettext_lazy

FACT_LABELS = {
    "files": pgettext_lazy("fact", "files"),
    "line": pgettext_lazy("fact", "in a line"),
    "messages": pgettext_lazy("fact", "messages"),
    "outcome": pgettext_lazy("fact", "outcome"),
    "topics": pgettext_lazy("fact", "topics"),
}
