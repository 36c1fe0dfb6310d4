"""Reads colours and alignment from HTML: ours by name, those of others by the nearest of ours."""

import re
from typing import Any

from documents.richtext.exchange.html_elements import HtmlElement
from documents.richtext.looks import ALIGNMENTS, USUAL_HIGHLIGHT, colour_of, nearest_colour
from documents.richtext.nodes import Node

_COLOUR = re.compile(r"(?<![\w-])color:\s*([^;]{3,40})")
_GROUND = re.compile(r"(?<![\w-])background(?:-color)?:\s*([^;]{3,40})")
_RAISED = re.compile(r"(?<![\w-])vertical-align:\s*(super|sub)\b")
_ALIGN = re.compile(r"(?<![\w-])text-align:\s*(center|right|end|justify)\b")
_NAMES = {"end": "right", "middle": "center"}


def marks_of(element: HtmlElement) -> dict[str, dict[str, Any]]:
    """Return the colours of an element's words, and whether they are raised or lowered."""
    style = element.attrs.get("style", "").lower()
    marks: dict[str, dict[str, Any]] = {}
    said = element.attrs.get("data-colour") or element.attrs.get("color") or _said(_COLOUR, style)
    ground = _said(_GROUND, style)
    if element.tag == "mark":
        colour = colour_of({"colour": element.attrs.get("data-colour") or nearest_colour(ground, is_ground=True)})
        marks["highlight"] = _highlight(colour)
    elif element.tag != "a":  # links have their own colour
        if colour := nearest_colour(said):
            marks["textColour"] = {"colour": colour}
        if ground and (colour := nearest_colour(ground, is_ground=True)):
            marks["highlight"] = _highlight(colour)
    if raised := _RAISED.search(style):
        marks["superscript" if raised[1] == "super" else "subscript"] = {}
    return marks


def alignment_in(element: HtmlElement) -> str:
    """Return how the lines of an element are aligned: one of `ALIGNMENTS`, or nothing."""
    said = element.attrs.get("data-align") or element.attrs.get("align", "").lower()
    said = said or _said(_ALIGN, element.attrs.get("style", "").lower())
    said = _NAMES.get(said, said)
    return said if said in ALIGNMENTS else ""


def aligned(nodes: list[Node], alignment: str) -> list[Node]:
    """Return blocks of which paragraphs and headings that say nothing else are aligned so."""
    if alignment:
        for node in nodes:
            if node.kind in ("paragraph", "heading"):
                node.attrs.setdefault("align", alignment)
    return nodes


def _said(look: re.Pattern[str], style: str) -> str:
    found = look.search(style) if style else None
    return found[1].strip() if found else ""


def _highlight(colour: str) -> dict[str, Any]:
    return {"colour": colour} if colour and colour != USUAL_HIGHLIGHT else {}
