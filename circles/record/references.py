"""Whether references such as D-12 lead to a page."""

from circles.projects.references import references
from foundation.audit.models import Entry
from foundation.web.pagination import number_in


def leads_somewhere(reference: str) -> bool:
    """Return whether a reference has a page: D-12 has one, PWR-OUT has none."""
    letter, _dash, digits = reference.partition("-")
    return letter in references() and number_in(digits) is not None


def has_page(entry: Entry) -> bool:
    """Return whether what an entry is about has a page by its reference; people choose a domain's key, which may read
    like a decision's.
    """
    return entry.subject_kind != "domain" and leads_somewhere(entry.reference)
