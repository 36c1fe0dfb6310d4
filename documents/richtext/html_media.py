"""Pictures, attachments, mentions and formulas of a document as HTML; `documents.richtext.html` sanitises it."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from documents.richtext.addresses import embedded, file_of, mentioned
from documents.richtext.nodes import Node, safe_address, words_of

WIDTHS = (25, 50, 75, 100)
"""How wide a picture may stand, in percent of the text: each has a rule in the style sheet."""


def elsewhere(source: str) -> str:
    """Return the host of a picture's address when that is not this server, from which alone pages load pictures; else
    nothing.
    """
    try:
        host = urlsplit(source).netloc
    except ValueError:
        return source[:60]
    return "" if host == urlsplit(settings.BASE_URL).netloc else host


def width_of(image: Node) -> int:
    """Return a picture's width in percent, or 0 for its own."""
    width = image.attrs.get("width")
    return int(width) if isinstance(width, int | float) and width in WIDTHS else 0


def caption_of(image: Node) -> str:
    """Return what stands below a picture, on one line."""
    caption = image.attrs.get("caption")
    return " ".join(caption.split()) if isinstance(caption, str) else ""


def picture(node: Node) -> str:
    """Write a picture; one of another host is named rather than fetched, one with a caption or width is a figure."""
    shown = _image(node)
    file, width, caption = file_of(node), width_of(node), caption_of(node)
    if not (file or width or caption):
        return shown
    which = (f' data-file="{file}"' if file else "") + (f' data-width="{width}"' if width else "")
    below = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f"<figure{which}>{shown}{below}</figure>"


def _image(node: Node) -> str:
    words = {name: value for name in ("alt", "title") if isinstance(value := node.attrs.get(name), str) and value}
    source = safe_address(node.attrs.get("src"))
    if not source or source.startswith("#"):  # a pasted one is on its way
        return escape(words.get("alt", ""))
    if host := elsewhere(source):
        said = escape(words.get("alt") or words.get("title") or _("Picture"))
        where = escape(_("on %(host)s, not shown here") % {"host": host})
        return f'<p class="elsewhere"><a href="{escape(source)}">{said}</a> <span>{where}</span></p>'
    rest = "".join(f' {name}="{escape(value)}"' for name, value in words.items())
    return f'<img src="{escape(source)}"{rest}>'


def attachment(node: Node) -> str:
    """Write a file that is attached, as a card that leads to it where its address is known."""
    file, name = file_of(node), escape(words_of(node) or _("File"))
    which = f' data-file="{file}"' if file else ""
    address = safe_address(node.attrs.get("href"))
    inside = f'<a href="{escape(address)}">{name}</a>' if address else name
    return f'<p class="attachment"{which}>{inside}</p>'


def embed(node: Node) -> str:
    """Write the card of a thing as a link to it; the page shows what it is now to whom reads it."""
    name, found = escape(words_of(node)), embedded(node)
    address = safe_address(node.attrs.get("href"))
    inside = f'<a href="{escape(address)}">{name}</a>' if address else name
    which = f' data-kind="{found[0]}" data-id="{escape(found[1])}"' if found else ""
    return f'<p class="embed"{which}>{inside}</p>'


def mention(node: Node) -> str:
    """Write a mention by its name, as a link where its page is known."""
    name = escape(words_of(node))
    found = mentioned(node)
    if not found:
        return name
    kind, key = found
    address = safe_address(node.attrs.get("href"))
    inside = f'<a href="{escape(address)}">{name}</a>' if address else name
    return f'<span class="mention" data-kind="{kind}" data-id="{escape(key)}">{inside}</span>'


def formula(node: Node) -> str:
    """Write a formula by its source; the page sets it, where scripts run."""
    tag = "div" if node.kind == "mathBlock" else "span"
    return f'<{tag} class="math"><code>{escape(words_of(node))}</code></{tag}>'
