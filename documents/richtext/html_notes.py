"""Footnotes and the list of headings of a document as HTML; `documents.richtext.html` sanitises it."""

from __future__ import annotations

from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from documents.richtext.footnotes import NO_NUMBER, label_of, numbers_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from documents.richtext.nodes import Node


class Footnotes:
    """Writes references and notes of a document with their numbers, each leading to the other."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes = nodes
        self._referred: set[str] = set()

    @cached_property
    def _numbers(self) -> dict[str, str]:
        return numbers_of(self._nodes)  # where there is a note: a text is often written block by block

    def _number(self, node: Node) -> str:
        return self._numbers.get(label_of(node), NO_NUMBER)

    def reference(self, node: Node) -> str:
        """Write a reference; the note leads back to the first one."""
        label = escape(label_of(node))
        first = "" if label in self._referred else f' id="fnref-{label}"'
        self._referred.add(label)
        number = self._number(node)
        return f'<sup class="footnote-ref" data-label="{label}"{first}><a href="#fn-{label}">{number}</a></sup>'

    def note(self, node: Node, inside: str) -> str:
        """Write a note around its HTML."""
        label = escape(label_of(node))
        back = f'<a href="#fnref-{label}">{self._number(node)}</a>'
        sign = f'<span class="footnote__number" id="fn-{label}">{back}</span>'
        return f'<div class="footnote" role="note" data-label="{label}">{sign}{inside}</div>'


def contents(headings: Iterable[tuple[int, str, str]], *, are_links: bool) -> str:
    """Write the list of headings that stands in a text: of each the level, the words, and the id that it has."""
    listed = ""
    for level, said, anchor in headings:
        words = escape(said)
        line = f'<a href="#{escape(anchor)}">{words}</a>' if are_links else words
        listed += f'<li data-level="{level}">{line}</li>' if words else ""
    return f'<nav class="contents" aria-label="{escape(_("Contents"))}"><ul>{listed}</ul></nav>'
