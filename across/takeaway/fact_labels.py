"""What facts that only these events have are called where people read them."""

from django.utils.translation import pgettext_lazy

FACT_LABELS = {
    "entries": pgettext_lazy("fact", "entries of the record"),
    "whole": pgettext_lazy("fact", "with everything"),
}
