"""Show a document's nodes as HTML that cannot do anything, and as plain text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from django.utils.translation import gettext as _

from documents.content.nodes import Node, Run, safe_address

_TAGS = {
    "a", "blockquote", "br", "code", "del", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "input",
    "ins", "label", "li", "ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"},
    "code": {"class"},
    "h1": {"id"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"},
    "img": {"src", "alt", "title"},
    "input": {"type", "checked", "disabled", "aria-label"},
    "ol": {"start"},
    "p": {"class"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ul": {"class"},
}  # fmt: skip
_PLAIN = {
    "paragraph": "p",
    "bulletList": "ul",
    "listItem": "li",
    "blockquote": "blockquote",
    "tableRow": "tr",
}
_EDITS = (("inserted", "ins"), ("deleted", "del"))  # what a comparison says of a run; no document holds them
_MARKS = (
    *_EDITS, ("link", ""), ("bold", "strong"), ("italic", "em"), ("strike", "s"), ("underline", "u"), ("code", "code"),
)  # fmt: skip
_LANGUAGE = re.compile(r"[\w+#.-]+")  # one word: a second would be another class, of which our pages have many
_NO_WORD = re.compile(r"[\W_]+")
LONGEST_ANCHOR = 60
_CELLS = {"tableCell": "td", "tableHeader": "th"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of a document's outline; `anchor` is the id it has in the HTML."""

    level: int
    words: str
    anchor: str


def whole_number(value: object, low: int, high: int) -> int:
    """Return an attribute as a number from `low` to `high`: they come out of a document as floats, or as anything."""
    if isinstance(value, int | float) and low <= value <= high:
        return int(value)
    return low


def first_number(ordered: Node) -> int:
    """Return where an ordered list starts to count."""
    return whole_number(ordered.attrs["start"], 0, 999_999) if "start" in ordered.attrs else 1


def elsewhere(source: str) -> str:
    """Return the host of a picture's address when that is not this server, from which alone pages load pictures; else
    nothing.
    """
    try:
        host = urlsplit(source).netloc
    except ValueError:
        return source[:60]
    return "" if host == urlsplit(settings.BASE_URL).netloc else host


class HeadingAnchors:
    """Gives each heading of a document, in their order, an id by its words: `h-flow`, a second one `h-flow-2`. So links
    to a heading hold when others come in before it. The editor does the same (`frontend/editor/outline.ts`).
    """

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def next(self, words: str) -> str:
        """Return the id of the next heading."""
        name = _NO_WORD.sub("-", words.lower()).strip("-")[:LONGEST_ANCHOR] or "heading"
        self._given[name] += 1
        again = f"-{self._given[name]}" if self._given[name] > 1 else ""
        return f"h-{name}{again}"


def outline_of(nodes: list[Node]) -> list[Heading]:
    """List the headings at the top of a document, with the ids that `html_of` gives them."""
    outline: list[Heading] = []
    anchors = HeadingAnchors()
    for top in nodes:
        for node in _headings_in(top):
            words = " ".join(node.text().split())
            anchor = anchors.next(words)
            if node is top:
                outline.append(Heading(whole_number(node.attrs.get("level"), 1, 6), words, anchor))
    return outline


def _headings_in(node: Node) -> Iterator[Node]:
    """Yield the headings of a node: itself, or what is quoted in it."""
    if node.kind == "heading":
        yield node
    else:
        for child in node.nodes():
            yield from _headings_in(child)


