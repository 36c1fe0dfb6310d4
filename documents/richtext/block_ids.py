"""The ids of a document's blocks, by which links find them.

The server gives them: browsers that opened the same document at once would each invent their own.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from typing import TYPE_CHECKING, Any, cast

from pycrdt import Doc, XmlElement, XmlFragment

from documents.richtext.nodes import ROOT, load

if TYPE_CHECKING:
    from collections.abc import Iterable

CLIENT = 1_936_941_420
"""Under which the server itself writes. Only one writes at a time, and only on top of all that was written before."""
_SHAPE = re.compile(r"[A-Za-z0-9]{4,24}")


def missing_ids(updates: Iterable[bytes]) -> tuple[Doc[Any], bytes | None]:
    """Return the document that the updates make, with an id on each block at its top, and the update that gives those;
    None where each has one that no block before it has.
    """
    doc = load(updates, client=CLIENT)
    try:
        nameless = _nameless(doc)
        if not nameless:
            return doc, None
        before = doc.get_state()
        with doc.transaction():
            for block in nameless:
                cast("Any", block.attributes)["bid"] = secrets.token_hex(4)
        return doc, doc.get_update(before)
    except (KeyboardInterrupt, SystemExit, GeneratorExit, asyncio.CancelledError):
        raise
    except BaseException:  # noqa: BLE001  the native library panics where another type stands at this name
        return doc, None


def _nameless(doc: Doc[Any]) -> list[XmlElement]:
    seen: set[str] = set()
    found: list[XmlElement] = []
    for block in doc.get(ROOT, type=XmlFragment).children:
        if not isinstance(block, XmlElement):
            continue
        bid = cast("Any", block.attributes).get("bid")
        if isinstance(bid, str) and _SHAPE.fullmatch(bid) and bid not in seen:
            seen.add(bid)
        else:
            found.append(block)
    return found
