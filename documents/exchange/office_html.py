"""HTML as pandoc turns it into Word paragraphs, and back: what Word has no structure for is told by styles.

A paragraph that goes on in a list's item has the style *List Continue*, an item in a quotation the style *Quote*, and a
rule is `* * *`: Word shows them so, and reading makes the list, the quotation, the rule of them again.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from documents.exchange.html_elements import BLOCKS, VOID, HtmlElement, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable

RULE = "* * *"
"""How a rule is written where a format has none."""
CONTINUES, QUOTES, CODES, QUOTATION = "List Continue", "Quote", "Source Code", "Block Text"
STYLE = "data-custom-style"
_LISTS = ("ul", "ol")


def for_pandoc(html: str, *, formulas: bool = False) -> str:
    """Return HTML of ours (`documents.content.html`) so that pandoc loses nothing of it, and fetches nothing;
    `formulas` where it reads formulas again, which it does not of OpenDocument.
    """
    root = tree_of(html)
    if formulas:
        _write_formulas(root)
    _to_pandoc(root, in_quote=False)
    return "".join(map(_markup, root.children))


def from_pandoc(html: str) -> HtmlElement:
    """Return what pandoc made of a file, with lists and quotations in one piece."""
    root = tree_of(html)
    _join(root)
    return root


def _to_pandoc(element: HtmlElement, *, in_quote: bool) -> None:
    in_quote = in_quote or element.tag == "blockquote"
    for child in element.elements():
        _to_pandoc(child, in_quote=in_quote)
    match element.tag:
        case "li":
            _item_to_pandoc(element, in_quote=in_quote)
        case "table":
            _head_table(element)
    element.children = [_changed(child) for child in element.children]


def _changed(child: HtmlElement | str) -> HtmlElement | str:
    if isinstance(child, str):
        return child
    if child.tag == "hr":
        return HtmlElement("p", {}, [RULE])
    if child.tag == "p" and "elsewhere" in child.classes:
        return HtmlElement("p", {}, [part for part in child.elements() if part.tag == "a"])
    if child.tag == "img" and not child.attrs.get("src", "").startswith("data:"):
        return HtmlElement("span", {}, [child.attrs.get("alt", "")])
    return child


def _write_formulas(element: HtmlElement) -> None:
    """Write formulas as pandoc reads them, so that Word shows them as such."""
    for inner in element.elements():
        if "math" in inner.classes:
            mode = "; mode=display" if inner.tag == "div" else ""
            inner.tag, inner.attrs, inner.children = "script", {"type": f"math/tex{mode}"}, [inner.text()]
        else:
            _write_formulas(inner)


def _item_to_pandoc(item: HtmlElement, *, in_quote: bool) -> None:
    _draw_box(item)
    if len(item.children) > 1 and _is_empty_paragraph(item.children[0]):
        del item.children[0]
    for place, child in enumerate(item.children):
        if isinstance(child, HtmlElement) and child.tag == "p" and (place or in_quote):
            style = QUOTES if in_quote and not place else CONTINUES
            item.children[place] = HtmlElement("div", {STYLE: style}, [child])


def _draw_box(item: HtmlElement) -> None:
    """Put a task's box into its words."""
    box = next((child for child in item.elements() if child.tag == "label"), None)
    if box is None:
        return
    drawn = "\u2612 " if any("checked" in part.attrs for part in box.elements()) else "\u2610 "
    item.children = [part for child in item.elements() if child.tag == "div" for part in child.children]
    begins = next(item.elements(), None)
    if begins is not None and begins.tag == "p":
        begins.children.insert(0, drawn)
    else:
        item.children.insert(0, HtmlElement("p", {}, [drawn]))


def _is_empty_paragraph(child: HtmlElement | str) -> bool:
    return isinstance(child, HtmlElement) and child.tag == "p" and not child.text().strip() and not child.first("img")


