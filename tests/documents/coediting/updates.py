"""Updates made by hand, for tests: what attackers send, and large ones."""

from collections.abc import Iterable

from documents.richtext.yjs.lib0 import var_bytes, var_string, var_uint

type Range = tuple[int, int]


def a_text(letters: int, client: int = 1) -> bytes:
    """Return an update that writes a text of so many letters at once."""
    head = var_uint(1) + var_uint(1) + var_uint(client) + var_uint(0)
    return head + b"\x04\x01" + var_string("text") + var_bytes(b"x" * letters) + b"\x00"


def deletions(ranges: Iterable[Range], client: int = 1) -> bytes:
    """Return an update that deletes ranges (clock, length) in this order."""
    written = [var_uint(clock) + var_uint(length) for clock, length in ranges]
    return var_uint(0) + var_uint(1) + var_uint(client) + var_uint(len(written)) + b"".join(written)


def descending(number: int) -> bytes:
    """Return an update that deletes every other letter, the last first: quadratic in the library."""
    return deletions((2 * place, 1) for place in reversed(range(number)))


def one_key(number: int, client: int = 7) -> bytes:
    """Return an update that sets one key so many times, each time as if it was the first: quadratic in the library."""
    item = b"\x28\x01" + var_string("m") + var_string("k") + b"\x01\x7e"
    return var_uint(1) + var_uint(number) + var_uint(client) + var_uint(0) + item * number + b"\x00"


def crowded(clients: int) -> bytes:
    """Return an update in which so many people write a letter each at the same place."""
    letter = b"\x04\x01" + var_string("text") + var_bytes(b"x")
    return var_uint(clients) + b"".join(b"\x01" + var_uint(n) + b"\x00" + letter for n in range(1, clients + 1)) + b"\0"
