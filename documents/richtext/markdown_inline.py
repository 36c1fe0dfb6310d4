"""Read what stands inside a paragraph of Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from documents.richtext.addresses import embedded_at, file_at, mention_at
from documents.richtext.footnotes import LABEL
from documents.richtext.html_media import WIDTHS
from documents.richtext.looks import USUAL_HIGHLIGHT, nearest_colour
from documents.richtext.nodes import Node, Run, safe_address
from documents.richtext.sums import SUM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_MARKS = {"strong": "bold", "em": "italic", "s": "strike"}
_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "s": "strike", "del": "strike", "strike": "strike",
    "u": "underline", "ins": "underline", "code": "code", "kbd": "code", "tt": "code", "sub": "subscript",
    "sup": "superscript", "mark": "highlight",
}  # fmt: skip
_COLOUR = re.compile(r"""(?:data-colour=|(?<![\w-])color\s*[:=])\s*["']?([#\w]+|rgba?\([^)]*\))""", re.IGNORECASE)
_GROUND = re.compile(r"""(?:data-colour=|background(?:-color)?\s*:)\s*["']?([#\w]+|rgba?\([^)]*\))""", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^>]*>")


class InlineReader:
    """Turns what stands inside a paragraph into runs, hard breaks, mentions, formulas and images."""

    def __init__(self, *, in_cell: bool = False) -> None:
        self.in_cell = in_cell
        self.out: list[Node | Run] = []
        self.marks: dict[str, dict[str, Any]] = {}
        self.spans: list[str] = []  # colours of the tags that are open; nothing for those that say none
        self.named: Node | None = None
        self.before: list[Node | Run] = []

    def read(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            name, _, edge = token.type.rpartition("_")
            if name in _MARKS:
                self._mark(_MARKS[name], on=edge == "open")
            else:
                self._one(token)

    def _one(self, token: Token) -> None:  # noqa: C901  one branch for each kind of token
        match token.type:
            case "text" | "text_special":
                self._say(token.content)
            case "softbreak":
                self._say(" ")
            case "hardbreak":
                self.out.append(Node("hardBreak"))
            case "code_inline":
                self._say(token.content, code=True)
            case "link_open":
                self._link(str(token.attrs.get("href") or ""), str(token.attrs.get("title") or ""))
            case "link_close":
                self._end_link()
            case "math_inline":
                self.out.append(Node("mathInline", {"latex": token.content.replace(r"\$", "$")}))
            case "image":
                self._image(token)
            case "html_inline":
                self._tag(token.content)
            case "footnote_ref":
                label = "".join(LABEL.findall(str(token.meta.get("label") or token.meta["id"] + 1)))[:40]
                self.out.append(Node("footnoteReference", {"label": label or "1"}))

    def _link(self, href: str, title: str) -> None:
        if title == "card" and (card := embedded_at(href)):
            self._begin(Node("embed", {"kind": card[0], "id": card[1]}))
        elif found := mention_at(href):
            self._begin(Node("mention", {"kind": found[0], "id": found[1]}))
        elif title == "attachment" and (file := file_at(href)):
            self._begin(Node("attachment", {"file": file, **({} if href.startswith("#") else {"href": href})}))
        elif address := safe_address(href):
            self.marks["link"] = {"href": address}

    def _begin(self, node: Node) -> None:
        """From here to the end of the link, what is written only names the node."""
        self.named, self.before = node, self.out
        self.out = []

    def _end_link(self) -> None:
        self.marks.pop("link", None)
        if self.named is None:
            return
        words = Node("", {}, self.out).text()
        if self.named.kind == "attachment":
            self.named.attrs["name"] = words
        elif self.named.kind == "embed":
            self.named.attrs["label"] = words
        elif self.named.attrs["kind"] != "thing":
            self.named.attrs["label"] = words.removeprefix("@")
        self.out, self.named = [*self.before, self.named], None

    def _say(self, text: str, *, code: bool = False) -> None:
        marks = {**self.marks, "code": {}} if code else dict(self.marks)
        last = self.out[-1] if self.out else None
        if isinstance(last, Run) and last.marks == marks:
            last.text += text
        elif text:
            self.out.append(Run(text, marks))

    def _mark(self, mark: str, *, on: bool) -> None:
        if on:
            self.marks[mark] = {}
        else:
            self.marks.pop(mark, None)

    def _span(self, tag: str, *, on: bool) -> None:
        if on:
            self.spans.append(_colour_in(tag, _COLOUR))
        elif self.spans:
            self.spans.pop()
        colour = next(filter(None, reversed(self.spans)), "")
        self.marks.pop("textColour", None)
        if colour:
            self.marks["textColour"] = {"colour": colour}

    def _image(self, token: Token) -> None:
        source = safe_address(token.attrs.get("src"))
        file = file_at(source)
        words = "".join(" " if part.type.endswith("break") else part.content for part in token.children or [])
        if not source:
            self._say(words)
            return
        attrs = {"src": source, "alt": words or None, "title": token.attrs.get("title")}
        if file:
            attrs |= {"file": file, "src": None if source.startswith("#") else source}
        self.out.append(Node("image", attrs))

    def _tag(self, html: str) -> None:
        tag = _TAG.fullmatch(html)
        name = tag[2].lower() if tag else ""
        if name == "br":
            self.out.append(Node("hardBreak"))
        elif tag and name == "output" and self.in_cell:
            self._mark(SUM, on=not tag[1])
        elif tag and name in ("span", "font"):
            self._span(html, on=not tag[1])
        elif tag and name in _TAGS:
            self._mark(_TAGS[name], on=not tag[1])
            colour = _colour_in(html, _GROUND) if name == "mark" and not tag[1] else ""
            if colour and colour != USUAL_HIGHLIGHT:
                self.marks["highlight"] = {"colour": colour}
        # Any other tag says nothing here; what stands between two of them comes as text.


def _colour_in(tag: str, said: re.Pattern[str]) -> str:
    found = said.search(tag)
    return nearest_colour(found[1], is_ground=said is _GROUND) if found else ""


BLOCKS_IN_LINE = frozenset(("image", "attachment", "embed"))
"""What Markdown writes in a line and the editor has as blocks."""
_MORE = re.compile(
    r'\{(?=\S)(?:width=(\d{1,3})%)? ?(?:caption="(.*)")? ?(?:original=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?\}'
)


def without_images(node: Node) -> list[Node]:
    """Split text at its images, attachments and cards, which are blocks in the editor; at the new edges empty text
    goes, and a line break.
    """
    if not any(child.kind in BLOCKS_IN_LINE for child in node.nodes()):
        return [node]
    parts: list[Node] = [Node(node.kind, node.attrs)]
    for child in node.children:
        at_new_edge = not parts[-1].children and len(parts) > 1
        if isinstance(child, Node) and child.kind in BLOCKS_IN_LINE:
            if parts[-1].children and _is_break(parts[-1].children[-1]):
                parts[-1].children.pop()
            parts += [child, Node("paragraph")]
        elif at_new_edge and _is_break(child):
            continue
        elif at_new_edge and isinstance(child, Run):
            rest = _take_more(parts[-2], child)
            parts[-1].children += [rest] if rest.text else []
        else:
            parts[-1].children.append(child)
    return [part for part in parts if part.kind in BLOCKS_IN_LINE or part.text().strip()]


def _is_break(child: Node | Run) -> bool:
    return isinstance(child, Node) and child.kind == "hardBreak"


def _take_more(image: Node, run: Run) -> Run:
    """Read what the writer puts behind a picture, {width=50% caption="…"}; return what follows that."""
    found = _MORE.match(run.text)
    if image.kind != "image" or run.marks or not found:
        return run
    width, caption, original = found.groups()
    if caption:
        image.attrs["caption"] = caption
    if width and int(width) in WIDTHS:
        image.attrs["width"] = int(width)
    if original and image.attrs.get("file"):
        image.attrs["original"] = original
    return Run(run.text[found.end() :], run.marks)
