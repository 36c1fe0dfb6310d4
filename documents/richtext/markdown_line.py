"""Write what stands inside a paragraph of Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from documents.richtext.addresses import mention_address
from documents.richtext.bare_addresses import is_bare, unlinked
from documents.richtext.footnotes import label_of
from documents.richtext.looks import USUAL_HIGHLIGHT, colour_of
from documents.richtext.nodes import ATOMS, Node, Run, safe_address, words_of
from documents.richtext.sums import SUM

if TYPE_CHECKING:
    from collections.abc import Sequence

# Not the underscores inside a word, such as in volume_modify: they are no signs.
_SPECIAL = re.compile(r"([\\`*\[\]<>&~|$!]|(?<![^\W_])_|_(?![^\W_]))")
FENCE = re.compile(r"`+")
_SIGNS = {"bold": "**", "italic": "*", "strike": "~~"}
_TAGS = {
    "bold": "strong", "italic": "em", "strike": "s", "underline": "u", "textColour": "span", "highlight": "mark",
    "superscript": "sup", "subscript": "sub",
    SUM: "output",
}  # fmt: skip
_ORDER = ("link", *_TAGS)


def formula_of(node: Node) -> str:
    """A formula's source as it can stand between dollars: without empty lines, and none of its own."""
    lines = filter(None, (line.strip() for line in words_of(node).splitlines()))
    return re.sub(r"(?<!\\)((?:\\\\)*)\$", r"\1\\$", "\n".join(lines)) or "\\,"


def written_address(address: str) -> str:
    if re.fullmatch(r"[^\s<>()\\&]+", address):
        return address
    return "<" + re.sub(r"([<>\\&])", r"\\\1", address).replace("\n", "%0A").replace("\r", "%0D") + ">"


def escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def with_edges(line: str) -> str:
    """Keep white space at the edges of a line from vanishing."""
    bare = line.strip()
    if not bare:
        return "".join(f"&#{ord(space)};" for space in line)
    start = line.index(bare)
    before, after = line[:start], line[start + len(bare) :]
    return "".join(f"&#{ord(c)};" for c in before) + bare + "".join(f"&#{ord(c)};" for c in after)


class LineWriter:
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
            return f"[{escaped_words(words_of(node))}]({address})"
        if node.kind == "mathInline":
            source = formula_of(node).replace("\n", " ")
            before, after = self._text_at(place - 1)[-1:], self._text_at(place + 1)[:1]
            apart = "<!-- -->"  # beside a digit, a dollar is money
            left, right = apart if before.isdigit() else "", apart if after.isdigit() else ""
            return left + "$" + (source.replace("|", "\\|") if self.in_cell else source) + "$" + right
        if node.kind == "footnoteReference":
            return f"[^{label_of(node)}]" if label_of(node) else ""
        if node.kind in ATOMS:
            return escaped_words(words_of(node))
        is_last = 0 < place == len(self.children) - 1  # a backslash there would be read as one
        return "<br>" if self.in_cell or is_last else "\\\n"

    def _run(self, run: Run, place: int) -> None:
        if self._is_bare(run, place):
            self._to([])
            self.out.append(run.text)
            return
        words = _span(run.text, in_cell=self.in_cell) if "code" in run.marks else escaped_words(run.text)
        if "code" not in run.marks and "link" not in run.marks:
            words = unlinked(words)
        if marker := self._marker(run, place):
            self._to([])
            self.out.append(marker + words + marker)
            return
        wanted = [(mark, run.marks[mark]) for mark in _ORDER if mark in run.marks]
        self._to([mark for mark in wanted if _is_written(*mark)])
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
                f"]({written_address(safe_address(attrs.get('href')))})" if mark == "link" else f"</{_TAGS[mark]}>"
            )
        for mark, attrs in wanted[keep:]:
            self.out.append("[" if mark == "link" else f"<{_TAGS[mark]}{_look(mark, attrs)}>")
        self.open = wanted


def _is_written(mark: str, attrs: dict[str, Any]) -> bool:
    """Return whether a mark says what we know: a link that leads somewhere, a colour of ours."""
    if mark == "link":
        return bool(safe_address(attrs.get("href")))
    return mark != "textColour" or bool(colour_of(attrs))


def _look(mark: str, attrs: dict[str, Any]) -> str:
    """Return what the tag of a mark says of its colour."""
    if mark == "textColour":
        return f' style="color:{colour_of(attrs)}"'
    colour = colour_of(attrs, USUAL_HIGHLIGHT) if mark == "highlight" else USUAL_HIGHLIGHT
    return "" if colour == USUAL_HIGHLIGHT else f' data-colour="{colour}"'


def escaped_words(text: str) -> str:
    return escaped(re.sub(r"[\r\n]+", " ", text))


def _span(text: str, *, in_cell: bool) -> str:
    text = re.sub(r"[\r\n]+", " ", text)
    if not text.strip():
        return f"<code>{''.join(f'&#{ord(space)};' for space in text)}</code>"
    ticks = "`" * (max((len(found) for found in FENCE.findall(text)), default=0) + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    if in_cell:
        text = text.replace("|", "\\|")
    return f"{ticks}{pad}{text}{pad}{ticks}"
