"""Write pictures, attachments and cards as Markdown, with addresses and words as they may stand in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from richtext.addresses import embed_address, file_of
from richtext.html_media import caption_of, width_of
from richtext.nodes import safe_address, words_of

if TYPE_CHECKING:
    from richtext.nodes import Node

# Not the underscores inside a word, such as in volume_modify: they are no signs.
_SPECIAL = re.compile(r"([\\`*\[\]<>&~|$!]|(?<![^\W_])_|_(?![^\W_]))")


def attachment(node: Node) -> str:
    """Write a file that is attached."""
    address = safe_address(node.attrs.get("href")) or f"#file-{file_of(node)}"
    return f'[{escaped(words_of(node))}]({address_of(address)} "attachment")'


def embed(node: Node) -> str:
    """Write the card of a thing."""
    return f'[{escaped(words_of(node))}]({embed_address(node) or "#"} "card")'


def image(node: Node) -> str:
    """Write a picture."""
    alt = escaped(str(node.attrs.get("alt") or ""))
    title = str(node.attrs.get("title") or "")
    rest = ' "' + re.sub(r'(["\\])', r"\\\1", title) + '"' if title else ""
    source = safe_address(node.attrs.get("src")) or (f"#file-{file}" if (file := file_of(node)) else "")
    return f"![{alt}]({address_of(source)}{rest}){_more_of_image(node)}" if source else alt


def _more_of_image(node: Node) -> str:
    """Write width and caption as Pandoc does: {width=50% caption="The bench"}."""
    width, caption = width_of(node), caption_of(node)
    more = [f"width={width}%"] if width else []
    more += ['caption="' + escaped(caption) + '"'] if caption else []
    return "{" + " ".join(more) + "}" if more else ""


def address_of(address: str) -> str:
    """Write an address so that it stands in round brackets."""
    if re.fullmatch(r"[^\s<>()\\&]+", address):
        return address
    return "<" + re.sub(r"([<>\\&])", r"\\\1", address).replace("\n", "%0A").replace("\r", "%0D") + ">"


def escaped(text: str) -> str:
    """Write words in which no sign is read as one."""
    return _SPECIAL.sub(r"\\\1", text)
