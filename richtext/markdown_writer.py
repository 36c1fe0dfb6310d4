"""Write a document's nodes as Markdown that reads back into the same nodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from richtext.addresses import mention_address
from richtext.bare_addresses import is_bare, unlinked
from richtext.callouts import tone_of
from richtext.columns import BEGIN, COLUMN, END, columns_of
from richtext.footnotes import label_of, numbers_of, with_written_labels, without_lone_notes
from richtext.html import first_number, whole_number
from richtext.markdown_flavours import EMPTY, language_of
from richtext.markdown_media import address_of, attachment, embed, escaped, image
from richtext.nodes import ATOMS, INLINE, Node, Run, safe_address, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_STARTS = re.compile(r"^(?:(\d{1,9})([.)])|([#+\-=]))")
_FENCE = re.compile(r"`+")
_SIGNS = {"bold": "**", "italic": "*", "strike": "~~"}
_TAGS = {"bold": "strong", "italic": "em", "strike": "s", "underline": "u"}
_ORDER = ("link", "bold", "italic", "strike", "underline")


def markdown_of(nodes: list[Node]) -> str:
    """Write nodes as Markdown, ending with a newline."""
    nodes = with_written_labels(nodes)
    return _blocks(without_lone_notes(nodes, numbers_of(nodes))) + "\n"


def _blocks(nodes: Sequence[Node]) -> str:
    out: list[str] = []
    before = ""
    for node in nodes:
        block = _block(node)
        if node.kind == before and node.kind in ("bulletList", "orderedList", "taskList"):
            out.append("<!-- -->")  # two lists that follow each other would become one
        elif {node.kind, before} == {"bulletList", "taskList"}:
            out.append("<!-- -->")
        out.append(block)
        before = node.kind
    return "\n\n".join(out)


def _block(node: Node) -> str:  # noqa: C901  one branch for each kind of node
    match node.kind:
        case "heading":
            words = re.sub(r"(#+)$", lambda end: "\\#" * len(end[1]), _inline(node).replace("\\\n", " "))
            return f"{'#' * whole_number(node.attrs.get('level'), 1, 6)} {words}".rstrip()
        case "bulletList" | "orderedList" | "taskList":
            return _list(node)
        case "blockquote":
            return _prefixed(_blocks(list(node.nodes())), "> ", "> ")
        case "codeBlock":
            return _code(node)
        case "horizontalRule":
            return "* * *"
        case "table":
            return _table(node)
        case "image":
            return image(node)
        case "attachment":
            return attachment(node)
        case "embed":
            return embed(node)
        case "callout":
            return _prefixed(f"[!{tone_of(node).upper()}]\n\n" + _blocks(list(node.nodes())), "> ", "> ")
        case "footnote":
            return _prefixed(_blocks(list(node.nodes())), f"[^{label_of(node)}]: ", "    ")
        case "contents":
            return "[TOC]"
        case "columns":
            return _columns(node)
        case "details":
            return _details(node)
        case "mathBlock":
            return f"$$\n{_formula(node)}\n$$"
        case "paragraph":
            return _inline(node) or EMPTY
        case _:
            # A kind of node that is newer than this page: its words are kept.
            inner = list(node.nodes())
            return _blocks(inner) if inner else _inline(node)


def _details(node: Node) -> str:
    parts = {part.kind: part for part in node.nodes()}
    summary = _inline(parts["detailsSummary"]) if "detailsSummary" in parts else ""
    inside = _blocks(list(parts["detailsContent"].nodes())) if "detailsContent" in parts else ""
    return f"<details>\n<summary>\n\n{summary or EMPTY}\n\n</summary>\n\n{inside or EMPTY}\n\n</details>"


def _columns(node: Node) -> str:
    inside = "".join(f"{COLUMN}\n\n{_blocks(list(one.nodes())) or EMPTY}\n\n{END}\n" for one in columns_of(node))
    return f"{BEGIN}\n{inside}{END}"


def _formula(node: Node) -> str:
    """A formula's source as it can stand between dollars: without empty lines, and none of its own."""
    lines = filter(None, (line.strip() for line in words_of(node).splitlines()))
    return re.sub(r"(?<!\\)((?:\\\\)*)\$", r"\1\\$", "\n".join(lines)) or "\\,"


def _prefixed(block: str, first: str, rest: str) -> str:
    lines = block.split("\n")
    return "\n".join((first if place == 0 else rest) + line if line else (first if place == 0 else rest).rstrip()
                     for place, line in enumerate(lines))  # fmt: skip


def _list(node: Node) -> str:
    number = first_number(node)
    items = []
    for place, item in enumerate(node.nodes()):
        marker = f"{number + place}. " if node.kind == "orderedList" else "- "
        box = ""
        if node.kind == "taskList":
            box = "[x] " if item.attrs.get("checked") is True else "[ ] "
        items.append(_prefixed(box + _blocks(list(item.nodes())), marker, " " * len(marker)))
    return "\n".join(items)


