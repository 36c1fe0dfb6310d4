"""Read Markdown into the editor's nodes (GitHub's flavour: tables, strikethrough, task lists, footnotes)."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from documents.content import markdown_flavours
from documents.content.nodes import Node, Run, safe_address, write_tree
from web.exceptions import Refused
from web.unicode_safety import replace_nul

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MARKS = {"strong": "bold", "em": "italic", "s": "strike"}
_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "s": "strike", "del": "strike", "strike": "strike",
    "u": "underline", "ins": "underline", "code": "code", "kbd": "code", "tt": "code",
}  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^>]*>")
_DECLARATION = re.compile(r"<[!?]")
# Reading looks for the end of each declaration in all that follows, and of each character for what it begins; writing
# counts through what stands beside: beyond these, which no text for people reaches, a small file would keep a server
# busy for hours. Length and lines are counted before anything is read.
MAX_CHARACTERS = 2_000_000
MAX_LINES = 30_000
MAX_DECLARATIONS = 500
MAX_BESIDE = 10_000
MAX_PARTS = 50_000
_SYNTAX = re.compile(r"[\[*_~`<]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BOX = re.compile(r"\[([ xX])\](?:\s|$)")
_CONTAINERS = {
    "blockquote_open": "blockquote",
    "bullet_list_open": "bulletList",
    "ordered_list_open": "orderedList",
    "list_item_open": "listItem",
    "table_open": "table",
    "tr_open": "tableRow",
    "th_open": "tableHeader",
    "td_open": "tableCell",
    "footnote_open": "",
}


def nodes_of(markdown: str, reader: MarkdownIt | None = None) -> list[Node]:
    """Read Markdown into nodes, as files are written where no other `reader` is given; the result is never empty.

    :raises Refused: when it is too intricate to be read in a reasonable time.
    """
    _refuse(len(markdown) > MAX_CHARACTERS or markdown.count("\n") > MAX_LINES)
    _refuse(len(_DECLARATION.findall(markdown)) > MAX_DECLARATIONS or len(_SYNTAX.findall(markdown)) > MAX_PARTS)
    builder = _TreeBuilder()
    builder.read((reader or markdown_flavours.of_files()).parse(replace_nul(markdown)))
    sizes = list(_sizes(builder.root))
    _refuse(max(sizes) > MAX_BESIDE or sum(sizes) > MAX_PARTS)
    return builder.root.children or [Node("paragraph")]  # type: ignore[return-value]  # only nodes stand at the root


def _sizes(root: Node) -> Iterator[int]:
    """Return for each node how many parts stand beside each other in it."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield len(node.children)
        waiting.extend(node.nodes())


def _refuse(is_too_intricate: bool) -> None:  # noqa: FBT001  the answer of a comparison
    if is_too_intricate:
        raise Refused(_("This text has too many parts to be read in; divide it."))


def update_of(markdown: str) -> bytes:
    """Read Markdown into a new document and return it as one update."""
    return write_tree(nodes_of(markdown))


def title_of(markdown: str) -> str:
    """Return the words of the first heading, or nothing."""
    for node in nodes_of(markdown):
        if node.kind == "heading" and node.text().strip():
            return " ".join(node.text().split())
    return ""


