"""Paragraphs without a word by which Word keeps what it has no structure for: their styles tell it when they are read.

Another list or quotation begins (*Block Ends*); code, a heading, a table, a foldable part is of the quotation or the
callout before (*Quote Goes On*, *Callout Goes On*); a table is of the list's item before (*Item Goes On*); a foldable
part ends (*Details End*), whose first line has the style *Details Summary*. What people write into them in Word stays.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from documents.richtext.exchange.html_elements import HtmlElement
from documents.richtext.exchange.office_callouts import LISTS, NO_WORD, STYLE, callout_tone, is_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CONTINUES = "List Continue"
"""The style of a paragraph that goes on in a list's item."""
QUOTES = "Quote"
"""The style of an item in a quotation."""
ENDS, QUOTE_GOES_ON, ITEM_GOES_ON = "Block Ends", "Quote Goes On", "Item Goes On"
CALLOUT_GOES_ON = "Callout Goes On"
SUMMARY, DETAILS_END = "Details Summary", "Details End"
COLUMNS = "Columns"
"""Before a table whose cells are columns of text (`office_own`)."""
MARKS = {ENDS, QUOTE_GOES_ON, ITEM_GOES_ON, CALLOUT_GOES_ON, DETAILS_END, COLUMNS}
OF_A_QUOTATION = {"pre", "h1", "h2", "h3", "h4", "h5", "h6"}
"""What has a style of its own in Word, also in a quotation."""
DEEPEST = 20
"""So many foldable parts may stand in each other."""


def mark_structure(element: HtmlElement, *, in_quotation: bool = False) -> None:
    """Put marks into what stands in an element, for Word. In items of inner lists, and of lists in quotations, is none:
    which list goes on after a table there, Word does not tell.
    """
    in_quotation = in_quotation or element.tag == "blockquote"
    for child in element.elements():
        if child.tag in LISTS:
            _mark_items(child, are_marked=not in_quotation)
        else:
            mark_structure(child, in_quotation=in_quotation)
    element.children = list(_with_marks(element))


def _mark_items(listed: HtmlElement, *, are_marked: bool) -> None:
    for item in listed.elements():
        for inner in item.elements():
            if inner.tag in LISTS:
                _mark_items(inner, are_marked=False)
        if not item.text().strip() and not item.first("img", "table", "details", "pre", "hr"):
            item.children = [_paragraph([NO_WORD])]  # or Word has no such item
        elif are_marked:
            item.children = list(_item_with_marks(item))


def _item_with_marks(item: HtmlElement) -> Iterator[HtmlElement | str]:
    for place, child in enumerate(item.children):
        is_folded = isinstance(child, HtmlElement) and child.tag == "details"
        if is_folded and not place:
            yield _paragraph([NO_WORD])  # the item's own line
        if isinstance(child, HtmlElement) and is_folded:
            yield from map(_going_on, _unfolded(child))
            continue
        if isinstance(child, HtmlElement) and child.tag == "table":
            yield mark(ITEM_GOES_ON)
        yield child


def _going_on(part: HtmlElement | str) -> HtmlElement | str:
    is_text = isinstance(part, HtmlElement) and part.tag == "p"
    return HtmlElement("div", {STYLE: CONTINUES}, [part]) if is_text else part


def _with_marks(element: HtmlElement) -> Iterator[HtmlElement | str]:
    last, is_quotation = "", element.tag == "blockquote"
    for child in element.children:
        if not isinstance(child, HtmlElement):
            yield child
            continue
        if style := _mark_before(child, last, element):
            yield mark(style)
        last = child.tag
        if child.tag == "details" and not is_quotation:
            yield from _unfolded(child)
        elif child.tag == "blockquote":
            yield from _quotation(child)
        else:
            yield child


def _mark_before(child: HtmlElement, last: str, element: HtmlElement) -> str:
    """Return the style of the mark that stands before something, after another thing in an element; or nothing."""
    is_quotation = element.tag == "blockquote"
    are_lists = child.tag in LISTS and last in LISTS and not is_quotation
    if are_lists or child.tag == last == "blockquote":
        return ENDS
    if is_quotation and child.tag in OF_A_QUOTATION:
        return QUOTE_GOES_ON
    is_callout = is_name(_style(next(element.elements(), "")))
    return CALLOUT_GOES_ON if is_callout and child.tag in OF_A_QUOTATION | {"table", "details"} else ""


def _unfolded(details: HtmlElement) -> Iterator[HtmlElement | str]:
    """Yield what folds away one below the other: its first line has a style, and its end a mark."""
    summary = next((child for child in details.elements() if child.tag == "summary"), None)
    has_words = summary is not None and summary.text().strip()
    yield _styled(SUMMARY, summary.children) if summary and has_words else mark(SUMMARY)
    for content in details.elements():
        for child in content.children if content is not summary else ():
            if isinstance(child, HtmlElement) and child.tag == "details":
                yield from _unfolded(child)
            else:
                yield child
    yield mark(DETAILS_END)


def _quotation(quotation: HtmlElement) -> Iterator[HtmlElement | str]:
    """Yield a quotation in pieces. Its tables and foldable parts stand between them: in Word their words would be
    quotations, each of its own.
    """
    piece: list[HtmlElement | str] = []
    for child in quotation.children:
        if not isinstance(child, HtmlElement) or child.tag not in ("table", "details"):
            piece.append(child)
            continue
        if piece:
            yield HtmlElement("blockquote", {}, piece)
        yield mark(QUOTE_GOES_ON)
        yield from _unfolded(child) if child.tag == "details" else (child,)
        piece = []
    if piece:
        yield HtmlElement("blockquote", {}, piece)


