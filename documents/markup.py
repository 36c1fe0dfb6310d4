"""A document's nodes as markup for templates."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from documents.render import html_of
from documents.tree import Node


def markup_of(nodes: list[Node], *, anchors: bool = True, came: str = "", went: str = "") -> SafeString:
    """Give nodes as HTML that a template does not escape again; `html_of` lets nothing through but known tags.

    `came` and `went` are said before what a comparison marks as such, to those who hear the page.
    """
    html = html_of(nodes, anchors=anchors)
    for tag, word in (("ins", came), ("del", went)):
        if word:
            one = html.replace(f"</{tag}><{tag}>", "")
            html = one.replace(f"<{tag}>", f'<{tag}><span class="unseen">{escape(word)}</span>')
    return mark_safe(html)
