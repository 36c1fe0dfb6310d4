"""A document's nodes as markup for templates."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from documents.richtext.html import html_of
from documents.richtext.nodes import Node

KEY = re.compile(r"(?<![\w&#-])[A-Z]{1,6}-[A-Z0-9][\w.]{0,15}(?![^<]*>)")
"""P-24, SPEC-4.2, PWR-OUT: not to be torn at its hyphen by the end of a line. Never within a tag."""


def markup_of(
    nodes: list[Node], *, anchors: bool = True, within: list[Node] | None = None, came: str = "", went: str = ""
) -> SafeString:
    """Return nodes as HTML that a template does not escape again; `html_of` lets nothing through but known tags.

    `came` and `went` are said before what a comparison marks as such, to those who hear the page.
    """
    html = KEY.sub(r'<span class="nowrap">\g<0></span>', html_of(nodes, anchors=anchors, within=within))
    for tag, word in (("ins", came), ("del", went)):
        if word:
            one = html.replace(f"</{tag}><{tag}>", "")
            html = one.replace(f"<{tag}>", f'<{tag}><span class="unseen">{escape(word)}</span>')
    return mark_safe(html)
