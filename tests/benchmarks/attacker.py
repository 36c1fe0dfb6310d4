"""One person who means no good, in a process of their own (tests/benchmarks/attack_documents.py starts it).

    tests/benchmarks/attacker.py ATTACK SECONDS ADDRESS TOKEN

Opens one document's socket and sends what the attack is made of, again and again, connecting anew when it is cut off.
"""

import asyncio
import json
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from pycrdt import Doc, Text  # noqa: E402
from websockets.asyncio.client import ClientConnection, connect  # noqa: E402
from websockets.exceptions import ConnectionClosed, WebSocketException  # noqa: E402

from documents.richtext.yjs.lib0 import var_bytes, var_string, var_uint  # noqa: E402
from tests.documents.coediting.updates import a_text, crowded, deletions, descending, one_key  # noqa: E402

GREETING = var_uint(103) + var_string(json.dumps({"schema": 1, "epoch": None}))
SAY_ALL = b"\x00\x00" + var_bytes(b"\x00")
AT_ONCE = 100  # frames that are sent before the others of this process have a turn
PAUSE_S = 0.05  # before connecting again


def named(update: bytes) -> bytes:
    """Frame an update as our own client does."""
    return var_uint(100) + var_string(uuid.uuid4().hex) + var_bytes(update)


def again(make: Callable[[], bytes]) -> Callable[[], Iterator[bytes]]:
    """Send one update for ever."""

    def frames() -> Iterator[bytes]:
        update = make()
        while True:
            yield named(update)

    return frames


def poisoned(letters: int, make: Callable[[], bytes]) -> Callable[[], Iterator[bytes]]:
    """Send a long text, then an update that tears it, for ever."""

    def frames() -> Iterator[bytes]:
        yield named(a_text(letters))
        yield from again(make)()

    return frames


def burst() -> Iterator[bytes]:
    """Type as fast as one can: each letter an update of its own."""
    doc: Doc[Text] = Doc()
    text = doc.get("burst", type=Text)
    while True:
        before = doc.get_state()
        text.insert(0, "x")
        yield named(doc.get_update(before))


def rejected() -> Iterator[bytes]:
    """Send what is refused: deletions out of order, each a little different."""
    for number in count(10):
        yield named(deletions([(number, 1), (1, 1)]))


def opening() -> Iterator[bytes]:
    """Ask for the whole document, once for each connection."""
    yield SAY_ALL


def torn() -> bytes:
    """Return deletions that are in order, and take long all the same."""
    return deletions((2 * place, 1) for place in range(250_000))


def growing(piece: Callable[[int], bytes], count_once: int) -> Callable[[], Iterator[bytes]]:
    """Write more and more: updates of so many pieces, of which `piece(n)` is the n-th."""

    def frames() -> Iterator[bytes]:
        for first in count(0, count_once):
            pieces = b"".join(piece(n) for n in range(first, first + count_once))
            yield named(b"\x01" + var_uint(count_once) + var_uint(7) + var_uint(first) + pieces + b"\x00")

    return frames


def paragraph(number: int) -> bytes:
    """Return an empty paragraph after the one before."""
    before = b"\x87\x07" + var_uint(number - 1) if number else b"\x07\x01" + var_string("default")
    return before + b"\x03" + var_string("paragraph")


def inner(number: int) -> bytes:
    """Return a paragraph inside the one before."""
    around = b"\x07\x00\x07" + var_uint(number - 1) if number else b"\x07\x01" + var_string("default")
    return around + b"\x03" + var_string("paragraph")


def format_mark(number: int) -> bytes:
    """Return a mark that makes a text bold, after the one before."""
    before = b"\x86\x07" + var_uint(number - 1) if number else b"\x06\x01" + var_string("text")
    return before + var_string("bold") + var_bytes(b"true")


def subdocument(number: int) -> bytes:
    """Return a document in the document."""
    return b"\x29\x01" + var_string("m") + var_string(f"k{number}") + var_string(f"guid{number}") + b"\x76\x00"


