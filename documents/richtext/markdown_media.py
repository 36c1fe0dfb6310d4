"""Write pictures, attachments and cards as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from documents.richtext.addresses import embed_address, file_of, original_of
from documents.richtext.html_media import caption_of, width_of
from documents.richtext.markdown_line import escaped, written_address
from documents.richtext.nodes import safe_address, words_of

if TYPE_CHECKING:
    from documents.richtext.nodes import Node


def attachment(node: Node) -> str:
    """Write a file that is attached."""
    address = safe_address(node.attrs.get("href")) or f"#file-{file_of(node)}"
    return f'[{escaped(words_of(node))}]({written_address(address)} "attachment")'


def embed(node: Node) -> str:
    """Write the card of a thing."""
    return f'[{escaped(words_of(node))}]({embed_address(node) or "#"} "card")'


def image(node: Node) -> str:
    """Write a picture."""
    alt = escaped(str(node.attrs.get("alt") or ""))
    title = str(node.attrs.get("title") or "")
    rest = ' "' + re.sub(r'(["\\])', r"\\\1", title) + '"' if title else ""
    source = safe_address(node.attrs.get("src")) or (f"#file-{file}" if (file := file_of(node)) else "")
    return f"![{alt}]({written_address(source)}{rest}){_more_of_image(node)}" if source else alt


def _more_of_image(node: Node) -> str:
    """Write width and caption as Pandoc does: {width=50% caption="The bench"}; and what it was cropped from."""
    width, caption = width_of(node), caption_of(node)
    more = [f"width={width}%"] if width else []
    more += ['caption="' + escaped(caption) + '"'] if caption else []
    more += [f"original={original}"] if (original := original_of(node)) else []
    return "{" + " ".join(more) + "}" if more else ""
