"""Show the texts of proposals and decisions, and what changed between two of them."""

from django import template
from django.utils.safestring import SafeString

from decisions.decisions.text.rich_text import shown, shown_changes

register = template.Library()


@register.filter
def prose(text: str) -> SafeString:
    """Show a text as rich text."""
    return shown(text)


@register.filter
def changed_into(before: str, after: str) -> SafeString:
    """Show a text with what went and what came since the one before."""
    return shown_changes(before, after)
