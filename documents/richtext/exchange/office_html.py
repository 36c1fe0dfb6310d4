"""HTML as pandoc turns it into Word paragraphs, and back: what Word has no structure for is told by styles.

A paragraph that goes on in a list's item has the style *List Continue*, an item in a quotation the style *Quote*, and a
rule is `* * *`: Word shows them so, and reading makes the list, the quotation, the rule of them again. What stands in
a callout has the style of its tone (`office_callouts`). What no style tells is told by paragraphs without a word
(`office_marks`).
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from documents.richtext.exchange.html_elements import BLOCKS, VOID, HtmlElement
from documents.richtext.exchange.office_callouts import (
    LISTS,
    STYLE,
    STYLE_OF,
    TONE_IN_ITEM,
    callout_tone,
    is_name,
    read_in_items,
    style_callouts,
    styled,
    tone_in,
)
from documents.richtext.exchange.office_code import code_to_paragraphs, tell_languages, write_formulas
from documents.richtext.exchange.office_looks import read_signs, write_signs
from documents.richtext.exchange.office_marks import (
    CONTINUES,
    ITEM_GOES_ON,
    QUOTE_GOES_ON,
    QUOTES,
    is_mark,
    mark_structure,
    put_into_callout,
    put_into_item,
    read_structure,
    without_marks_in_items,
)
from documents.richtext.exchange.office_own import read_own, write_notes, write_structure
from documents.richtext.exchange.office_tables import head_table, size_columns
from documents.richtext.exchange.opendocument import CODES

if TYPE_CHECKING:
    from collections.abc import Iterable

RULE = "* * *"
"""How a rule is written where a format has none."""
QUOTATION = "Block Text"
TRACKED = {"ins": "insertion", "del": "deletion"}


def for_pandoc(root: HtmlElement, form: str) -> str:
    """Return HTML of ours (`documents.richtext.html`) so that pandoc loses nothing of it, and fetches nothing."""
    write_signs(root)
    write_structure(root)
    write_formulas(root)
    _to_pandoc(root, within="")
    mark_structure(root)
    if form == "odt":
        code_to_paragraphs(root)
    write_notes(root)
    return "".join(map(_markup, root.children))


def from_pandoc(root: HtmlElement) -> HtmlElement:
    """Return what pandoc made of a file, with lists and quotations in one piece."""
    tell_languages(root)
    read_signs(root)
    read_own(root)
    read_structure(root)
    _join(root)
    read_in_items(root)
    without_marks_in_items(root)
    return root


def _to_pandoc(element: HtmlElement, *, within: str) -> None:
    """Write what pandoc does not know with styles; `within`: that of what stands in a quotation or a callout."""
    # A foldable part stands beside its quotation (`office_marks`).
    within = {"blockquote": QUOTES, "details": ""}.get(element.tag, within)
    if element.tag == "li":
        style_callouts(element)
    elif tone := callout_tone(element):
        within = STYLE_OF[tone]
    for child in element.elements():
        _to_pandoc(child, within=within)
    match element.tag:
        case "li":
            _item_to_pandoc(element, within=within)
        case "table":
            head_table(element)
            size_columns(element)
    element.children = [_changed(child) for child in element.children]


def _changed(child: HtmlElement | str) -> HtmlElement | str:
    if isinstance(child, str):
        return child
    if child.tag == "hr":
        return HtmlElement("p", {}, [RULE])
    if tone := callout_tone(child):
        return styled(child, tone)
    if child.tag == "p" and "elsewhere" in child.classes:
        return HtmlElement("p", {}, [part for part in child.elements() if part.tag == "a"])
    if child.tag in TRACKED and child.attrs.get("data-author"):
        return HtmlElement("span", {**child.attrs, "class": TRACKED[child.tag]}, child.children)
    if child.tag == "img" and not child.attrs.get("src", "").startswith("data:"):
        return HtmlElement("span", {}, [child.attrs.get("alt", "")])
    return child


def _item_to_pandoc(item: HtmlElement, *, within: str) -> None:
    _draw_box(item)
    item.children = [part for child in item.children for part in (_grouped(child) or [child])]
    if len(item.children) > 1 and _is_empty_paragraph(item.children[0]):
        del item.children[0]
    for place, child in enumerate(item.children):
        if isinstance(child, HtmlElement) and child.tag in ("p", "img") and (place or within):
            style = CONTINUES if place else within
            paragraph = child if child.tag == "p" else HtmlElement("p", {}, [child])
            item.children[place] = HtmlElement("div", {STYLE: style}, [paragraph])


def _grouped(child: HtmlElement | str) -> list[HtmlElement | str]:
    """Return what a division only groups (the callout of an item)."""
    return child.children if isinstance(child, HtmlElement) and child.tag == "div" and not child.attrs else []


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


def _join(element: HtmlElement) -> None:
    for inner in element.elements():
        _join(inner)
    out: list[HtmlElement | str] = []
    for given in element.children:
        last = out[-1] if out and isinstance(out[-1], HtmlElement) else None
        if isinstance(given, str) and not given.strip() and last is not None and last.tag in BLOCKS:
            continue  # blanks between blocks, which would keep a list apart from the one it goes on
        child = given
        if _put_by_mark(out, given):
            continue
        if isinstance(given, HtmlElement) and (element.tag != "li" or given.attrs.get(STYLE) == QUOTATION):
            child = _quotation_in(given)
        if not (isinstance(child, HtmlElement) and _goes_into(out, child, in_item=element.tag == "li")):
            out.append(_quoted(child))
    element.children = [child for child in out if not is_mark(child)]


def _put_by_mark(out: list[HtmlElement | str], given: HtmlElement | str) -> bool:
    """Put something into the callout or quotation before, where a mark says that it is of it."""
    if put_into_callout(out, given):
        return True
    last = out[-1] if out else None
    if not isinstance(last, HtmlElement) or last.attrs.get(STYLE) != QUOTE_GOES_ON:
        return False
    out[-1] = HtmlElement("blockquote", {}, [given])
    _joined_to_last(out)
    return True


def _joined_to_last(out: list[HtmlElement | str]) -> None:
    """Put the last block into the one before, where that is a quotation as well."""
    before, last = (out[-2] if len(out) > 1 else None), out[-1]
    if isinstance(before, HtmlElement) and isinstance(last, HtmlElement) and _joined(before, last):
        out.pop()


def _goes_into(out: list[HtmlElement | str], child: HtmlElement, *, in_item: bool) -> bool:
    """Put what goes on with the block before into it, and what is of a callout into one."""
    last = out[-1] if out and isinstance(out[-1], HtmlElement) else None
    if not in_item and (opened := _called_out(last, child)):
        if opened is not last:
            out.append(opened)
        return True
    return last is not None and (_joined(last, child) or (child.tag == "table" and put_into_item(last, child)))


def _called_out(last: HtmlElement | None, child: HtmlElement) -> HtmlElement | None:
    """Put what is of a callout into the one before, or into a new one; return that, or None where it is of none."""
    inner = last.children[-1] if last is not None and callout_tone(last) and last.children else None
    if isinstance(inner, HtmlElement) and inner.tag in LISTS and child.tag in LISTS:
        items = list(child.elements())
        if (items and _goes_on(items[0])) or (inner.attrs.get("id") == "joined" and tone_in(child)):
            _joined(inner, child)
            _unquoted(inner)
            return last
    tone = tone_in(child)
    if not tone:
        return None
    if last is None or callout_tone(last) != tone or is_name(child.attrs.get(STYLE, "")):
        last = HtmlElement("div", {"class": "callout", "data-tone": tone})
    if not is_name(child.attrs.get(STYLE, "")):
        last.children.append(_unquoted(child) if child.tag in LISTS else child)
    return last


def _quotation_in(child: HtmlElement) -> HtmlElement:
    """Return the quotation that a styled paragraph is: Word has one for each paragraph, and several styles."""
    inside = next(child.elements(), child)
    return inside if child.attrs.get(STYLE) and inside.tag == "blockquote" else child


def _joined(last: HtmlElement, child: HtmlElement) -> bool:
    """Put a list that goes on into the one before; a list in a quotation, and its paragraphs, into the quotation."""
    if last.tag == child.tag == "blockquote":
        last.children.extend(child.children)
        return True
    if child.tag not in LISTS:
        return False
    if last.tag == "blockquote" and _is_quoted(child):
        last.children.append(_unquoted(child))
        return True
    if last.tag not in LISTS or not last.children:
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
    goes_on = {CONTINUES, CODES, ITEM_GOES_ON}
    style = first.attrs.get(STYLE, "") if first else ""
    goes_on |= TONE_IN_ITEM.keys()
    return first is not None and (first.tag == "blockquote" or style in goes_on or style.startswith(f"{CODES} "))


def _quoted(child: HtmlElement | str) -> HtmlElement | str:
    if isinstance(child, HtmlElement) and child.tag in LISTS and _is_quoted(child):
        return HtmlElement("blockquote", {}, [_unquoted(child)])
    return child


def _is_quoted(listed: HtmlElement) -> bool:
    firsts = [next(item.elements(), None) for item in listed.elements()]
    return bool(firsts) and all(first is not None and first.attrs.get(STYLE) == QUOTES for first in firsts)


def _unquoted(listed: HtmlElement) -> HtmlElement:
    for item in listed.elements():
        first = next(item.elements(), None)
        if first is None or STYLE not in first.attrs:
            continue
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
