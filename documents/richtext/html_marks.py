"""Show words with their marks as HTML."""

from html import escape

from documents.richtext.looks import USUAL_HIGHLIGHT, colour_of
from documents.richtext.nodes import Run, safe_address
from documents.richtext.sums import SUM

_EDITS = (("inserted", "ins"), ("deleted", "del"))  # what a comparison says of a run; no document holds them
_MARKS = (
    *_EDITS, ("link", "a"), ("bold", "strong"), ("italic", "em"), ("strike", "s"), ("underline", "u"),
    (SUM, "span"), ("textColour", "span"), ("highlight", "mark"), ("superscript", "sup"), ("subscript", "sub"),
    ("code", "code"),
)  # fmt: skip
"""From the outermost to the innermost, with their tags."""


def run_html(run: Run) -> str:
    """Return words in the tags of their marks."""
    html = escape(run.text)
    for mark, tag in reversed(_MARKS):
        if mark in run.marks:
            html = _tagged(html, mark, tag, run.marks[mark])
    return html


def _tagged(html: str, mark: str, tag: str, attrs: dict[str, object]) -> str:
    match mark:
        case "link":
            address = safe_address(attrs.get("href"))
            return f'<a href="{escape(address)}">{html}</a>' if address else html
        case "textColour":
            colour = colour_of(attrs)
            return f'<span data-colour="{colour}">{html}</span>' if colour else html
        case "highlight":
            colour = colour_of(attrs, USUAL_HIGHLIGHT)
            return (
                f"<mark>{html}</mark>" if colour == USUAL_HIGHLIGHT else f'<mark data-colour="{colour}">{html}</mark>'
            )
        case "columnSum":
            return f'<span class="column-sum">{html}</span>'
        case _:
            return f"<{tag}{_who(attrs)}>{html}</{tag}>"


def _who(edit: dict[str, object]) -> str:
    """Write by whom and when something came or went, where that is known (`tracked_text`)."""
    if not edit.get("author"):
        return ""
    author, at = escape(str(edit["author"])), escape(str(edit.get("at") or ""))
    return f' data-author="{author}" data-date="{at}" title="{author}"'
