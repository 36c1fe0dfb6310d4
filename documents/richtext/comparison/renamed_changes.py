"""What changes that were read are called in the text as it is now: the block that they are about may have got its id
since, may stand at another place, and people may have typed in it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from pycrdt import XmlElement, XmlFragment

from documents.richtext.comparison.block_changes import BlockChange, name_of
from documents.richtext.nodes import ROOT, load, node_of, tree_of


def names_since(read: Iterable[bytes], later: Iterable[bytes]) -> dict[str, str]:
    """Return what the blocks of a text are called once `later` has come to it, by what they were called in it before.
    What was taken out is not among them.
    """
    doc, mark = load(read), f"read-{secrets.token_hex(8)}"
    with doc.transaction():
        blocks = [block for block in doc.get(ROOT, type=XmlFragment).children if node_of(block) is not None]
        for place, block in enumerate(blocks):
            if isinstance(block, XmlElement):
                attributes = cast("Any", block.attributes)
                attributes[mark] = name_of(attributes.get("bid"), place)
    for update in later:
        doc.apply_update(update)
    return {
        str(node.attrs[mark]): name_of(node.attrs.get("bid"), place)
        for place, node in enumerate(tree_of(doc))
        if mark in node.attrs
    }


def key_since(key: str, names: Mapping[str, str]) -> str:
    """Return the key of a change as it is now, by what its block is called now."""
    kind, _dash, around = key.partition("-")
    around, dash, number = around.rpartition("-") if kind == "added" else (around, "", "")
    return f"{kind}-{names.get(around, around)}{dash}{number}"


def called_now(
    read: Sequence[BlockChange], names: Mapping[str, str], changes: Sequence[BlockChange]
) -> list[BlockChange]:
    """Return changes that were read with the keys that they have among the `changes` of now: by their block, and where
    that is gone by what they say.
    """
    renamed = [replace(one, key=key_since(one.key, names)) for one in read]
    there, known = {change.key for change in changes}, {change.key for change in renamed}
    others: dict[tuple[str, str, str], list[str]] = {}
    for change in changes:
        if change.key not in known:
            others.setdefault(said_of(change), []).append(change.key)
    return [
        one if one.key in there or not others.get(said_of(one)) else replace(one, key=others[said_of(one)].pop(0))
        for one in renamed
    ]


def said_of(change: BlockChange) -> tuple[str, str, str]:
    """Return what a change is known by where its block is gone."""
    before, after = change.before, change.after
    return change.kind, before.lines() if before else "", after.lines() if after else ""
