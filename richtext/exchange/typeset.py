"""Formulas in files that need nothing else: set by ziamath, as pictures that say their source."""

from __future__ import annotations

import base64
import re
import time
from html import escape, unescape

from ziamath.config import config
from ziamath.zmath import Latex

LONGEST = 600
"""Characters of a formula; a longer one is no formula, and setting takes time by the square of them."""
SECONDS = 15.0
"""So long formulas of one document are set; of the others the source stands there."""
_SIZE = 12.0
_FORMULA = re.compile(r'<(div|span) class="math"><code>([^<]*)</code></\1>')
_BOX = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="\S+ (\S+) ')
config.svg2 = False  # glyphs as paths: programs differ in what they make of references


def typeset(html: str) -> str:
    """Return HTML of ours with its formulas set."""
    ends_at = time.monotonic() + SECONDS

    def set_one(formula: re.Match[str]) -> str:
        source = unescape(formula[2]).strip()
        is_late = time.monotonic() > ends_at or len(source) > LONGEST
        picture = "" if is_late else _picture(source, is_display=formula[1] == "div")
        return f'<{formula[1]} class="math">{picture}</{formula[1]}>' if picture else formula[0]

    return _FORMULA.sub(set_one, html)


def _picture(source: str, *, is_display: bool) -> str:
    """Return a formula as a picture as large as the words around it, or nothing for what is none."""
    try:
        drawn = Latex(source, size=_SIZE, inline=not is_display).svg()
    except (Exception, RecursionError):  # noqa: BLE001  whatever the library says of what people typed
        return ""
    box = _BOX.search(drawn)
    if box is None:
        return ""
    width, height, top = (float(number) for number in box.groups())
    look = f"width:{width / _SIZE:.3f}em;height:{height / _SIZE:.3f}em;vertical-align:{-(top + height) / _SIZE:.3f}em"
    data = base64.b64encode(drawn.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(source)}" style="{look}">'
