"""The variable-length coding of the Yjs world (lib0): numbers, strings and byte arrays."""

from __future__ import annotations

MAX_NUMBER = 2**53 - 1  # what a browser can hold exactly; lib0 itself refuses more
MAX_DEPTH = 40  # of nested values; the native decoders recurse without a limit of their own


# The kinds of value in the `any` coding; those in _SIZES take that many bytes: undefined, null, false, true, float,
# double, big integer.
_SIZES = {127: 0, 126: 0, 121: 0, 120: 0, 124: 4, 123: 8, 122: 8}
_INTEGER, _STRING, _OBJECT, _ARRAY, _BYTES = 125, 119, 118, 117, 116


class Malformed(ValueError):
    """Bytes that no honest client sends: cut short, out of range, or of a kind we do not know."""


def var_uint(number: int) -> bytes:
    """Encode a natural number, seven bits a byte, lowest first."""
    if number < 0x80:
        return bytes((number,))
    out = bytearray()
    while number > 0x7F:
        out.append(0x80 | number & 0x7F)
        number >>= 7
    out.append(number)
    return bytes(out)


def var_bytes(data: bytes) -> bytes:
    """Encode a byte array: its length, then itself."""
    return var_uint(len(data)) + data


def var_string(text: str) -> bytes:
    """Encode a string: its length in UTF-8 bytes, then these."""
    return var_bytes(text.encode())


class ByteReader:
    """Reads values one after the other from `data`; raises Malformed where they end too early.

    `at` is the place of the next byte. Nothing is allocated before its bytes are known to be there.
    """

    __slots__ = ("at", "data", "end")

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at
        self.end = len(data)

    def byte(self) -> int:
        """Read one byte as a number."""
        at = self.at
        if at >= self.end:
            raise Malformed("cut short")
        self.at = at + 1
        return self.data[at]

    def uint(self, limit: int = MAX_NUMBER) -> int:
        """Read a natural number of at most `limit`."""
        data, at = self.data, self.at
        try:
            byte = data[at]
            at += 1
            number = byte & 0x7F
            shift = 7
            while byte > 0x7F:
                byte = data[at]
                at += 1
                number |= (byte & 0x7F) << shift
                shift += 7
                if shift > 63:
                    raise Malformed("number too long")
        except IndexError:
            raise Malformed("cut short") from None
        if number > limit:
            raise Malformed("number out of range")
        self.at = at
        return number

    def count(self) -> int:
        """Read how many things follow; each takes a byte at least, so more than what is left is a lie."""
        number = self.uint()
        if number > self.end - self.at:
            raise Malformed("more announced than there is")
        return number

    def bytes(self) -> bytes:
        """Read a byte array."""
        length = self.count()
        start = self.at
        self.at = start + length
        return self.data[start : self.at]

    def string(self, limit: int = MAX_NUMBER) -> str:
        """Read a string of at most `limit` UTF-8 bytes."""
        raw = self.bytes()
        if len(raw) > limit:
            raise Malformed("string too long")
        try:
            return raw.decode()
        except UnicodeDecodeError:
            raise Malformed("not UTF-8") from None

    def skip(self, length: int) -> None:
        """Step over `length` bytes."""
        if length > self.end - self.at:
            raise Malformed("cut short")
        self.at += length

    def any(self, depth: int = 0) -> None:  # noqa: C901  one branch for each kind of value
        """Step over a value of lib0's `any` coding, without building it."""
        if depth > MAX_DEPTH:
            raise Malformed("nested too deep")
        kind = self.byte()
        if kind in _SIZES:
            self.skip(_SIZES[kind])
        elif kind in (_OBJECT, _ARRAY):
            for _ in range(self.count()):
                if kind == _OBJECT:
                    self.string()
                self.any(depth + 1)
        elif kind == _STRING:
            self.string()
        elif kind == _BYTES:
            self.bytes()
        elif kind == _INTEGER:
            self._var_int()
        else:
            raise Malformed("unknown kind of value")

    def done(self) -> None:
        """Raise Malformed when bytes are left over."""
        if self.at != self.end:
            raise Malformed("left-over bytes")

    def _var_int(self) -> None:
        # The first byte carries a sign bit and six bits of the number, so its coding is not that of a natural number.
        number = self.byte()
        shift, value = 6, number & 0x3F
        while number > 0x7F:
            number = self.byte()
            value |= (number & 0x7F) << shift
            shift += 7
            if shift > 62:
                raise Malformed("number too long")
        if value > MAX_NUMBER:
            raise Malformed("number out of range")
