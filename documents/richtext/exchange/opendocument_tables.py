"""Tables that stand in lists or in tables (columns are one) of OpenDocument files: pandoc leaves them out. So lists end
before them and go on after them, and tables in cells stand behind the text; signs (private-use characters) say so until
they are put back.
"""

from __future__ import annotations

import re
from itertools import accumulate

from documents.richtext.exchange.html_elements import HtmlElement
from documents.richtext.exchange.office_callouts import LISTS

_APART, _AGAIN = "\ue0e5", "\ue0e6"
_INNER, _BEHIND = "\ue0e8", "\ue0e9"
_PLACES = {_APART, _AGAIN}
_TABLE, _LIST = "table:table", "text:list"
_NESTING = re.compile(r"<(/?)(table:table|text:list|text:list-item|text:list-header)(?=[\s>/])[^<>]*?(/?)>")
_DEEPEST = 200
"""Tables and lists nested deeper are nobody's; each tag is held against those that are open."""
_LONGEST_NUMBER = 9
_TABLE_TAG = re.compile(r"<(/?)table:table(?=[\s>/])[^<>]*?(/?)>")
_TEXT_ENDS = "</office:text>"
_BEGIN_ANEW = re.compile(r'\s(?:text:start-value|xml:id)="[^"]*"')


def tables_apart(content: str) -> str:
    """Let a list end before a table that is in one of its items, and go on after it, and put tables that are in cells
    behind the text; signs say so.
    """
    return content if _depth_of(content) > _DEEPEST else _inner_behind(_tables_apart(content))


def _depth_of(content: str) -> int:
    """Return how deeply tables and lists stand in each other."""
    steps = (-1 if tag[1] else 1 for tag in _NESTING.finditer(content) if not tag[3])
    return max(accumulate(steps), default=0)


def _tables_apart(content: str) -> str:
    out, reached, opened = [], 0, list[tuple[str, str]]()
    for tag in _NESTING.finditer(content):
        name = tag[2]
        if tag[3]:
            continue
        if not tag[1]:
            lists = [one for one in _since_table(opened) if one[0] != _TABLE]
            if name == _TABLE and lists:
                depth = sum(one[0] == _LIST for one in lists)
                ends = "".join(f"</{one}>" for one, _tag in reversed(lists))
                out += [content[reached : tag.start()], ends, _signed(f"{_APART}{depth}")]
                reached = tag.start()
            opened.append((name, tag[0]))
            continue
        if not opened or opened[-1][0] != name:
            return content
        opened.pop()
        lists = _since_table(opened)
        if name == _TABLE and lists:
            begins = "".join(_BEGIN_ANEW.sub("", one) for _name, one in lists)
            out += [content[reached : tag.end()], _signed(_AGAIN), begins, _signed(_AGAIN)]
            reached = tag.end()
    return "".join([*out, content[reached:]])


def _inner_behind(content: str) -> str:
    """Put each table that is in a cell of another behind the text, with its number there and where it was."""
    outside: list[str] = []
    opened = [outside]
    behind: list[list[str]] = []
    reached = 0
    for tag in _TABLE_TAG.finditer(content):
        if tag[2]:
            continue
        edge = tag.end() if tag[1] else tag.start()
        opened[-1].append(content[reached:edge])
        reached = edge
        if tag[1]:
            opened.pop()
        elif len(opened) == 1:
            opened.append(outside)
        else:
            opened[-1].append(_signed(f"{_INNER}{len(behind)}"))
            behind.append([_signed(f"{_BEHIND}{len(behind)}")])
            opened.append(behind[-1])
        if not opened:
            return content
    outside.append(content[reached:])
    moved = "".join(part for table in behind for part in table)
    return "".join(outside).replace(_TEXT_ENDS, moved + _TEXT_ENDS, 1) if len(opened) == 1 else content


def _since_table(opened: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the lists and items that are open within the innermost table, or outside of all."""
    tables = [place for place, (name, _tag) in enumerate(opened) if name == _TABLE]
    return opened[tables[-1] + 1 :] if tables else opened


def _signed(words: str) -> str:
    return f"<text:p>{words}</text:p>"


def tables_into_cells(root: HtmlElement) -> None:
    """Put tables back into the cells that they were taken from."""
    behind: dict[str, HtmlElement] = {}
    kept: list[HtmlElement | str] = []
    for child in root.children:
        last = _words(kept[-1]) if kept else ""
        if isinstance(child, HtmlElement) and child.tag == "table" and last.startswith(_BEHIND):
            behind[last.removeprefix(_BEHIND)] = child
            kept.pop()
        elif not isinstance(child, str) or child.strip():
            kept.append(child)
    if behind:
        root.children = kept
        _fill_cells(root, behind)


def _fill_cells(element: HtmlElement, behind: dict[str, HtmlElement]) -> None:
    filled: list[HtmlElement | str] = []
    for child in element.children:
        words = _words(child)
        inner = behind.pop(words.removeprefix(_INNER), child) if words.startswith(_INNER) else child
        if isinstance(inner, HtmlElement):
            _fill_cells(inner, behind)
        filled.append(inner)
    element.children = filled


def tables_into_items(element: HtmlElement) -> None:
    """Put tables back into the items that they were taken from, and let the lists go on."""
    children = [child for child in element.children if not isinstance(child, str) or child.strip()]
    out: list[HtmlElement | str] = []
    place = 0
    while place < len(children):
        table, again, listed = [*children[place + 1 : place + 4], None, None, None][:3]
        depth = _words(children[place]).removeprefix(_APART)
        before = out[-1] if out else None
        if (
            _words(children[place]).startswith(_APART)
            and depth.isdecimal()
            and len(depth) <= _LONGEST_NUMBER
            and isinstance(before, HtmlElement)
            and isinstance(listed, HtmlElement)
            and _words(again) == _AGAIN
            and table is not None
            and _put_into(before, table, listed, int(depth))
        ):
            place += 4
            continue
        if _words(children[place])[:1] not in _PLACES:
            out.append(children[place])
        place += 1
    element.children = out if len(out) != len(children) else element.children


def _put_into(before: HtmlElement, table: HtmlElement | str, after: HtmlElement, depth: int) -> bool:
    items, others = list(before.elements()), list(after.elements())
    if not (items and others and before.tag == after.tag and before.tag in LISTS):
        return False
    into, rest = items[-1], others[0]
    if depth > 1:
        inner, following = next(reversed(list(into.elements())), None), next(rest.elements(), None)
        if inner is None or following is None or not _put_into(inner, table, following, depth - 1):
            return False
        into.children += rest.children[rest.children.index(following) + 1 :]
    else:
        into.children += [table, *(child for child in rest.children if _words(child) != _AGAIN)]
    before.children += others[1:]
    return True


def _words(child: HtmlElement | str | None) -> str:
    return child.text().strip() if isinstance(child, HtmlElement) and child.tag == "p" else ""
