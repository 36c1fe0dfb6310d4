"""Show a document's nodes as HTML that cannot do anything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

import nh3

from documents.richtext import html_media
from documents.richtext.addresses import block_id
from documents.richtext.callouts import tone_names, tone_of
from documents.richtext.html_marks import run_html
from documents.richtext.html_notes import Footnotes, contents
from documents.richtext.looks import alignment_of
from documents.richtext.nodes import Node, Run

_TAGS = {
    "a", "blockquote", "br", "code", "col", "colgroup", "del", "details", "div", "em", "figcaption", "figure",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "input", "ins", "label", "li", "mark", "nav", "ol", "p", "pre",
    "s", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "tr", "u", "ul",
}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {"blockquote", "details", "div", "figure", *_HEADINGS, "hr", "img", "nav", "p", "pre", "table"}
_ATTRIBUTES = {
    "a": {"href"},
    "code": {"class"},
    "col": {"width"},
    "del": {"data-author", "data-date", "title"},
    "details": {"id"},
    "div": {"aria-label", "class", "data-label", "data-tone", "data-type", "role"},
    "figure": {"data-file", "data-width"},
    "img": {"src", "alt", "title"},
    "input": {"type", "checked", "disabled", "aria-label"},
    "ins": {"data-author", "data-date", "title"},
    "li": {"data-level"},
    "mark": {"data-colour"},
    "nav": {"aria-label", "class"},
    "ol": {"id", "start"},
    "p": {"class", "data-align", "data-file", "data-id", "data-kind"},
    "span": {"class", "data-colour", "data-id", "data-kind", "id"},
    "sup": {"class", "data-label", "id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ul": {"class", "id"},
    **{heading: {"data-align"} for heading in _HEADINGS},
}  # fmt: skip
for _tag in _BLOCKS:
    _ATTRIBUTES[_tag] = {*_ATTRIBUTES.get(_tag, ()), "id"}
_FIRST_TAG = re.compile(r"<([a-z][a-z0-9]*)")
_PLAIN = {
    "bulletList": "ul",
    "listItem": "li",
    "blockquote": "blockquote",
    "tableRow": "tr",
}
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
                bid = block_id(node)
                anchor = f"b-{bid}" if bid else anchor
                outline.append(Heading(whole_number(node.attrs.get("level"), 1, 6), words, anchor))
    return outline


def _headings_in(node: Node) -> Iterator[Node]:
    """Yield the headings of a node: itself, or what is quoted in it."""
    if node.kind == "heading":
        yield node
    else:
        for child in node.nodes():
            yield from _headings_in(child)


def html_of(nodes: list[Node], *, anchors: bool = True, within: list[Node] | None = None) -> str:
    """Write nodes as HTML, sanitised; blocks and headings have ids, as in the outline, where `anchors` are wanted.

    Where they are a part of a text, notes have the numbers and contents the headings of all of it (`within`).
    """
    writer = _Html(within or nodes, anchors=anchors)
    raw = "".join(writer.block(node) if anchors else writer.node(node) for node in nodes)
    return nh3.clean(raw, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto", "tel"})


class _Html:
    def __init__(self, nodes: list[Node], *, anchors: bool) -> None:
        notes = Footnotes(nodes)
        self.anchors = HeadingAnchors() if anchors else None
        self.writers: dict[str, Callable[[Node], str]] = {
            "paragraph": lambda node: f"<p{_aligned(node)}>{self._inside(node)}</p>",
            "heading": self._heading,
            "orderedList": self._ordered,
            "taskList": lambda node: f'<ul class="tasks">{self._inside(node)}</ul>',
            "taskItem": self._task,
            "codeBlock": self._code,
            "horizontalRule": lambda _: "<hr>",
            "hardBreak": lambda _: "<br>",
            "table": lambda node: f"<table>{_columns(node)}<tbody>{self._inside(node)}</tbody></table>",
            "tableCell": self._cell,
            "tableHeader": self._cell,
            "image": html_media.picture,
            "attachment": html_media.attachment,
            "embed": html_media.embed,
            "mention": html_media.mention,
            "mathInline": html_media.formula,
            "mathBlock": html_media.formula,
            "callout": self._callout,
            "footnoteReference": notes.reference,
            "footnote": lambda node: notes.note(node, self._inside(node)),
            "contents": lambda _: contents(
                [(one.level, one.words, one.anchor) for one in outline_of(nodes)], are_links=anchors
            ),
            "columns": lambda node: f'<div class="columns">{self._inside(node)}</div>',
            "column": lambda node: f'<div class="column">{self._inside(node)}</div>',
            "inserted": lambda node: f"<ins>{self._inside(node)}</ins>",
            "deleted": lambda node: f"<del>{self._inside(node)}</del>",
            "details": self._details,
            "detailsSummary": lambda node: f"<summary>{self._inside(node)}</summary>",
            "detailsContent": lambda node: f'<div data-type="detailsContent">{self._inside(node)}</div>',
        }

    def block(self, node: Node) -> str:
        """Write a block at the top of a document, with the id that links to it name."""
        html, bid = self.node(node), block_id(node)
        return _FIRST_TAG.sub(rf'<\1 id="b-{bid}"', html, count=1) if bid and html.startswith("<") else html

    def node(self, node: Node) -> str:
        if node.kind in _PLAIN:
            tag = _PLAIN[node.kind]
            return f"<{tag}>{self._inside(node)}</{tag}>"
        writer = self.writers.get(node.kind, self._inside)
        return writer(node)

    def _inside(self, node: Node) -> str:
        return "".join(run_html(child) if isinstance(child, Run) else self.node(child) for child in node.children)

    def _heading(self, node: Node) -> str:
        level = whole_number(node.attrs.get("level"), 1, 6)
        inside = self._inside(node)
        if not self.anchors:
            return f"<h{level}{_aligned(node)}>{inside}</h{level}>"
        anchor = self.anchors.next(" ".join(node.text().split()))
        if block_id(node):  # links to the words still lead here
            return f'<h{level}{_aligned(node)}><span id="{anchor}"></span>{inside}</h{level}>'
        return f'<h{level} id="{anchor}"{_aligned(node)}>{inside}</h{level}>'

    def _callout(self, node: Node) -> str:
        tone = tone_of(node)
        name = escape(tone_names()[tone])
        return f'<div class="callout" role="note" aria-label="{name}" data-tone="{tone}">{self._inside(node)}</div>'

    def _details(self, node: Node) -> str:
        return f"<details>{self._inside(node)}</details>"

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


def _aligned(node: Node) -> str:
    alignment = alignment_of(node)
    return f' data-align="{alignment}"' if alignment else ""


def _columns(table: Node) -> str:
    """Write the widths that people gave columns, which the first row's cells hold."""
    widths: list[int] = []
    for cell in next(table.nodes(), table).nodes():
        given = cell.attrs.get("colwidth")
        spans = whole_number(cell.attrs.get("colspan"), 1, 100)
        known = given if isinstance(given, list) else []
        widths += [whole_number(known[at] if at < len(known) else 0, 0, 2000) for at in range(spans)]
    if not any(widths):
        return ""
    return "<colgroup>" + "".join(f'<col width="{width}">' if width else "<col>" for width in widths) + "</colgroup>"
