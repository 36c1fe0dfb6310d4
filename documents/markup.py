"""A document's nodes as markup for templates."""

from django.utils.safestring import SafeString, mark_safe

from documents.render import html_of
from documents.tree import Node


def markup_of(nodes: list[Node]) -> SafeString:
    """Give nodes as HTML that a template does not escape again; `html_of` lets nothing through but known tags."""
    return mark_safe(html_of(nodes))
