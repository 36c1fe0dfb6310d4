"""Filters of all templates: money and times as the reader writes them, syncs, references that lead somewhere,
and words that stay words in Markdown.
"""

from typing import TYPE_CHECKING

from django import template

from circles.circles.models import sync_names
from circles.record.linked_keys import with_keys
from circles.record.references import has_page
from foundation.web import formatting, markdown_safe, time_left

if TYPE_CHECKING:
    from circles.circles.models import Circle

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
    time_left.time_left,
    time_left.bare_time_left,
):
    register.filter(_filter.__name__, _filter)
register.simple_tag(formatting.clock_pattern)
register.simple_tag(formatting.locale_tag)


@register.filter
def in_line(words: object) -> str:
    """Write words into a line of Markdown as just these words."""
    return markdown_safe.in_line(str(words))


@register.filter
def as_quote(text: str) -> str:
    """Write a text with Markdown of its own so that it stays inside a quote."""
    return markdown_safe.quoted(text)


@register.filter
def the_sync(circle: "Circle") -> str:
    """Call a circle's sync as a sentence does: the general sync, the sync of Design."""
    return sync_names.the_sync(circle)


register.filter(has_page)
register.filter(with_keys)