def _code(node: Node) -> str:
    text = node.text()
    longest = max((len(ticks) for ticks in _FENCE.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    info = language_of(node.attrs.get("language"))
    return f"{fence}{info}\n{text}\n{fence}" if text else f"{fence}{info}\n{fence}"


def _table(node: Node) -> str:
    rows = [[_cell(cell) for cell in row.nodes()] for row in node.nodes()]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return ""
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def _cell(cell: Node) -> str:
    """A cell holds one line in Markdown: what is in it is joined by line breaks."""
    return "<br>".join(map(_in_cell, cell.nodes()))


def _in_cell(node: Node) -> str:
    if node.kind == "image":
        return image(node)
    if any(inner.kind not in INLINE for inner in node.nodes()) or node.kind in ATOMS:
        return _words(node.text())
    return _edges(_Line(node.children, in_cell=True).written())


def _inline(node: Node) -> str:
    if not any(isinstance(child, Node) and child.kind not in INLINE for child in node.children):
        return _guarded_start(_Line(node.children).written())
    return _blocks(list(node.nodes()))


def _guarded_start(text: str) -> str:
    """Keep the beginnings of lines from being read as a list, a heading or a rule."""
    lines = []
    for line in text.split("\n"):
        start = _STARTS.match(line)
        number = (start[1] or "") if start else ""
        lines.append(_edges(f"{number}\\{line[len(number) :]}" if start else line))
    return "\n".join(lines)


def _edges(line: str) -> str:
    """Keep white space at the edges of a line from vanishing."""
    bare = line.strip()
    if not bare:
        return "".join(f"&#{ord(space)};" for space in line)
    start = line.index(bare)
    before, after = line[:start], line[start + len(bare) :]
    return "".join(f"&#{ord(c)};" for c in before) + bare + "".join(f"&#{ord(c)};" for c in after)


class _Line:
    """Writes runs with their marks opened and closed in one order."""

    def __init__(self, children: Sequence[Node | Run], *, in_cell: bool = False) -> None:
        self.children = children
        self.in_cell = in_cell
        self.open: list[tuple[str, Any]] = []
        self.out: list[str] = []

    def written(self) -> str:
        for place, child in enumerate(self.children):
            if isinstance(child, Node):
                self._to([])
                self.out.append(self._node(child, place))
            elif child.text:
                self._run(child, place)
        self._to([])
        return "".join(self.out)

    def _node(self, node: Node, place: int) -> str:
        if node.kind == "mention" and (address := mention_address(node)):
            return f"[{_words(words_of(node))}]({address})"
        if node.kind == "mathInline":
            source = _formula(node).replace("\n", " ")
            before, after = self._text_at(place - 1)[-1:], self._text_at(place + 1)[:1]
            apart = "<!-- -->"  # beside a digit, a dollar is money
            left, right = apart if before.isdigit() else "", apart if after.isdigit() else ""
            return left + "$" + (source.replace("|", "\\|") if self.in_cell else source) + "$" + right
        if node.kind == "footnoteReference":
            return f"[^{label_of(node)}]" if label_of(node) else ""
        if node.kind in ATOMS:
            return _words(words_of(node))
        is_last = 0 < place == len(self.children) - 1  # a backslash there would be read as one
        return "<br>" if self.in_cell or is_last else "\\\n"

    def _run(self, run: Run, place: int) -> None:
        if self._is_bare(run, place):
            self._to([])
            self.out.append(run.text)
            return
        words = _span(run.text, in_cell=self.in_cell) if "code" in run.marks else _words(run.text)
        if "code" not in run.marks and "link" not in run.marks:
            words = unlinked(words)
        if marker := self._marker(run, place):
            self._to([])
            self.out.append(marker + words + marker)
            return
        wanted = [(mark, run.marks[mark]) for mark in _ORDER if mark in run.marks]
        self._to([mark for mark in wanted if mark[0] != "link" or safe_address(mark[1].get("href"))])
        self.out.append(words)

    def _is_bare(self, run: Run, place: int) -> bool:
        """Return whether a link is read back from its words alone, where they stand."""
        if list(run.marks) != ["link"] or not is_bare(run.text, str(run.marks["link"].get("href"))):
            return False
        before, after = self._text_at(place - 1)[-1:], self._text_at(place + 1)[:1]
        alone = all(at < 0 or at >= len(self.children) or self._text_at(at) for at in (place - 1, place + 1))
        return alone and before in ("", " ", "(") and after in ("", " ", ".", ",", ")")

    def _marker(self, run: Run, place: int) -> str:
        """Return `**` and the like where it surely reads back; anywhere else the mark is written as a tag."""
        marks = [mark for mark in run.marks if mark != "code"]
        if len(marks) != 1 or marks[0] not in _SIGNS:
            return ""
        first, last = ("a", "a") if "code" in run.marks else (run.text[0], run.text[-1])
        before, after = self._text_at(place - 1)[-1:], self._text_at(place + 1)[:1]
        edges = first.isalnum() and (last.isalnum() or last in ".,;:?!)…")
        if edges and (not before or before in " (") and (not after or after in " .,;:!?)"):
            return _SIGNS[marks[0]]
        return ""

    def _text_at(self, place: int) -> str:
        child = self.children[place] if 0 <= place < len(self.children) else None
        return child.text if isinstance(child, Run) else ""

    def _to(self, wanted: list[tuple[str, Any]]) -> None:
        keep = 0
        while keep < min(len(self.open), len(wanted)) and self.open[keep] == wanted[keep]:
            keep += 1
        for mark, attrs in reversed(self.open[keep:]):
            self.out.append(
                f"]({address_of(safe_address(attrs.get('href')))})" if mark == "link" else f"</{_TAGS[mark]}>"
            )
        for mark, _ in wanted[keep:]:
            self.out.append("[" if mark == "link" else f"<{_TAGS[mark]}>")
        self.open = wanted


def _words(text: str) -> str:
    return escaped(re.sub(r"[\r\n]+", " ", text))


def _span(text: str, *, in_cell: bool) -> str:
    text = re.sub(r"[\r\n]+", " ", text)
    if not text.strip():
        return f"<code>{''.join(f'&#{ord(space)};' for space in text)}</code>"
    ticks = "`" * (max((len(found) for found in _FENCE.findall(text)), default=0) + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    if in_cell:
        text = text.replace("|", "\\|")
    return f"{ticks}{pad}{text}{pad}{ticks}"
