"""Pictures on their way through pandoc: small ones of the same size stand in for them.

pandoc would keep all of them in memory, and write each once more, as text, into the file's description of it.
"""

from __future__ import annotations

import base64
import binascii
import re
from io import BytesIO
from typing import Any

from PIL import Image, PngImagePlugin, UnidentifiedImageError

from documents.richtext.exchange.html_elements import HtmlElement

TEXT_WIDTH_IN = 5.8
"""How wide the text of a page is, in inches."""
PIXELS_AN_INCH = 96
_SOURCE = re.compile(r'src="data:image/(png|jpeg);base64,([A-Za-z0-9+/=]+)"')


class StandIns:
    """A page whose pictures are small, and what each stands for."""

    def __init__(self, html: str) -> None:
        self._pictures: dict[bytes, bytes] = {}
        self._widths: dict[str, int] = {}
        self.html = _SOURCE.sub(self._put, html)

    def _put(self, source: re.Match[str]) -> str:
        try:
            data = base64.b64decode(source[2])
            small, width = _stand_in(data, len(self._pictures))
        except (binascii.Error, OSError, ValueError, UnidentifiedImageError):
            return source[0]
        known = next((stand_in for stand_in, picture in self._pictures.items() if picture == data), small)
        self._pictures[known] = data
        address = f"data:image/{source[1]};base64,{base64.b64encode(known).decode()}"
        self._widths[address] = width
        return f'src="{address}"'

    def size(self, root: HtmlElement) -> None:
        """Say how wide each picture is on paper: as it is, at most as wide as the text, or as a person made it."""
        self._size(root, share=0)

    def _size(self, element: HtmlElement, share: int) -> None:
        for inner in element.elements():
            if inner.tag == "img":
                width = self._widths.get(inner.attrs.get("src", ""), 0) / PIXELS_AN_INCH
                wanted = TEXT_WIDTH_IN * share / 100 if share else min(width, TEXT_WIDTH_IN)
                inner.attrs.update({"width": f"{wanted:.2f}in"} if wanted else {})
            said = inner.attrs.get("data-width", "")
            self._size(inner, int(said) if said.isdecimal() and len(said) < 4 else share)

    def full(self, content: bytes) -> bytes:
        """Return the picture that a file's part stands for; any other part as it is."""
        return self._pictures.get(content, content)


def _stand_in(data: bytes, number: int) -> tuple[bytes, int]:
    """Return a picture of one colour of the same kind and size, unlike any other, and its width in pixels."""
    with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as opened:
        kind, size = opened.format, opened.size
    out, more = BytesIO(), dict[str, Any]()
    if kind == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_text("number", str(number))
    else:
        more["comment"] = str(number).encode()
    Image.new("L", size, 200).save(out, kind, dpi=(PIXELS_AN_INCH, PIXELS_AN_INCH), **more)
    return out.getvalue(), size[0]