class _TreeBuilder:
    """Turns the parser's tokens into nodes that fit the schema."""

    def __init__(self) -> None:
        self.root = Node("doc")
        self.open: list[Node] = [self.root]
        self.boxes: set[int] = set()  # paragraphs that were written with a box, by identity

    def read(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type == "inline":
                self._inline(token)
            elif token.type in _CONTAINERS:
                self._enter(token)
            elif token.type.endswith("_close") and token.type[:-6] + "_open" in _CONTAINERS:
                self._leave()
            else:
                self._leaf(token)

    def _enter(self, token: Token) -> None:
        if token.type == "footnote_open":
            self.open.append(Node("", {"label": token.meta.get("label") or token.meta["id"] + 1}))
            return
        node = Node(_CONTAINERS[token.type])
        if node.kind == "orderedList" and token.attrs.get("start") not in (None, 1):
            node.attrs["start"] = int(token.attrs["start"])
        self.open.append(node)

    def _leave(self) -> None:
        node = self.open.pop()
        parent = self.open[-1]
        if node.kind == "":
            _label(node)
            parent.children.extend(node.children)
        elif node.kind == "bulletList":
            parent.children.extend(self._with_tasks(node))
        else:
            parent.children.append(_fitting(node))

    def _leaf(self, token: Token) -> None:  # noqa: C901  one branch for each kind of token
        add = self.open[-1].children.append
        match token.type:
            case "heading_open":
                self.open.append(Node("heading", {"level": int(token.tag[1])}))
            case "paragraph_open":
                self.open.append(Node("paragraph"))
            case "heading_close" | "paragraph_close":
                self._close_text()
            case "fence" | "code_block":
                add(_code(token.content, token.info))
            case "front_matter":
                add(_code(token.content, "yaml"))
            case "hr":
                add(Node("horizontalRule"))
            case "html_block" if _COMMENT.sub("", token.content).strip():
                add(_code(token.content, "html"))

    def _close_text(self) -> None:
        node = self.open.pop()
        self.open[-1].children.extend(_without_images(node))

    def _inline(self, token: Token) -> None:
        content = _Inline()
        content.read(token.children or [])
        node = self.open[-1]
        if node.kind in ("tableHeader", "tableCell"):
            node.children.extend(_without_images(Node("paragraph", {}, content.out)))
        else:
            node.children.extend(content.out)
            if _BOX.match(token.content):
                self.boxes.add(id(node))

    def _with_tasks(self, list_node: Node) -> list[Node]:
        """Split a bullet list into runs of tasks (`[ ] `, `[x] `) and of plain items."""
        lists: list[Node] = []
        for item in list_node.nodes():
            first = item.children[0] if item.children else None
            checked = _take_box(first) if isinstance(first, Node) and id(first) in self.boxes else None
            kind = "bulletList" if checked is None else "taskList"
            if not lists or lists[-1].kind != kind:
                lists.append(Node(kind))
            if checked is not None:
                item.kind, item.attrs = "taskItem", {"checked": checked}
            lists[-1].children.append(item)
        return lists


class _Inline:
    """Turns what stands inside a paragraph into runs, hard breaks and images."""

    def __init__(self) -> None:
        self.out: list[Node | Run] = []
        self.marks: dict[str, dict[str, Any]] = {}

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
                if address := safe_address(token.attrs.get("href")):
                    self.marks["link"] = {"href": address}
            case "link_close":
                self.marks.pop("link", None)
            case "image":
                self._image(token)
            case "html_inline":
                self._tag(token.content)
            case "footnote_ref":
                self._say(f"[^{token.meta.get('label') or token.meta['id'] + 1}]")

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

    def _image(self, token: Token) -> None:
        source = safe_address(token.attrs.get("src"))
        words = "".join(" " if part.type.endswith("break") else part.content for part in token.children or [])
        if not source:
            self._say(words)
            return
        attrs = {"src": source, "alt": words or None, "title": token.attrs.get("title")}
        self.out.append(Node("image", attrs))

    def _tag(self, html: str) -> None:
        tag = _TAG.fullmatch(html)
        name = tag[2].lower() if tag else ""
        if name == "br":
            self.out.append(Node("hardBreak"))
        elif tag and name in _TAGS:
            self._mark(_TAGS[name], on=not tag[1])
        # Any other tag says nothing here; what stands between two of them comes as text.


def _code(content: str, info: str) -> Node:
    language = unescape(info).strip().partition(" ")[0].partition(",")[0]
    text = content.removesuffix("\n")
    return Node("codeBlock", {"language": language or None}, [Run(text)] if text else [])


def _label(footnote: Node) -> None:
    """Put `[^1]: ` before the words of a footnote, so that the reference above finds them."""
    label = f"[^{footnote.attrs['label']}]: "
    first = footnote.children[0] if footnote.children else None
    if not isinstance(first, Node) or first.kind != "paragraph":
        footnote.children.insert(0, Node("paragraph", {}, [Run(label)]))
    elif first.children and isinstance(first.children[0], Run) and not first.children[0].marks:
        first.children[0].text = label + first.children[0].text
    else:
        first.children.insert(0, Run(label))


def _without_images(node: Node) -> list[Node]:
    """Split text at its images, which are blocks in the editor; empty text at the new edges goes."""
    if not any(child.kind == "image" for child in node.nodes()):
        return [node]
    parts: list[Node] = [Node(node.kind, node.attrs)]
    for child in node.children:
        if isinstance(child, Node) and child.kind == "image":
            parts += [child, Node("paragraph")]
        else:
            parts[-1].children.append(child)
    return [part for part in parts if part.kind == "image" or part.text().strip()]


def _fitting(node: Node) -> Node:
    """Fill a container with the content that the schema demands of it."""
    first = next(node.nodes(), None)
    if node.kind in ("listItem", "taskItem") and (first is None or first.kind != "paragraph"):
        node.children.insert(0, Node("paragraph"))
    elif node.kind in ("blockquote", "tableHeader", "tableCell") and first is None:
        node.children.append(Node("paragraph"))
    return node


def _take_box(paragraph: Node) -> bool | None:
    run = paragraph.children[0] if paragraph.children else None
    box = _BOX.match(run.text) if isinstance(run, Run) and not run.marks else None
    if box is None or not isinstance(run, Run):
        return None
    run.text = run.text[box.end() :]
    if not run.text:
        del paragraph.children[0]
    return box[1] != " "
