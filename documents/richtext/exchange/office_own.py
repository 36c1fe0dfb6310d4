"""What our texts have and Word has otherwise: notes at the foot of the page, lists of headings, columns.

Notes are Word's own, by way of pandoc, which takes them from the end of a page. A list of headings is paragraphs of the
style *Contents Line*, which read as one list again, as Word's own table of contents does. Columns are a table of one
row, after a mark (`office_marks`) of the style *Columns*.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from documents.richtext.exchange.html_elements import HtmlElement
from documents.richtext.exchange.office_callouts import STYLE
from documents.richtext.exchange.office_marks import COLUMNS, mark

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTENTS = "Contents Line"
_OF_WORD = re.compile(r"toc(?: heading| \d)?", re.IGNORECASE)


def write_notes(root: HtmlElement) -> None:
    """Write references and notes as pandoc reads them: the notes in a list at the end, in the order of their
    references.
    """
    notes = {note.attrs.get("data-label", ""): note for note in _taken_out(root)}
    listed: dict[str, HtmlElement] = {}
    for reference in _references(root):
        label = reference.attrs.get("data-label", "")
        note = notes.get(label)
        if note is None:
            continue
        inside = [child for child in note.children if not _leads_back(child)]
        listed.setdefault(label, HtmlElement("li", {"id": f"fn{len(listed) + 1}"}, inside))
        href = "#" + listed[label].attrs["id"]
        reference.tag, reference.children = "a", [HtmlElement("sup", {}, [href[3:]])]
        reference.attrs = {"href": href, "class": "footnote-ref", "role": "doc-noteref"}
    if listed:
        about = {"class": "footnotes", "role": "doc-endnotes"}
        root.children.append(HtmlElement("section", about, [HtmlElement("ol", {}, [*listed.values()])]))
    for label, note in notes.items():
        if label not in listed:  # nothing refers to it: its words stay
            root.children += [child for child in note.children if not _leads_back(child)]


def _taken_out(element: HtmlElement) -> Iterator[HtmlElement]:
    for child in list(element.elements()):
        if child.tag == "div" and "footnote" in child.classes:
            element.children.remove(child)
            yield child
        else:
            yield from _taken_out(child)


def _references(element: HtmlElement) -> Iterator[HtmlElement]:
    for child in element.elements():
        if child.tag == "sup" and "footnote-ref" in child.classes:
            yield child
        else:
            yield from _references(child)


def _leads_back(child: HtmlElement | str) -> bool:
    return isinstance(child, HtmlElement) and "footnote__number" in child.classes


def write_structure(element: HtmlElement) -> None:
    """Write lists of headings as paragraphs, and columns as tables, with their mark."""
    out: list[HtmlElement | str] = []
    for child in element.children:
        if isinstance(child, HtmlElement):
            write_structure(child)
        if isinstance(child, HtmlElement) and child.tag == "nav" and "contents" in child.classes:
            out += _contents(child)
        elif isinstance(child, HtmlElement) and child.tag == "div" and "columns" in child.classes:
            cells = [HtmlElement("td", {}, one.children) for one in child.elements() if "column" in one.classes]
            table = HtmlElement("table", {}, [HtmlElement("tbody", {}, [HtmlElement("tr", {}, [*cells])])])
            out += [mark(COLUMNS), table]
        else:
            out.append(child)
    element.children = out


def _contents(nav: HtmlElement) -> list[HtmlElement]:
    listed = nav.first("ul")
    lines = [line.text() for line in listed.elements()] if listed else []
    return [HtmlElement("div", {STYLE: CONTENTS}, [HtmlElement("p", {}, [words])]) for words in lines]


def read_own(element: HtmlElement) -> None:
    """Make lists of headings and columns again of what Word has for them."""
    out: list[HtmlElement | str] = []
    for child in element.children:
        if isinstance(child, HtmlElement):
            read_own(child)
        if not isinstance(child, HtmlElement):
            out.append(child)
        elif _is_contents(child):
            out += [] if _is_nav(_last(out)) else [HtmlElement("nav", {"class": "contents"})]
        else:
            out.append(_columns(child) if child.tag == "table" and _is_mark(_last(out)) else child)
    element.children = out


def _is_contents(child: HtmlElement) -> bool:
    style = child.attrs.get(STYLE, "")
    return style == CONTENTS or bool(_OF_WORD.fullmatch(style))


def _last(out: list[HtmlElement | str]) -> HtmlElement | str | None:
    return next((one for one in reversed(out) if isinstance(one, HtmlElement) or one.strip()), None)


def _is_nav(last: HtmlElement | str | None) -> bool:
    return isinstance(last, HtmlElement) and last.tag == "nav"


def _is_mark(last: HtmlElement | str | None) -> bool:
    return isinstance(last, HtmlElement) and last.attrs.get(STYLE) == COLUMNS


def _columns(table: HtmlElement) -> HtmlElement:
    """Return the columns that the cells of a table are; the table, where people gave it a second row."""
    rows = [row for part in table.elements() for row in ([part] if part.tag == "tr" else part.elements())]
    cells = [cell for row in rows for cell in row.elements() if cell.tag in ("td", "th")]
    if sum(bool(row.text().strip()) for row in rows) > 1 or not cells:
        return table
    columns = [HtmlElement("div", {"class": "column"}, cell.children) for cell in cells]
    return HtmlElement("div", {"class": "columns"}, [*columns])
