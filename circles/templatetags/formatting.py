"""Filters of all templates: money and times as the reader writes them, syncs, references that lead somewhere."""

from typing import TYPE_CHECKING

from django import template

from circles import sync_names
from circles.extension_registry import merged
from web import formatting
from web.pagination import number_in

if TYPE_CHECKING:
    from audit.models import Entry
    from circles.models import Circle

register = template.Library()
for _filter in (
    formatting.money,
    formatting.currency_sign,
    formatting.day,
    formatting.day_short,
    formatting.until,
    formatting.clock,
    formatting.lately,
    formatting.near_day,
    formatting.lately_day,
    formatting.day_alone,
    formatting.in_threes,
    formatting.moment,
    formatting.in_words,
    formatting.in_fours,
):
    register.filter(_filter.__name__, _filter)
register.simple_tag(formatting.clock_pattern)


@register.filter
def the_sync(circle: "Circle") -> str:
    """Call a circle's sync as a sentence does: the general sync, the sync of Design."""
    return sync_names.the_sync(circle)


def leads_somewhere(reference: str) -> bool:
    """Say whether a reference has a page: D-12 has one, PWR-OUT has none."""
    letter, _dash, digits = reference.partition("-")
    return letter in merged("references") and number_in(digits) is not None


@register.filter
def has_page(entry: "Entry") -> bool:
    """Say whether what an entry is about has a page by its reference; people choose a domain's key, which may read
    like a decision's.
    """
    return entry.subject_kind != "domain" and leads_somewhere(entry.reference)
