"""Reads what stands inside a block of HTML: runs with marks, line breaks; and the remarks that are woven into it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from documents.richtext.exchange import html_looks
from documents.richtext.exchange.html_elements import HtmlElement
from documents.richtext.exchange.remarks import MAX_REMARKS, Remark
from documents.richtext.footnotes import LABEL
from documents.richtext.nodes import Node, Run, safe_address

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "cite": "italic", "var": "italic",
    "s": "strike", "del": "strike", "strike": "strike", "u": "underline", "ins": "underline",
    "code": "code", "kbd": "code", "tt": "code", "samp": "code", "sub": "subscript", "sup": "superscript",
}  # fmt: skip
_STYLES = (
    (re.compile(r"font-weight:\s*(?:bold|[6-9]00)"), "bold"),
    (re.compile(r"font-style:\s*italic"), "italic"),
    (re.compile(r"text-decoration[\w-]*:[^;]*line-through"), "strike"),
    (re.compile(r"text-decoration[\w-]*:[^;]*underline"), "underline"),
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BRACKETS = re.compile(r"^\\[(\[]|\\[)\]]$")
_NOTE = re.compile(r"#fn(\d{1,6})")
AROUND = 60
MOST_OPEN = 20
"""So many comments lie over each other; of more the first end where the next begins."""


def is_blank(node: Node) -> bool:
    """Return whether a block holds no word and no node."""
    return not node.text().strip() and not any(node.nodes())


def formula_of(element: HtmlElement) -> str:
    """Return the source of a formula: of ours as it is, of pandoc's without its brackets."""
    return _BRACKETS.sub("", element.text().strip()).strip()


class Inline:
    """Reads text with its marks; collects remarks on the way."""

    def __init__(self) -> None:
        self.remarks: list[Remark] = []
        self._said: dict[str, Remark] = {}
        self._open: list[Remark] = []
        self._done: list[tuple[Remark, int]] = []
        self._out: list[Node | Run] = []
        self._words = ""

    def read(self, children: Iterable[HtmlElement | str]) -> list[Node | Run]:
        """Read what stands in one block."""
        self._out, self._words, self._done = [], "", []
        for child in children:
            self._one(child, {})
        found = _trimmed(self._out)
        for remark, end in self._done:
            remark.after = self._words[end : end + AROUND]
        for remark in self._open:
            remark.quote += "\n" if remark.quote else ""
        return found

    def _one(self, child: HtmlElement | str, marks: dict[str, dict[str, Any]]) -> None:
        if isinstance(child, str):
            self._say(_SPACES.sub(" ", child), marks)
        elif child.tag == "br":
            self._out.append(Node("hardBreak"))
            self._words += " "
        elif child.tag == "span" and child.classes & (_REMARKING.keys() | {"math"}):
            self._span(child, marks)
        elif label := _reference(child):
            self._out.append(Node("footnoteReference", {"label": label}))
            self._words += f"[^{label}]"
        elif child.tag != "input":
            marks = marks | _marks_of(child)
            for inner in child.children if "footnote-back" not in child.classes else ():
                self._one(inner, marks)

    def _say(self, text: str, marks: dict[str, dict[str, Any]]) -> None:
        last = self._out[-1] if self._out else None
        if text.startswith(" ") and (last is None or _ends_in_space(last)):
            text = text[1:]
        if not text:
            return
        self._words += text
        for remark in self._open:
            remark.quote += text
        if isinstance(last, Run) and last.marks == marks:
            last.text += text
        else:
            self._out.append(Run(text, dict(marks)))

    def _span(self, span: HtmlElement, marks: dict[str, dict[str, Any]]) -> None:
        if "math" not in span.classes:
            self._remark(span, marks)
            return
        self._out.append(Node("mathInline", {"latex": formula_of(span)}))
        self._words += formula_of(span)

    def _remark(self, span: HtmlElement, marks: dict[str, dict[str, Any]]) -> None:
        kind = next(_REMARKING[name] for name in sorted(span.classes) if name in _REMARKING)
        if kind == "end":
            self._close(self._said.get(span.attrs.get("id", "")))
            return
        words = "".join(_lines(span))
        if kind == "comment":
            words = "\n".join(line.strip() for line in words.split("\n")).strip()
        before = self._words[-AROUND:]
        remark = Remark(kind, span.attrs.get("data-author", ""), span.attrs.get("data-date", ""), words, "", before)
        self._keep(remark)
        if kind == "comment":
            self._said[span.attrs.get("id", "")] = remark
            self._open = [*self._open[-MOST_OPEN:], remark]
        elif kind == "insertion":
            remark.quote = words
            for inner in span.children:
                self._one(inner, marks)
            self._done.append((remark, len(self._words)))
        else:  # what was taken out is not text any more
            self._done.append((remark, len(self._words)))

    def _keep(self, remark: Remark) -> None:
        last = self.remarks[-1] if self.remarks else None
        if last and _continues(last, remark, self._words):
            last.words += remark.words  # Word cuts what one person did at each change of style
            last.quote += remark.quote
        elif (remark.words.strip() or remark.kind == "comment") and len(self.remarks) < MAX_REMARKS:
            self.remarks.append(remark)

    def _close(self, remark: Remark | None) -> None:
        if remark in self._open:
            self._open.remove(remark)
            remark.quote = remark.quote.strip()
            self._done.append((remark, len(self._words)))


