"""Comments in what is taken away: numbered in the text, with what was said at its end, or as Word's own comments."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, TypeGuard

from documents.richtext.nodes import Node, Run, runs_in, text_blocks

type Thread = Mapping[str, Any]
"""What people said about one place: `quote`, `before`, `after`; `comments`: [{`by`, `at`, `text`}]; `result` in a
word, or nothing.
"""
# Characters that no text holds (private use) stand for both ends of a quote until the HTML is written.
_START, _END, _STOP = "\ue0f0", "\ue0f1", "\ue0f2"
_MARKER = re.compile(f"([{_START}{_END}])(\\d+){_STOP}")
_ANY = re.compile(f"[{_START}{_END}{_STOP}]")


def marked(nodes: list[Node], threads: Sequence[Thread]) -> set[int]:
    """Put marks around the quotes of threads into nodes; return the places of those that were found, from 1."""
    for run in runs_in(nodes):
        run.text = _ANY.sub("", run.text)
    found = set()
    for place, thread in enumerate(threads, start=1):
        if _mark(nodes, thread, place):
            found.add(place)
    return found


def _mark(nodes: list[Node], thread: Thread, place: int) -> bool:
    quote = " ".join(str(thread["quote"]).split())
    around = [block for block in text_blocks(nodes) if quote and quote in _plain(block)]
    best = [block for block in around if _stands_in(thread, _plain(block))] or around
    if not best:
        return False
    text = _plain(best[0])
    context = str(thread.get("before") or "") + quote
    start = text.find(context) + len(context) - len(quote) if context in text else text.find(quote)
    _insert(best[0], start, f"{_START}{place}{_STOP}")
    _insert(best[0], start + len(quote), f"{_END}{place}{_STOP}")
    return True


def _stands_in(thread: Thread, text: str) -> bool:
    return f"{thread.get('before') or ''}{thread['quote']}{thread.get('after') or ''}" in text


def _plain(block: Node) -> str:
    return "".join(_MARKER.sub("", child.text) for child in block.children if _is_said(child))


def _is_said(child: Node | Run) -> TypeGuard[Run]:
    """Whether these are words of the text: what is only suggested is none."""
    return isinstance(child, Run) and "inserted" not in child.marks


def _insert(block: Node, at: int, mark: str) -> None:
    """Put a mark before the character `at` of a block's text, marks not counted."""
    for child in block.children:
        if not _is_said(child):
            continue
        position = 0
        for piece in re.split(f"({_MARKER.pattern.replace('(', '(?:')})", child.text):
            if _MARKER.fullmatch(piece):
                position += len(piece)
                continue
            if at <= len(piece):
                child.text = child.text[: position + at] + mark + child.text[position + at :]
                return
            at -= len(piece)
            position += len(piece)


def numbered(html: str) -> str:
    """Write marks as numbers that lead to the comments at the end."""

    def number(mark: re.Match[str]) -> str:
        place = mark[2]
        return f'<sup class="noted"><a href="#comment-{place}" id="noted-{place}">[{place}]</a></sup>'

    return _MARKER.sub(lambda mark: number(mark) if mark[1] == _END else "", html)


def as_word_comments(html: str, threads: Sequence[Thread]) -> str:
    """Write marks as pandoc names the ends of a Word comment; what was said in answer stands in the same one."""

    def span(mark: re.Match[str]) -> str:
        place = int(mark[2])
        if mark[1] == _END:
            return f'<span class="comment-end" id="{place}"></span>'
        said = threads[place - 1]["comments"]
        first = said[0] if said else {"by": "", "at": "", "text": ""}
        lines = [str(first["text"]), *(f"{one['by']}: {one['text']}" for one in said[1:])]
        result = threads[place - 1].get("result")
        words = "<br>".join(escape(line) for line in [*lines, *([f"→ {result}"] if result else [])])
        at = first["at"].isoformat() if hasattr(first["at"], "isoformat") else str(first["at"])
        who = escape(str(first["by"]))
        return f'<span class="comment-start" id="{place}" data-author="{who}" data-date="{escape(at)}">{words}</span>'

    return _MARKER.sub(span, html)
