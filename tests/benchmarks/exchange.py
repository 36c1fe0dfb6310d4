"""Take documents out and in again, and compare: script/bench exchange --documents DIR [--forms md,docx,…] [--spread N].

DIR holds Markdown files. For Markdown the nodes must be the same; for HTML, Word and OpenDocument the words and the
kinds of blocks, where a picture of another host leaves as a link and paragraphs without a word go. Exit status 1 when
more than `--allowed` have other words (for Markdown: other nodes).
"""

import argparse
import os
import re
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FORMS = ("md", "html", "docx", "odt")


def there_and_back(nodes: list[Any], form: str) -> list[Any]:
    """Write nodes as a file, and read it."""
    from documents.richtext.exchange.html_reader import read_html
    from documents.richtext.exchange.office import read_office, write_office
    from documents.richtext.html import html_of
    from documents.richtext.markdown_reader import nodes_of
    from documents.richtext.markdown_writer import markdown_of

    if form == "md":
        return nodes_of(markdown_of(nodes))
    html = html_of(nodes, anchors=False)
    return read_html(html).nodes if form == "html" else read_office(write_office(html, form), form).nodes


def words_in(nodes: list[Any]) -> Iterator[str]:
    """Yield the words of nodes in their order, with what stands among text: a mention's name, a formula, a note's sign.
    Office programs number notes, whatever we call them, and write the braces and blanks of formulas otherwise.
    """
    from documents.richtext.nodes import INLINE

    for node in nodes:
        inner = [child for child in node.nodes() if child.kind not in INLINE]
        if inner:
            yield from words_in(inner)
        else:
            yield from "".join(_words(child) for child in node.children or [node]).split()


def _words(part: Any) -> str:
    match getattr(part, "kind", ""):
        case "hardBreak":
            return " "
        case "footnoteReference":
            return "[^]"
        case "mathInline" | "mathBlock":
            return re.sub(r"[\s{}]", "", part.text())
        case "":
            return str(part.text)
        case _:
            return str(part.text())


def without_far_pictures(nodes: list[Any]) -> list[Any]:
    """Return nodes with each picture of another host as it leaves: a paragraph with its words."""
    from documents.richtext.nodes import INLINE, Node, Run

    out = []
    for node in nodes:
        if node.kind == "image":
            words = node.attrs.get("alt") or node.attrs.get("title") or "Picture"
            out.append(Node("paragraph", {}, [Run(words)]))
        else:
            is_text = any(isinstance(child, Run) or child.kind in INLINE for child in node.children)
            children = node.children if is_text else without_far_pictures(list(node.nodes()))
            out.append(Node(node.kind, node.attrs, children))
    return out


def difference(nodes: list[Any], form: str) -> str:
    """Say in a word what differs, or nothing."""
    from foundation.web.exceptions import Refused

    try:
        back = there_and_back(nodes, form)
    except Refused as refused:
        return f"nothing: {refused.sentence}"
    if form == "md":
        return "" if back == nodes else "nodes"
    here, there = without_far_pictures(nodes), without_far_pictures(back)
    if list(words_in(here)) != list(words_in(there)):
        return "words"
    kinds, others = (
        [node.kind for node in found if node.kind != "paragraph" or node.children] for found in (here, there)
    )
    return "" if kinds == others else "kinds of blocks"


def main() -> int:
    """Compare every file in every form; print what differs, and how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--forms", default=",".join(FORMS))
    parser.add_argument("--first", type=int, default=1_000_000)
    parser.add_argument("--spread", type=int, default=0, help="so many of them, evenly over their names")
    parser.add_argument("--allowed", type=int, default=0, help="so many may differ in each form")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from documents.richtext.markdown_reader import nodes_of

    files, failed = sorted(options.documents.rglob("*.md"))[: options.first], False
    if 0 < options.spread < len(files):
        files = [files[place * len(files) // options.spread] for place in range(options.spread)]
    for form in options.forms.split(","):
        wrong, others, took = 0, 0, []
        for file in files:
            nodes = nodes_of(file.read_text())
            begun = time.perf_counter()
            if found := difference(nodes, form):
                others += 1
                wrong += found != "kinds of blocks"
                print(f"  {form}: {file.name}: other {found}", flush=True)
            took.append(time.perf_counter() - begun)
        number = len(files)
        print(f"{form}: words equal in {number - wrong} of {number}, blocks too in {number - others}; median "
              f"{statistics.median(took) * 1000:.0f} ms, longest {max(took):.1f} s", flush=True)  # fmt: skip
        failed = failed or wrong > options.allowed
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