_REMARKING = {"comment-start": "comment", "comment-end": "end", "insertion": "insertion", "deletion": "deletion",
              "paragraph-insertion": "insertion", "paragraph-deletion": "deletion"}  # fmt: skip


def _continues(last: Remark, remark: Remark, words: str) -> bool:
    same = (last.kind, last.author, last.at) == (remark.kind, remark.author, remark.at)
    return same and last.kind == "deletion" and last.before == remark.before == words[-AROUND:]


def _lines(element: HtmlElement) -> Iterable[str]:
    for child in element.children:
        if isinstance(child, str):
            yield _SPACES.sub(" ", child)
        elif child.tag == "br":
            yield "\n"
        else:
            yield from _lines(child)


def _marks_of(element: HtmlElement) -> dict[str, dict[str, Any]]:
    if element.tag == "a":
        address = safe_address(element.attrs.get("href"))
        return {"link": {"href": address}} if address and address[:1] != "#" else {}
    if name := _MARKS.get(element.tag):
        # Google's documents stand in a <b> that is none.
        return {} if "font-weight:normal" in element.attrs.get("style", "").replace(" ", "") else {name: {}}
    style = element.attrs.get("style", "").lower()
    return {mark: {} for looks, mark in _STYLES if style and looks.search(style)} | html_looks.marks_of(element)


def _reference(element: HtmlElement) -> str:
    """Return the label of the footnote that ours, or pandoc's, refers to; nothing for any other element."""
    if "footnote-ref" not in element.classes:
        return ""
    note = _NOTE.match(element.attrs.get("href", "")) if element.tag == "a" else None
    label = note[1] if note else element.attrs.get("data-label", "")
    return label if LABEL.fullmatch(label) else ""


def _ends_in_space(last: Node | Run) -> bool:
    return last.text.endswith(" ") if isinstance(last, Run) else last.kind == "hardBreak"


def _trimmed(out: list[Node | Run]) -> list[Node | Run]:
    """Drop the spaces at the ends of lines, and line breaks that break nothing."""
    for place, child in enumerate(out):
        following = out[place + 1] if place + 1 < len(out) else None
        if isinstance(child, Run) and (following is None or _breaks(following)):
            child.text = child.text.rstrip(" ")
    kept = [child for child in out if isinstance(child, Node) or child.text]
    while kept and _breaks(kept[-1]):
        kept.pop()
    while kept and _breaks(kept[0]):
        del kept[0]
    if kept and isinstance(kept[-1], Run):
        kept[-1].text = kept[-1].text.rstrip(" ")
    return kept


def _breaks(child: Node | Run) -> bool:
    return isinstance(child, Node) and child.kind == "hardBreak"
