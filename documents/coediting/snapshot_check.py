"""Write documents' states in a process of its own: load the log, write the state, load that, and compare.

Messages go in and out by standard input and output, each after its length. In: the number of updates that make a
document, and these, each with its length before it. Out: an empty line, the state's vector with its length before it,
and the state as one update; or a line that says why there is none. Where the input ends, so does the process.

The compact state is what the native library writes of a loaded document. It leaves out what still waits for something
missing; where anything does, the updates are merged instead, which keeps it (and is slow to load).
"""

from __future__ import annotations

import hashlib
import os
import struct
import sys
from collections.abc import Iterator, Sequence
from typing import IO, NamedTuple

from pycrdt import Text, merge_updates

from documents.coediting.replica import BrokenReplica, Replica
from documents.richtext.nodes import ROOT, Node, Run, tree_of
from documents.richtext.yjs.lib0 import ByteReader, var_bytes, var_uint

_LENGTH = struct.Struct("!Q")
AT_ONCE = 100  # merging costs the square of the number


class Checked(NamedTuple):
    """A state as one update, or why there is none; and its vector, unless something in it waits for what is missing."""

    state: bytes | None
    vector: bytes = b""
    why: str = ""


def write_message(stream: IO[bytes], message: bytes) -> None:
    """Write a message after its length."""
    stream.write(_LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def read_message(stream: IO[bytes]) -> bytes | None:
    """Read the next message; None where the stream has ended."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    message = stream.read(length)
    return message if len(message) == length else None


def write_request(updates: Sequence[bytes]) -> bytes:
    """Write what this program reads."""
    return var_uint(len(updates)) + b"".join(map(var_bytes, updates))


def write_answer(found: Checked) -> bytes:
    """Write what this program finds."""
    return found.why.encode() + b"\n" + var_bytes(found.vector) + (found.state or b"")


def read_answer(answer: bytes) -> Checked:
    """Read what this program writes."""
    why, _, rest = answer.partition(b"\n")
    reader = ByteReader(rest)
    vector = reader.bytes()
    state = rest[reader.at :]
    return Checked(None, why=why.decode()) if why or not state else Checked(state, vector)


def checked(updates: Sequence[bytes]) -> Checked:
    """Return the updates as one that holds the same; or none, and why."""
    try:
        replica = Replica(updates)
    except (BrokenReplica, ValueError, RuntimeError) as error:
        return Checked(None, why=f"the log cannot be loaded: {type(error).__name__}")
    said = fingerprint(replica)
    for state in _states(replica, updates):
        try:
            loaded = Replica((state,))
            if fingerprint(loaded) == said:
                return Checked(state, loaded.state_vector() if loaded.is_whole else b"")
        except (BrokenReplica, ValueError, RuntimeError):
            continue
    return Checked(None, why="the state does not say what the log says")


def _states(replica: Replica, updates: Sequence[bytes]) -> Iterator[bytes]:
    if replica.is_whole:
        yield replica.doc.get_update()
    yield merged_in_steps(updates)


def merged_in_steps(updates: Sequence[bytes]) -> bytes:
    """Merge updates, some at a time."""
    merged = updates[0]
    for start in range(1, len(updates), AT_ONCE):
        merged = merge_updates(merged, *updates[start : start + AT_ONCE])
    return merged


def fingerprint(replica: Replica) -> str:
    """Return a hash of what a document holds, by content: equal state vectors do not mean equal documents."""
    doc = replica.doc
    tree = [_plain(node) for node in tree_of(doc)]
    texts = [(name, str(doc.get(name, type=Text))) for name in sorted(doc.keys()) if name != ROOT]
    held = (sorted(replica.clocks.items()), tree, texts)
    return hashlib.sha256(repr(held).encode()).hexdigest()


def _plain(node: Node | Run) -> object:
    if isinstance(node, Run):
        return (node.text, sorted((name, sorted(value.items())) for name, value in node.marks.items()))
    return (node.kind, sorted(node.attrs.items(), key=str), [_plain(child) for child in node.children])


def check_request(request: bytes) -> bytes:
    """Answer one request."""
    reader = ByteReader(request)
    updates = [reader.bytes() for _ in range(reader.count())]
    reader.done()
    return write_answer(checked(updates))


def main() -> None:
    """Answer requests, after everything that people wait for."""
    if hasattr(os, "nice"):
        os.nice(10)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed is no answer
    while (request := read_message(sys.stdin.buffer)) is not None:
        write_message(answers, check_request(request))


if __name__ == "__main__":
    main()