def _head_table(table: HtmlElement) -> None:
    """Put a first row of headings into a head, without which the formats have none."""
    for body in table.elements():
        first = next(body.elements(), None) if body.tag == "tbody" else None
        if first is not None and all(cell.tag == "th" for cell in first.elements()):
            body.children.remove(first)
            table.children.insert(table.children.index(body), HtmlElement("thead", {}, [first]))
            return


def _join(element: HtmlElement) -> None:
    for inner in element.elements():
        _join(inner)
    out: list[HtmlElement | str] = []
    for given in element.children:
        last = out[-1] if out and isinstance(out[-1], HtmlElement) else None
        if isinstance(given, str) and not given.strip() and last is not None and last.tag in BLOCKS:
            continue  # blanks between blocks, which would keep a list apart from the one it goes on
        child = given
        if isinstance(given, HtmlElement) and (element.tag != "li" or given.attrs.get(STYLE) == QUOTATION):
            child = _quotation_in(given)
        if not (isinstance(child, HtmlElement) and last is not None and _joined(last, child)):
            out.append(_quoted(child))
    element.children = out


def _quotation_in(child: HtmlElement) -> HtmlElement:
    """Return the quotation that a styled paragraph is: Word has one for each paragraph, and several styles."""
    inside = next(child.elements(), child)
    return inside if child.attrs.get(STYLE) and inside.tag == "blockquote" else child


def _joined(last: HtmlElement, child: HtmlElement) -> bool:
    """Put a list that goes on into the one before; a list in a quotation, and its paragraphs, into the quotation."""
    if last.tag == child.tag == "blockquote":
        last.children.extend(child.children)
        return True
    if child.tag not in _LISTS:
        return False
    if last.tag == "blockquote" and _is_quoted(child):
        last.children.append(_unquoted(child))
        return True
    if last.tag not in _LISTS or not last.children:
        return False
    items = list(child.elements())
    if items and _goes_on(items[0]):
        list(last.elements())[-1].children.extend(items[0].children)
        last.children.extend(items[1:])
        last.attrs["id"] = "joined"
        return True
    if last.attrs.get("id") == "joined" and last.tag == child.tag and not _starts_anew(last, child):
        last.children.extend(items)
        return True
    return False


def _starts_anew(last: HtmlElement, child: HtmlElement) -> bool:
    count = int(last.attrs.get("start") or 1) + len(list(last.elements()))
    return child.tag == "ol" and child.attrs.get("start", "1") != str(count)


def _goes_on(item: HtmlElement) -> bool:
    first = next(item.elements(), None)
    return first is not None and (first.tag == "blockquote" or first.attrs.get(STYLE) in {CONTINUES, CODES})


def _quoted(child: HtmlElement | str) -> HtmlElement | str:
    if isinstance(child, HtmlElement) and child.tag in _LISTS and _is_quoted(child):
        return HtmlElement("blockquote", {}, [_unquoted(child)])
    return child


def _is_quoted(listed: HtmlElement) -> bool:
    firsts = [next(item.elements(), None) for item in listed.elements()]
    return bool(firsts) and all(first is not None and first.attrs.get(STYLE) == QUOTES for first in firsts)


def _unquoted(listed: HtmlElement) -> HtmlElement:
    for item in listed.elements():
        first = next(item.elements())
        inside = next(first.elements(), first)
        place = item.children.index(first)
        item.children[place : place + 1] = inside.children if inside.tag == "blockquote" else [inside]
    return listed


def _markup(child: HtmlElement | str) -> str:
    if isinstance(child, str):
        return escape(child, quote=False)
    if child.tag == "script":
        return f'<script type="{child.attrs["type"]}">{child.text().replace("</", "< /")}</script>'
    attrs = "".join(f' {name}="{escape(value)}"' for name, value in child.attrs.items() if name != "style")
    return f"<{child.tag}{attrs}>" + ("" if child.tag in VOID else f"{inside(child.children)}</{child.tag}>")


def inside(children: Iterable[HtmlElement | str]) -> str:
    """Write what stands in an element."""
    return "".join(map(_markup, children))
