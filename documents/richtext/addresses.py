"""How Markdown names what a document stores by its id: people, circles, things and files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from documents.richtext.nodes import Node

MENTIONED = ("person", "circle", "thing")
EMBEDDED = ("thing", "budget")
"""What can stand as a card in a text: a thing by its reference, a circle's money by the circle's key."""
_ID = r"[A-Za-z0-9][\w.-]{0,63}"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_MENTION = re.compile(rf"#({'|'.join(MENTIONED)})-({_ID})")
_EMBEDDED = re.compile(rf"#({'|'.join(EMBEDDED)})-({_ID})")
_FILE = re.compile(rf"(?:#file-|/p/[^/?#]+/files/)({_UUID})(?:/[^?#]*)?(?:\?[^#]*)?")
_BLOCK = re.compile(r"[A-Za-z0-9]{4,24}")


def mentioned(node: Node) -> tuple[str, str] | None:
    """Return whom or what a mention names, by kind and id; None when it is none that we wrote."""
    kind, key = node.attrs.get("kind"), node.attrs.get("id")
    if kind in MENTIONED and isinstance(key, str) and re.fullmatch(_ID, key):
        return str(kind), key
    return None


def mention_address(node: Node) -> str:
    """Return where a mention leads in Markdown: #person-7f…, #thing-D-12; empty for none that we wrote."""
    found = mentioned(node)
    return f"#{found[0]}-{found[1]}" if found else ""


def mention_at(address: str) -> tuple[str, str] | None:
    """Read kind and id from such an address."""
    match = _MENTION.fullmatch(address)
    return (match[1], match[2]) if match else None


def embedded(node: Node) -> tuple[str, str] | None:
    """Return of what a card is, by kind and id; None when it is none that we wrote."""
    kind, key = node.attrs.get("kind"), node.attrs.get("id")
    return (str(kind), key) if kind in EMBEDDED and isinstance(key, str) and re.fullmatch(_ID, key) else None


def embed_address(node: Node) -> str:
    """Return where a card leads in Markdown: #thing-D-12, #budget-field; empty for none that we wrote."""
    found = embedded(node)
    return f"#{found[0]}-{found[1]}" if found else ""


def embedded_at(address: str) -> tuple[str, str] | None:
    """Read kind and id from such an address."""
    match = _EMBEDDED.fullmatch(address)
    return (match[1], match[2]) if match else None


def file_of(node: Node) -> str:
    """Return the id of the file that a picture or attachment shows, or nothing."""
    key = node.attrs.get("file")
    return key if isinstance(key, str) and re.fullmatch(_UUID, key) else ""


def original_of(image: Node) -> str:
    """Return the id of the file that a picture was cropped from, or nothing."""
    key = image.attrs.get("original")
    return key if isinstance(key, str) and re.fullmatch(_UUID, key) and file_of(image) not in ("", key) else ""


def file_at(address: str) -> str:
    """Return the id of the file that an address leads to, where it is one of ours."""
    match = _FILE.fullmatch(address)
    return match[1] if match else ""


def block_id(node: Node) -> str:
    """Return the id of a block, by which links find it; empty while it has none."""
    found = node.attrs.get("bid")
    return found if isinstance(found, str) and _BLOCK.fullmatch(found) else ""