def html_of(nodes: list[Node], *, anchors: bool = True) -> str:
    """Write nodes as HTML, sanitised; headings have ids, as in the outline, where `anchors` are wanted."""
    writer = _Html(anchors=anchors)
    raw = "".join(writer.node(node) for node in nodes)
    return nh3.clean(raw, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto", "tel"})


class _Html:
    def __init__(self, *, anchors: bool) -> None:
        self.anchors = HeadingAnchors() if anchors else None
        self.writers: dict[str, Callable[[Node], str]] = {
            "heading": self._heading,
            "orderedList": self._ordered,
            "taskList": lambda node: f'<ul class="tasks">{self._inside(node)}</ul>',
            "taskItem": self._task,
            "codeBlock": self._code,
            "horizontalRule": lambda _: "<hr>",
            "hardBreak": lambda _: "<br>",
            "table": lambda node: f"<table><tbody>{self._inside(node)}</tbody></table>",
            "tableCell": self._cell,
            "tableHeader": self._cell,
            "image": self._image,
        }

    def node(self, node: Node) -> str:
        if node.kind in _PLAIN:
            tag = _PLAIN[node.kind]
            return f"<{tag}>{self._inside(node)}</{tag}>"
        writer = self.writers.get(node.kind, self._inside)
        return writer(node)

    def _inside(self, node: Node) -> str:
        return "".join(_run(child) if isinstance(child, Run) else self.node(child) for child in node.children)

    def _heading(self, node: Node) -> str:
        level = whole_number(node.attrs.get("level"), 1, 6)
        name = f' id="{self.anchors.next(" ".join(node.text().split()))}"' if self.anchors else ""
        return f"<h{level}{name}>{self._inside(node)}</h{level}>"

    def _ordered(self, node: Node) -> str:
        start = first_number(node)
        return f'<ol start="{start}">{self._inside(node)}</ol>' if start != 1 else f"<ol>{self._inside(node)}</ol>"

    def _task(self, node: Node) -> str:
        checked = " checked" if node.attrs.get("checked") is True else ""
        name = escape(
            next((" ".join(block.text().split()) for block in node.nodes()), "")
        )  # its line, for screen readers
        # As the editor writes it, so that nothing moves when it takes over.
        box = f'<label><input type="checkbox" disabled{checked} aria-label="{name}"><span></span></label>'
        return f"<li>{box}<div>{self._inside(node)}</div></li>"

    def _code(self, node: Node) -> str:
        language = node.attrs.get("language")
        is_word = isinstance(language, str) and _LANGUAGE.fullmatch(language)
        name = f' class="language-{language}"' if is_word else ""
        return f"<pre><code{name}>{self._inside(node)}</code></pre>"

    def _cell(self, node: Node) -> str:
        tag = _CELLS[node.kind]
        spans = ""
        for name in ("colspan", "rowspan"):
            span = whole_number(node.attrs.get(name), 1, 100)
            spans += f' {name}="{span}"' if span > 1 else ""
        return f"<{tag}{spans}>{self._inside(node)}</{tag}>"

    def _image(self, node: Node) -> str:
        words = {name: value for name in ("alt", "title") if isinstance(value := node.attrs.get(name), str) and value}
        source = safe_address(node.attrs.get("src"))
        if not source:
            return escape(words.get("alt", ""))
        if host := elsewhere(source):
            said = escape(words.get("alt") or words.get("title") or _("Picture"))
            where = escape(_("on %(host)s, not shown here") % {"host": host})
            return f'<p class="elsewhere"><a href="{escape(source)}">{said}</a> <span>{where}</span></p>'
        rest = "".join(f' {name}="{escape(value)}"' for name, value in words.items())
        return f'<img src="{escape(source)}"{rest}>'


def _run(run: Run) -> str:
    html = escape(run.text)
    for mark, tag in reversed(_MARKS):
        if mark not in run.marks:
            continue
        if tag:
            html = f"<{tag}>{html}</{tag}>"
        elif address := safe_address(run.marks[mark].get("href")):
            html = f'<a href="{escape(address)}">{html}</a>'
    return html


def text_of(nodes: list[Node]) -> str:
    """Write nodes as plain text: a line a block, cells apart by tabs."""
    return "\n\n".join(block for node in nodes if (block := _text(node).strip("\n"))) + "\n"


def _text(node: Node) -> str:
    if node.kind == "horizontalRule":
        return "* * *"
    if node.kind == "image":
        return str(node.attrs.get("alt") or "")
    if node.kind == "table":
        return "\n".join("\t".join(_line(cell) for cell in row.nodes()) for row in node.nodes())
    if any(isinstance(child, Node) and child.kind != "hardBreak" for child in node.children):
        return "\n".join(_item(child, node, place) for place, child in enumerate(node.nodes()))
    return "".join(child.text if isinstance(child, Run) else "\n" for child in node.children)


def _item(child: Node, parent: Node, place: int) -> str:
    marker = ""
    if child.kind == "taskItem":
        marker = "[x] " if child.attrs.get("checked") is True else "[ ] "
    elif child.kind == "listItem":
        marker = f"{first_number(parent) + place}. " if parent.kind == "orderedList" else "- "
    elif parent.kind == "blockquote":
        marker = "> "
    return marker + _text(child).replace("\n", "\n" + " " * len(marker) if marker != "> " else "\n> ")


def _line(cell: Node) -> str:
    return " ".join(" ".join(_text(child).split()) for child in cell.nodes())