def _paragraph(children: list[HtmlElement | str]) -> HtmlElement:
    return HtmlElement("p", {}, children)


def _styled(style: str, children: list[HtmlElement | str]) -> HtmlElement:
    return HtmlElement("div", {STYLE: style}, [_paragraph(children)])


def mark(style: str) -> HtmlElement:
    """Return a paragraph without a word whose style tells what follows."""
    return _styled(style, [NO_WORD])


# -- back from Word


def read_structure(root: HtmlElement) -> None:
    """Free words from the marks that people wrote them into, and let foldable parts fold away again."""
    _free_words(root)
    _fold(root)


def without_marks_in_items(element: HtmlElement) -> None:
    """Take out of items what kept them, and what is theirs, in Word."""
    for inner in element.elements():
        without_marks_in_items(inner)
    if element.tag == "li":
        element.children = [child for child in element.children if _style(child) != ITEM_GOES_ON]
        for inner in element.elements():
            words = inner.text().strip()
            if inner.tag == "p" and NO_WORD in (words[:1], words[-1:]):
                _without_sign(inner)


def is_mark(child: HtmlElement | str) -> bool:
    """Whether something only tells what follows, and is told by now."""
    return _style(child) in MARKS - {ITEM_GOES_ON}


def put_into_item(last: HtmlElement, table: HtmlElement) -> bool:
    """Put a table into the last item of the list before, where a mark says that it is of it."""
    item = next(reversed(list(last.elements())), None) if last.tag in LISTS else None
    mark = next(reversed(list(item.elements())), None) if item else None
    if item is None or mark is None or _style(mark) != ITEM_GOES_ON:
        return False
    item.children[item.children.index(mark)] = table
    return True


def put_into_callout(out: list[HtmlElement | str], child: HtmlElement | str) -> bool:
    """Put something into the callout before, where a mark says that it is of it."""
    if not out or _style(out[-1]) != CALLOUT_GOES_ON:
        return False
    out.pop()
    before = out[-1] if out else None
    if isinstance(before, HtmlElement) and callout_tone(before):
        before.children.append(child)
    else:
        out.append(child)
    return True


def _free_words(element: HtmlElement) -> None:
    """Let words that were written into a mark stand before it, as a paragraph."""
    children: list[HtmlElement | str] = []
    for child in element.children:
        if isinstance(child, HtmlElement):
            if _style(child) in MARKS and child.text().strip(NO_WORD + " \n"):
                _without_sign(child)
                style = _style(child)
                children.append(HtmlElement("div", {STYLE: CONTINUES} if style == ITEM_GOES_ON else {}, child.children))
                child = mark(style)  # noqa: PLW2901 which says the same, without them
            _free_words(child)
        children.append(child)
    element.children = children


@dataclass
class _Level:
    """What stands in an element, or in a foldable part whose end has not come yet: that begins with its first line."""

    children: list[HtmlElement | str] = field(default_factory=list)
    is_of_item: bool = False


def _fold(element: HtmlElement) -> None:
    levels = [_Level()]
    for child in element.children:
        parts = _parts_of_item(child, is_open=levels[-1].is_of_item)
        for part in parts or [child]:
            if isinstance(part, HtmlElement):
                _fold(part)
            _place(part, levels, of_item=bool(parts))
    for level in levels[1:]:  # of these nobody knows the end: their first lines are paragraphs
        if isinstance(level.children[0], HtmlElement):
            _without_sign(level.children[0])
    element.children = [child for level in levels for child in level.children]


def _place(part: HtmlElement | str, levels: list[_Level], *, of_item: bool) -> None:
    """Put something where it belongs: into the innermost part that is open, or beside it."""
    if _style(part) == SUMMARY and len(levels) <= DEEPEST:
        levels.append(_Level([part], of_item))
        return
    of_this = [part]
    if _style(part) == DETAILS_END and len(levels) > 1:
        summary, *content = levels.pop().children
        part = _details(summary, content)
        of_this = [mark(ITEM_GOES_ON), part]
    levels[-1].children.append(_in_item(of_this) if of_item and not levels[-1].is_of_item else part)


def _parts_of_item(child: HtmlElement | str, *, is_open: bool) -> list[HtmlElement | str]:
    """Return what goes on in an item, which pandoc reads as a list of its own, where something folds away in it."""
    items = list(child.elements()) if isinstance(child, HtmlElement) and child.tag in LISTS else []
    styles = [_style(part) for part in items[0].elements()] if len(items) == 1 else []
    if {SUMMARY, DETAILS_END} & set(styles) or (is_open and styles and styles[0] == CONTINUES):
        return [*items[0].elements()]
    return []


def _in_item(parts: Iterable[HtmlElement | str]) -> HtmlElement:
    return HtmlElement("ul", {}, [HtmlElement("li", {}, list(parts))])


def _details(summary: HtmlElement | str, content: list[HtmlElement | str]) -> HtmlElement:
    line = summary.first("p") if isinstance(summary, HtmlElement) else None
    if line:
        _without_sign(line)
    head = HtmlElement("summary", {}, line.children if line else [])
    return HtmlElement("details", {}, [head, HtmlElement("div", {}, content)])


def _without_sign(element: HtmlElement) -> None:
    """Take out the sign that kept a paragraph without a word."""
    element.children = [
        child.replace(NO_WORD, "") if isinstance(child, str) else child
        for child in element.children
        if child != NO_WORD
    ]
    for inner in element.elements():
        _without_sign(inner)


def _style(child: HtmlElement | str) -> str:
    return child.attrs.get(STYLE, "") if isinstance(child, HtmlElement) else ""
