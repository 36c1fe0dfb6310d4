"""Make the HTML of an e-mail such as mail programs read it: its style stands in the elements, and nothing is loaded."""

import re
from collections.abc import Mapping
from functools import cache

import nh3
from css_inline import CSSInliner
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink"])
TITLE = re.compile(r"\A# .*\n")
TAGS = {"h2", "p", "ul", "li", "strong", "em", "blockquote", "br", "code"}


def inlined(html: str) -> str:
    """Return a page with our style in its elements; what depends on the screen or the colours stays in its head."""
    return _inliner().inline(html.replace("</head>", f"<style>{_style()}</style></head>", 1))


def letter(subject: str, text: str, *, to: str, buttons: Mapping[str, str]) -> str:
    """Return the HTML of an e-mail that is written as text: a paragraph that is the address of one of the `buttons`
    (address → its words) becomes that.
    """
    paragraphs = [(words.strip(), buttons.get(words.strip(), "")) for words in text.split("\n\n") if words.strip()]
    context = {"subject": subject, "paragraphs": paragraphs, "to": to}
    return inlined(render_to_string("inbox/email/letter.html", context))


def article(subject: str, markdown: str, *, to: str, buttons: Mapping[str, str]) -> str:
    """Return the HTML of an e-mail that is written in Markdown, without its title, which is the subject; below it stand
    `buttons` (address → its words).
    """
    body = nh3.clean(MARKDOWN.render(TITLE.sub("", markdown, count=1)), tags=TAGS, attributes={})
    context = {"subject": subject, "body": mark_safe(body), "to": to, "buttons": buttons}  # it is cleaned
    return inlined(render_to_string("inbox/email/article.html", context))


@cache
def _style() -> str:
    return render_to_string("inbox/email/email.css")


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False, keep_style_tags=False, keep_at_rules=True)