def attribute(number: int) -> bytes:
    """Return an attribute of 100 KB."""
    return b"\x28\x01" + var_string("m") + var_string(f"k{number}") + b"\x01\x77" + var_string("x" * 100_000)


def newcomers() -> Iterator[bytes]:
    """Bring in more and more clients."""
    for first in count(1, 40_000):
        letters = b"\x04\x01" + var_string("text") + var_bytes(b"x")
        people = (b"\x01" + var_uint(n) + b"\x00" + letters for n in range(first, first + 40_000))
        yield named(var_uint(40_000) + b"".join(people) + b"\x00")


def cursors() -> Iterator[bytes]:
    """Say where eight cursors are, as fast as one can."""
    state = var_string(json.dumps({"user": {"name": "x", "color": "#123456"}, "at": "y" * 3900}))
    for clock in count(1):
        yield b"\x01" + var_bytes(b"\x08" + b"".join(var_uint(n) + var_uint(clock) + state for n in range(1, 9)))


def asking() -> Iterator[bytes]:
    """Write a long document, then ask for all of it again and again, each time after a change."""
    yield from (frame for frame, _ in zip(growing(paragraph, 50_000)(), range(8), strict=False))
    for clock in count():
        yield named(b"\x01\x01\x08" + var_uint(clock) + b"\x04\x01" + var_string("text") + var_bytes(b"x") + b"\x00")
        yield SAY_ALL


ATTACKS: dict[str, Callable[[], Iterator[bytes]]] = {
    "descending deletions, 592 KB": poisoned(530_000, lambda: descending(152_000)),
    "descending deletions, 1 MiB": poisoned(530_000, lambda: descending(264_000)),
    "one key, 1 MiB": again(lambda: one_key(130_000)),
    "ascending deletions, 1 MiB": poisoned(530_000, torn),
    "a crowd at one place": again(lambda: crowded(70_000)),
    "rejected updates": rejected,
    "a burst of letters": burst,
    "paragraphs without end": growing(paragraph, 60_000),
    "paragraphs in paragraphs": growing(inner, 20_000),
    "formatting without end": growing(format_mark, 60_000),
    "documents in the document": growing(subdocument, 25_000),
    "large attributes": growing(attribute, 10),
    "clients without end": newcomers,
    "cursors as fast as one can": cursors,
    "asking for a long document": asking,
    "opening again and again": opening,
}


async def attack(frames: Callable[[], Iterator[bytes]], address: str, token: str, end: float) -> tuple[int, int]:
    """Send until the end; return how many frames, over how many connections."""
    sent = connections = 0
    source = frames()
    while time.monotonic() < end:
        try:
            async with connect(
                address,
                additional_headers={"Authorization": f"Bearer {token}"},
                subprotocols=["ronde.sync.v1"],  # type: ignore[list-item]
                max_size=None,
                ping_interval=None,
            ) as line:
                connections += 1
                reading = asyncio.create_task(listen(line))
                try:
                    await line.send(GREETING)
                    while time.monotonic() < end:
                        for frame in batch(source):
                            await line.send(frame)
                            sent += 1
                        await asyncio.sleep(0.01)
                        if reading.done():
                            break
                finally:
                    reading.cancel()
        except (OSError, WebSocketException, TimeoutError):
            source = frames()
        await asyncio.sleep(PAUSE_S)
    return sent, connections


def batch(source: Iterator[bytes]) -> Iterator[bytes]:
    """Yield some frames: few of the large ones."""
    size = 0
    for _ in range(AT_ONCE):
        frame = next(source, None)
        if frame is None:
            return
        yield frame
        size += len(frame)
        if size > 1024 * 1024:
            return


async def listen(line: ClientConnection) -> None:
    """Read what comes, and throw it away."""
    try:
        async for _ in line:
            pass
    except ConnectionClosed:
        return


def main() -> None:
    """Attack for so many seconds."""
    name, seconds, address, token = sys.argv[1:]
    sent, connections = asyncio.run(attack(ATTACKS[name], address, token, time.monotonic() + float(seconds)))
    print(f"{sent} frames over {connections} connections")


if __name__ == "__main__":
    main()
