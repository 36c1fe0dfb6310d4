"""How words and paragraphs may look beside bold and italic: a closed set of colours, and how lines are aligned.

The editor knows the same (frontend/editor/nodes/looks.ts), the style sheet has a rule for each (looks.css).
"""

from __future__ import annotations

import colorsys
import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from documents.richtext.nodes import Node

COLOURS = ("grey", "red", "orange", "yellow", "green", "blue", "violet")
"""Of words, and of what is highlighted. CSS knows them all by these names."""
USUAL_HIGHLIGHT = "yellow"
ALIGNMENTS = ("center", "right", "justify")
"""What lines may be besides at their start; as CSS names it."""
ALIGNED = ("paragraph", "heading")
_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\b[^)]*\)", re.IGNORECASE)
_OTHER_NAMES = {
    "gray": "grey", "silver": "grey", "darkgray": "grey", "darkgrey": "grey", "lightgray": "grey", "lightgrey": "grey",
    "darkred": "red", "crimson": "red", "maroon": "red", "darkorange": "orange", "brown": "orange", "gold": "yellow",
    "darkyellow": "yellow", "lime": "green", "darkgreen": "green", "teal": "green", "olive": "green",
    "lightgreen": "green", "cyan": "blue", "aqua": "blue", "navy": "blue", "darkblue": "blue", "darkcyan": "blue",
    "lightblue": "blue", "purple": "violet", "magenta": "violet", "fuchsia": "violet", "pink": "red",
    "darkmagenta": "violet", "indigo": "violet",
}  # fmt: skip
_HUES = ((18, "red"), (42, "orange"), (70, "yellow"), (165, "green"), (258, "blue"), (325, "violet"), (360, "red"))
LEAST_SATURATION = 0.12


def colour_names() -> dict[str, str]:
    """Name the colours in the reader's language."""
    return {
        "grey": pgettext("a colour", "grey"),
        "red": pgettext("a colour", "red"),
        "orange": pgettext("a colour", "orange"),
        "yellow": pgettext("a colour", "yellow"),
        "green": pgettext("a colour", "green"),
        "blue": pgettext("a colour", "blue"),
        "violet": pgettext("a colour", "violet"),
    }


def colour_of(attrs: Mapping[str, Any], usual: str = "") -> str:
    """Return the colour of a mark: one of `COLOURS`, or the usual one."""
    colour = attrs.get("colour")
    return colour if isinstance(colour, str) and colour in COLOURS else usual


def alignment_of(block: Node) -> str:
    """Return how the lines of a paragraph or heading are aligned: one of `ALIGNMENTS`, or nothing."""
    alignment = block.attrs.get("align") if block.kind in ALIGNED else None
    return alignment if isinstance(alignment, str) and alignment in ALIGNMENTS else ""


def nearest_colour(css: str, *, is_ground: bool = False) -> str:
    """Return which of `COLOURS` a colour of others is, as CSS or Word writes it; nothing for black, white (of a
    ground also a very light grey) and what is none.
    """
    css = css.strip().lower()
    if css in COLOURS:
        return css
    if css in _OTHER_NAMES:
        return _OTHER_NAMES[css]
    red, green, blue = _parts(css) or (0, 0, 0)
    hue, lightness, _ = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    spread = (max(red, green, blue) - min(red, green, blue)) / 255
    if spread < LEAST_SATURATION / (2 if is_ground else 1):
        darkest, lightest = (0.2, 0.93) if is_ground else (0.32, 0.85)
        return "grey" if darkest < lightness < lightest else ""
    return next(name for end, name in _HUES if hue * 360 <= end)


def _parts(css: str) -> tuple[int, int, int] | None:
    if found := _RGB.fullmatch(css):
        red, green, blue = (min(int(part), 255) for part in found.groups())
        return red, green, blue
    if not (found := _HEX.fullmatch(css)):
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
