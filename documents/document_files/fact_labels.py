"""What facts that only these events have are called where people read them."""

from django.utils.translation import pgettext_lazy

FACT_LABELS = {
    "first": pgettext_lazy("fact", "from"),
    "format": pgettext_lazy("fact", "format"),
    "last": pgettext_lazy("fact", "until"),
    "versions": pgettext_lazy("fact", "versions"),
}
