"""Columns in Markdown: tags on lines of their own, with Markdown between, which other readers show below each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from documents.richtext.nodes import Node

BEGIN, COLUMN, END = '<div class="columns">', '<div class="column">', "</div>"
_TAG = re.compile(rf"\s*({BEGIN}|{COLUMN}|{END})\s*")
_TAGS = re.compile(rf"(?:{_TAG.pattern})+")
KINDS = {BEGIN: "columns", COLUMN: "column"}


def tags_in(html: str) -> list[str]:
    """Return the tags of columns that a block of HTML is made of; none where it has anything else."""
    return _TAG.findall(html) if _TAGS.fullmatch(html) else []


def columns_of(node: Node) -> list[Node]:
    """Return the columns of a node."""
    return [child for child in node.nodes() if child.kind == "column"]
