"""What facts that only these events have are called where people read them."""

from django.utils.translation import pgettext_lazy

FACT_LABELS = {
    "clauses": pgettext_lazy("fact", "clauses"),
    "into": pgettext_lazy("fact", "became"),
    "look": pgettext_lazy("fact", "what was said"),
    "parents": pgettext_lazy("fact", "comes from"),
    "retired": pgettext_lazy("fact", "retired"),
}
