"""Who wrote in which block of a document between two of its states: the updates are applied one after the other, and
the document tells which of its blocks each has touched.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pycrdt import Doc, XmlFragment

from documents.richtext.nodes import ROOT


@dataclass(slots=True)
class _Touched[W]:
    writers: set[W] = field(default_factory=set)


@dataclass(frozen=True)
class BlockWriters[W]:
    """Who wrote in each block at the top of the text: by its place in the text before, and by that in the text after.
    Who removed a block has written in it too.
    """

    before: list[set[W]]
    after: list[set[W]]


def block_writers[W](doc: Doc[Any], updates: Iterable[tuple[W, bytes]]) -> BlockWriters[W]:
    """Apply updates, each with who wrote it, to a loaded document; return who wrote in its blocks."""
    fragment = doc.get(ROOT, type=XmlFragment)
    first: list[_Touched[W]] = [_Touched() for _ in fragment.children]
    now = list(first)
    events: list[Any] = []
    subscription = fragment.observe_deep(events.extend)
    try:
        for writer, update in updates:
            events.clear()
            doc.apply_update(update)
            _note(events, now, writer)
    finally:
        fragment.unobserve(subscription)
    return BlockWriters([one.writers for one in first], [one.writers for one in now])


def _note[W](events: list[Any], now: list[_Touched[W]], writer: W) -> None:
    """Note who touched what. A path leads to a place in the text as it is after all of the update."""
    for event in events:
        if not event.path:
            _move(event.delta, now, writer)
    for event in events:
        if event.path and event.path[0] < len(now):
            now[event.path[0]].writers.add(writer)


def _move[W](delta: list[dict[str, Any]], now: list[_Touched[W]], writer: W) -> None:
    place = 0
    for step in delta:
        if "retain" in step:
            place += int(step["retain"])
        elif "delete" in step:
            for gone in now[place : place + int(step["delete"])]:
                gone.writers.add(writer)
            del now[place : place + int(step["delete"])]
        else:
            now[place:place] = [_Touched({writer}) for _ in step.get("insert", ())]
            place += len(step.get("insert", ()))
