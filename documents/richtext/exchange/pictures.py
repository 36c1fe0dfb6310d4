"""Pictures that come in and go out with documents: taken out of what is read, put into what is written."""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from dataclasses import dataclass
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from documents.richtext.addresses import file_at
from documents.richtext.nodes import Node, Run, every_node

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_BYTES = 20 * 1024 * 1024
"""Of one picture; a larger one stays out."""
MAX_PICTURES = 200
"""Of one document."""
_MISSING = "missing:"
LONGEST_ADDRESS = 300
_SAID = ("alt", "title", "caption", "width")
_DATA = re.compile(r"data:image/([a-z0-9.+-]{1,20});base64,", re.IGNORECASE)
_IMG = re.compile(r"<img\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(src|alt)="([^"]*)"')


@dataclass
class ImportedPicture:
    """A picture that came with a file; `address` stands for it in the nodes until it is kept."""

    address: str
    name: str
    data: bytes


def extract_pictures(
    nodes: list[Node], look: Callable[[str], bytes | None]
) -> tuple[list[Node], list[ImportedPicture], list[str]]:
    """Return the nodes, whose pictures have addresses of their own now, these pictures, and the addresses of those that
    are nowhere; `look` finds what has a relative address. What is on another host stays as it is.
    """
    found: dict[str, ImportedPicture] = {}
    missing: dict[str, str] = {}
    for node in every_node(nodes):
        source = node.attrs.get("src")
        if node.kind != "image" or not isinstance(source, str):
            continue
        if source not in found and source not in missing:
            data = _data_of(source) if source.startswith("data:") else _look(source, look)
            if data and len(data) <= MAX_BYTES and len(found) < MAX_PICTURES:
                name = _name_of(source, len(found) + 1)
                found[source] = ImportedPicture(f"imported:{len(found) + 1}", name, data)
            elif _is_of_file(source):
                missing[source] = f"{_MISSING}{len(missing) + 1}"
        node.attrs |= _now(node, found, missing)
    return nodes, list(found.values()), [unquote(source)[:LONGEST_ADDRESS] for source in missing]


def _now(image: Node, found: Mapping[str, ImportedPicture], missing: Mapping[str, str]) -> dict[str, str]:
    """Return what a picture's node says from now on."""
    source = str(image.attrs["src"])
    if source in missing:
        return {"src": missing[source], "alt": image.attrs.get("alt") or unquote(source)}
    return {"src": found[source].address} if source in found else {}


def _is_of_file(source: str) -> bool:
    """Whether an address leads to a file that should have come along: not to another host, and to none of ours."""
    try:
        parts = urlsplit(source)
    except ValueError:
        return False
    return not (parts.scheme or parts.netloc) and bool(parts.path) and not file_at(source)


def with_kept_pictures(nodes: list[Node], kept: Mapping[str, str]) -> tuple[list[Node], int]:
    """Return nodes with pictures that are kept named by their file (`kept`: address → id), and how many were not: of
    those only the words stay. Those that are nowhere do not count.
    """
    out: list[Node] = []
    lost = 0
    for node in nodes:
        source = node.attrs.get("src")
        if (
            node.kind != "image"
            or not isinstance(source, str)
            or not source.startswith(("imported:", "data:", _MISSING))
        ):
            if any(node.nodes()):
                node.children, gone = _children_with_kept_pictures(node, kept)
                lost += gone
            out.append(node)
        elif source in kept:
            said = {name: node.attrs[name] for name in _SAID if node.attrs.get(name) is not None}
            out.append(Node("image", {"file": kept[source], **said}))
        else:
            lost += not str(source).startswith(_MISSING)
            if words := str(node.attrs.get("alt") or node.attrs.get("title") or "").strip():
                out.append(Node("paragraph", {}, [Run(words)]))
    return out, lost


def _children_with_kept_pictures(node: Node, kept: Mapping[str, str]) -> tuple[list[Node | Run], int]:
    children: list[Node | Run] = []
    lost = 0
    for child in node.children:
        if isinstance(child, Run):
            children.append(child)
        else:
            inner, gone = with_kept_pictures([child], kept)
            children, lost = [*children, *inner], lost + gone
    if not children:
        children.append(Node("paragraph"))
    return children, lost


def _data_of(source: str) -> bytes | None:
    said = _DATA.match(source)
    if not said or len(source) > MAX_BYTES * 4 // 3 + 200:
        return None
    try:
        return base64.b64decode(unquote(source[said.end() :]), validate=False)
    except (binascii.Error, ValueError):
        return None


def _look(source: str, look: Callable[[str], bytes | None]) -> bytes | None:
    try:
        parts = urlsplit(source)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc or not parts.path else look(unquote(parts.path))


def _name_of(source: str, number: int) -> str:
    said = _DATA.match(source)
    if said:
        return f"picture-{number}.{said[1].lower().partition('+')[0].replace('jpeg', 'jpg')}"
    return posixpath.basename(unquote(urlsplit(source).path))[:100] or f"picture-{number}"


def embed_pictures(html: str, fetch: Callable[[str], tuple[str, bytes] | None]) -> str:
    """Return HTML of ours with each picture in it as data; `fetch` returns type and bytes of one of ours, by its
    address. Of any other only the words stay, so that nothing is loaded from anywhere.
    """

    def put(image: re.Match[str]) -> str:
        said = {name: unescape(value) for name, value in _ATTRIBUTE.findall(image[0])}
        alt, found = escape(said.get("alt", "")), fetch(said.get("src", ""))
        if found is None:
            return f"<span>{alt}</span>"
        kind, data = found
        return f'<img src="data:{kind};base64,{base64.b64encode(data).decode()}" alt="{alt}">'

    return _IMG.sub(put, html)
