"""Paragraphs without a word by which Word keeps what it has no structure for: their styles tell it when they are read.

Another list or quotation begins (*Block Ends*); code, a heading, a table is of the quotation before (*Quote Goes On*);
a table is of the list's item before (*Item Goes On*); what folds away ends (*Details End*), whose first line has the
style *Details Summary*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.exchange.html_elements import HtmlElement
from documents.exchange.office_callouts import LISTS, STYLE

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDS, QUOTE_GOES_ON, ITEM_GOES_ON = "Block Ends", "Quote Goes On", "Item Goes On"
CONTINUES = "List Continue"
"""The style of a paragraph that goes on in a list's item."""
SUMMARY, DETAILS_END = "Details Summary", "Details End"
OF_A_QUOTATION = {"pre", "h1", "h2", "h3", "h4", "h5", "h6"}
"""What has a style of its own in Word, also in a quotation."""
NO_WORD = "\u200b"


def mark_structure(element: HtmlElement) -> None:
    """Put marks into what stands in an element, for Word. In items of lists is none but of a table, and only in those
    of outer lists: which inner list goes on after a table, Word does not tell.
    """
    for child in element.elements():
        if child.tag in LISTS:
            _mark_items(child, is_outer=True)
        else:
            mark_structure(child)
    element.children = list(_with_marks(element))


def _mark_items(listed: HtmlElement, *, is_outer: bool) -> None:
    for item in listed.elements():
        for inner in item.elements():
            if inner.tag in LISTS:
                _mark_items(inner, is_outer=False)
        if not item.text().strip() and not item.first("img"):
            item.children = [HtmlElement("p", {}, [NO_WORD])]  # or Word has no such item
        elif is_outer:
            item.children = list(_with_marked_tables(item))


def _with_marked_tables(item: HtmlElement) -> Iterator[HtmlElement | str]:
    for child in item.children:
        if isinstance(child, HtmlElement) and child.tag == "details":
            yield from (_going_on(part) for part in _unfolded(child))
            continue
        if isinstance(child, HtmlElement) and child.tag == "table":
            yield _mark(ITEM_GOES_ON)
        yield child


def _going_on(part: HtmlElement | str) -> HtmlElement | str:
    is_text = isinstance(part, HtmlElement) and part.tag == "p"
    return HtmlElement("div", {STYLE: CONTINUES}, [part]) if is_text else part


def _with_marks(element: HtmlElement) -> Iterator[HtmlElement | str]:
    last = ""
    for child in element.children:
        if isinstance(child, HtmlElement):
            is_quotation = element.tag == "blockquote"
            if _would_join(last, child.tag, is_quotation=is_quotation):
                yield _mark(ENDS)
            elif is_quotation and child.tag in OF_A_QUOTATION:
                yield _mark(QUOTE_GOES_ON)
            last = child.tag
            if child.tag in _IN_PIECES:
                yield from _IN_PIECES[child.tag](child)
                continue
        yield child


def _would_join(last: str, tag: str, *, is_quotation: bool) -> bool:
    if tag == "blockquote":
        return last == tag
    return tag in LISTS and last in LISTS and not is_quotation


def _unfolded(details: HtmlElement) -> Iterator[HtmlElement | str]:
    """Yield what folds away one below the other: its first line has a style, and its end a mark."""
    summary = next((child for child in details.elements() if child.tag == "summary"), None)
    has_words = summary is not None and summary.text().strip()
    yield _styled(SUMMARY, summary.children) if summary and has_words else _mark(SUMMARY)
    for child in details.elements():
        if child is not summary:
            yield from child.children
    yield _mark(DETAILS_END)


def _quotation(quotation: HtmlElement) -> Iterator[HtmlElement | str]:
    """Yield a quotation in pieces, with its tables between them: in Word their cells would be quotations."""
    piece: list[HtmlElement | str] = []
    for child in quotation.children:
        if not isinstance(child, HtmlElement) or child.tag != "table":
            piece.append(child)
            continue
        if piece:
            yield HtmlElement("blockquote", {}, piece)
        yield from (_mark(QUOTE_GOES_ON), child)
        piece = []
    if piece:
        yield HtmlElement("blockquote", {}, piece)


_IN_PIECES = {"details": _unfolded, "blockquote": _quotation}


def _styled(style: str, children: list[HtmlElement | str]) -> HtmlElement:
    return HtmlElement("div", {STYLE: style}, [HtmlElement("p", {}, children)])


def _mark(style: str) -> HtmlElement:
    return _styled(style, [NO_WORD])


def without_marks_in_items(element: HtmlElement) -> None:
    """Take out of items what kept them, and what is theirs, in Word."""
    for inner in element.elements():
        without_marks_in_items(inner)
    if element.tag == "li":
        element.children = [child for child in element.children if _style(child) != ITEM_GOES_ON]
        for inner in element.elements():
            inner.children = [] if inner.children == [NO_WORD] else inner.children


def is_mark(child: HtmlElement | str) -> bool:
    """Whether something only tells what follows, and is told by now."""
    return _style(child) in {ENDS, QUOTE_GOES_ON, DETAILS_END}


def put_into_item(last: HtmlElement, table: HtmlElement) -> bool:
    """Put a table into the last item of the list before, where a mark says that it is of it."""
    item = next(reversed(list(last.elements())), None) if last.tag in LISTS else None
    mark = next(reversed(list(item.elements())), None) if item else None
    if item is None or mark is None or _style(mark) != ITEM_GOES_ON:
        return False
    item.children[item.children.index(mark)] = table
    return True


def fold(element: HtmlElement) -> None:
    """Let what stands between a first line and an end fold away again, where Word kept both."""
    for inner in element.elements():
        fold(inner)
    levels: list[list[HtmlElement | str]] = [[]]
    for child in element.children:
        parts = _parts_of_item(child, is_open=len(levels) > 1)
        for part in parts or [child]:
            if _style(part) == SUMMARY:
                levels.append([part])
            elif _style(part) == DETAILS_END and len(levels) > 1:
                summary, *content = levels.pop()
                folded = _details(summary, content)
                levels[-1].append(_in_item(_mark(ITEM_GOES_ON), folded) if parts and len(levels) == 1 else folded)
            else:
                levels[-1].append(_in_item(part) if parts and len(levels) == 1 else part)
    element.children = [child for level in levels for child in level]


def _parts_of_item(child: HtmlElement | str, *, is_open: bool) -> list[HtmlElement | str]:
    """Return what goes on in an item, which pandoc reads as a list of its own, where something folds away in it."""
    if not isinstance(child, HtmlElement) or child.tag not in LISTS or len(child.children) == 0:
        return []
    items = list(child.elements())
    styles = [_style(part) for part in items[0].elements()] if len(items) == 1 else []
    if {SUMMARY, DETAILS_END} & set(styles) or (is_open and styles and styles[0] == CONTINUES):
        return [*items[0].elements()]
    return []


def _in_item(*parts: HtmlElement | str) -> HtmlElement:
    return HtmlElement("ul", {}, [HtmlElement("li", {}, list(parts))])


def _details(summary: HtmlElement | str, content: list[HtmlElement | str]) -> HtmlElement:
    line = summary.first("p") if isinstance(summary, HtmlElement) else None
    head = HtmlElement("summary", {}, line.children if line and line.children != [NO_WORD] else [])
    return HtmlElement("details", {}, [head, HtmlElement("div", {}, content)])


def _style(child: HtmlElement | str) -> str:
    return child.attrs.get(STYLE, "") if isinstance(child, HtmlElement) else ""
