"""Read a document twice in a process of its own, and print what each reading holds.

On standard input: the number of updates that make the document, these, and one update that claims to be the same; each
with its length before it. On standard output: a fingerprint of each, a line each; `-` for one that cannot be loaded.
A snapshot is kept only when both lines are equal (documents.coediting.snapshots).
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence

from pycrdt import Text

from documents.coediting.replica import BrokenReplica, Replica
from documents.content.nodes import ROOT, Node, Run, read_tree
from documents.lib0 import Reader, var_bytes, var_uint

UNREADABLE = "-"


def write_request(updates: Sequence[bytes], claim: bytes) -> bytes:
    """Write what this program reads."""
    return var_uint(len(updates)) + b"".join(map(var_bytes, updates)) + var_bytes(claim)


def fingerprint(updates: Sequence[bytes]) -> str:
    """Return a hash of what a document holds, by content: equal state vectors do not mean equal documents."""
    try:
        replica = Replica(updates)
        texts = [(name, str(replica.doc.get(name, type=Text))) for name in sorted(replica.doc.keys()) if name != ROOT]
        held = (sorted(replica.clocks.items()), [_plain(node) for node in read_tree(updates)], texts)
    except (BrokenReplica, ValueError, RuntimeError):
        return UNREADABLE
    return hashlib.sha256(repr(held).encode()).hexdigest()


def _plain(node: Node | Run) -> object:
    if isinstance(node, Run):
        return (node.text, sorted((name, sorted(value.items())) for name, value in node.marks.items()))
    return (node.kind, sorted(node.attrs.items(), key=str), [_plain(child) for child in node.children])


def main() -> None:
    """Answer one request."""
    reader = Reader(sys.stdin.buffer.read())
    updates = [reader.bytes() for _ in range(reader.count())]
    claim = reader.bytes()
    reader.done()
    sys.stdout.write(f"{fingerprint(updates)}\n{fingerprint([claim])}\n")


if __name__ == "__main__":
    main()
