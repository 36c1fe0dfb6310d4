"""Colours and alignment through Word and OpenDocument, whose files pandoc reads and writes without them.

On their way through pandoc they stand in the text as signs of Unicode's private area, around the words that they are
about: HTML of ours gets signs, and the file that pandoc makes of it formatting in their place; a file that is read gets
signs beside its formatting, and the HTML that pandoc makes of it our tags in their place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from documents.richtext.exchange.html_elements import HtmlElement
from documents.richtext.exchange.html_looks import alignment_in
from documents.richtext.looks import ALIGNMENTS, COLOURS, USUAL_HIGHLIGHT, colour_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FIRST = 0xE7A0
WORDS = {colour: chr(_FIRST + place) for place, colour in enumerate(COLOURS)}
MARKED = {colour: chr(_FIRST + 16 + place) for place, colour in enumerate(COLOURS)}
LINES = {alignment: chr(_FIRST + 32 + place) for place, alignment in enumerate(ALIGNMENTS)}
END = chr(_FIRST + 47)
"""Ends what the last sign that is open began."""
_BEGUN = {sign: ("textColour", colour) for colour, sign in WORDS.items()} | {
    sign: ("highlight", colour) for colour, sign in MARKED.items()
}
_ALIGNED = {sign: alignment for alignment, sign in LINES.items()}
SIGNS = re.compile(f"[{chr(_FIRST)}-{END}]")
_LINE_SIGN = re.compile(f"[{''.join(LINES.values())}]")
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6")
INK = {
    "grey": "5F5B55", "red": "9C1C16", "orange": "8A4300", "yellow": "6B5A00", "green": "1E5F3B", "blue": "1F4E8C",
    "violet": "5B3391",
}  # fmt: skip
"""Of words, on white paper; `GROUND` is what is highlighted."""
GROUND = {
    "grey": "E2DFDA", "red": "FBD9D5", "orange": "FBDDC4", "yellow": "FFF2A8", "green": "CDECD6", "blue": "D3E4FB",
    "violet": "E6DAFA",
}  # fmt: skip


def without_signs(text: str) -> str:
    """Return a text without the signs, which may stand in what others wrote for something else."""
    return SIGNS.sub("", text)


# -- HTML of ours: signs for tags


def write_signs(element: HtmlElement, begun: str = "") -> None:
    """Put signs around the words of what has a colour, innermost, and before the lines that are aligned."""
    children: list[HtmlElement | str] = []
    for child in element.children:
        if isinstance(child, str):
            words = without_signs(child)
            children.append(f"{begun}{words}{END * len(begun)}" if begun and words.strip() else words)
            continue
        sign = _sign_of(child)
        write_signs(child, begun + sign)
        children += child.children if sign else [child]
    alignment = alignment_in(element) if element.tag in _BLOCKS else ""
    element.children = [LINES[alignment], *children] if alignment and children else children


def _sign_of(element: HtmlElement) -> str:
    colour = colour_of({"colour": element.attrs.get("data-colour")}, USUAL_HIGHLIGHT if element.tag == "mark" else "")
    if element.tag == "mark":
        return MARKED[colour]
    return WORDS[colour] if element.tag == "span" and colour else ""


# -- HTML of pandoc's: tags for signs


def read_signs(element: HtmlElement) -> None:
    """Put our tags in the place of the signs."""
    _read(element, [], [element])


def _read(element: HtmlElement, begun: list[str], blocks: list[HtmlElement]) -> None:
    children: list[HtmlElement | str] = []
    for child in element.children:
        if isinstance(child, str):
            children += _pieces(child, begun, blocks[-1])
        else:
            is_block = child.tag in (*_BLOCKS, "td", "th", "li")
            _read(child, begun, [*blocks, child] if is_block else blocks)
            children.append(child)
    element.children = children


def _pieces(text: str, begun: list[str], block: HtmlElement) -> Iterator[HtmlElement | str]:
    at = 0
    for sign in SIGNS.finditer(text):
        yield from _coloured(text[at : sign.start()], begun)
        at = sign.end()
        if sign[0] in _ALIGNED:
            block.attrs["align"] = _ALIGNED[sign[0]]
        elif sign[0] in _BEGUN:
            begun.append(sign[0])
        elif begun:
            begun.pop()
    yield from _coloured(text[at:], begun)


def _coloured(text: str, begun: list[str]) -> Iterator[HtmlElement | str]:
    if not text:
        return
    found: HtmlElement | str = text
    for look, colour in dict(_BEGUN[sign] for sign in begun).items():
        found = HtmlElement("mark" if look == "highlight" else "span", {"data-colour": colour}, [found])
    yield found


def replaced(xml: str, text: re.Pattern[str], begun: list[str], write: Callable[[str, list[str]], str]) -> str:
    """Return XML in which each text of `text` (its words are group 1) is written anew, cut at the signs."""

    def cut(found: re.Match[str]) -> str:
        out, at, words = [], 0, found[1]
        for sign in SIGNS.finditer(words):
            out.append(write(words[at : sign.start()], begun))
            at = sign.end()
            if sign[0] in _BEGUN:
                begun.append(sign[0])
            elif begun and sign[0] == END:
                begun.pop()
        return "".join([*out, write(words[at:], begun)])

    return text.sub(cut, xml)


def looks_of(begun: list[str]) -> dict[str, str]:
    """Return the looks that signs began: {"textColour": "red"}."""
    return dict(_BEGUN[sign] for sign in begun)


def line_sign(xml: str) -> str:
    """Return how the lines of a paragraph are aligned, of which this is the XML; or nothing."""
    found = _LINE_SIGN.search(xml)
    return _ALIGNED[found[0]] if found else ""
