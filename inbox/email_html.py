"""Make the HTML of an e-mail such as mail programs read it: its style stands in the elements, and nothing is loaded."""

from functools import cache

from css_inline import CSSInliner
from django.template.loader import render_to_string


def inlined(html: str) -> str:
    """Return a page with our style in its elements; what depends on the screen or the colours stays in its head."""
    return _inliner().inline(html.replace("</head>", f"<style>{_style()}</style></head>", 1))


@cache
def _style() -> str:
    return render_to_string("inbox/email/email.css")


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False, keep_style_tags=False, keep_at_rules=True)
