"""Boxes of tasks at the beginning of a list's items: inputs, or drawn as letters."""

from __future__ import annotations

import re

from documents.richtext.exchange.html_elements import HtmlElement

_BOX = re.compile(r"\s*([\u2610\u2611\u2612])\s*")


def take_box(item: HtmlElement) -> bool | None:
    """Take a box from the beginning of an item; None where there is none."""
    box = item.first("input")
    if box is not None and box.attrs.get("type") == "checkbox" and not _words_before(item, box).strip():
        _drop(item, box)
        return "checked" in box.attrs
    return _take_drawn_box(item)


def _take_drawn_box(item: HtmlElement) -> bool | None:
    for place, child in enumerate(item.children):
        if isinstance(child, HtmlElement):
            return _take_drawn_box(child) if child.tag in ("p", "label", "span", "div") else None
        if box := _BOX.match(child):
            item.children[place] = child[box.end() :]
            return box[1] != "\u2610"
        if child.strip():
            return None
    return None


def _words_before(item: HtmlElement, wanted: HtmlElement) -> str:
    """Return the words of an item that stand before an element in it."""
    words: list[str] = []

    def walk(element: HtmlElement) -> bool:
        for child in element.children:
            if child is wanted:
                return True
            if isinstance(child, str):
                words.append(child)
            elif walk(child):
                return True
        return False

    walk(item)
    return "".join(words)


def _drop(item: HtmlElement, wanted: HtmlElement) -> None:
    for child in list(item.children):
        if child is wanted:
            item.children.remove(child)
        elif isinstance(child, HtmlElement):
            _drop(child, wanted)
