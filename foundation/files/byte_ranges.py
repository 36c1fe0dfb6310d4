"""Which part of a file a request asks for (RFC 9110, one range); knows no request."""

import re

ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class Unsatisfiable(Exception):
    """A range that begins behind the end; answered 416."""


def range_in(header: str, size: int) -> tuple[int, int] | None:
    """Return first and last byte, both included; None for the whole: nothing is asked, or several ranges are, or what
    is no range.

    :raises Unsatisfiable:
    """
    found = ONE_RANGE.fullmatch(header.strip().lower())
    if not found or found[0] == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        begin, end = max(size - int(last), 0), size - 1
        if not int(last):
            raise Unsatisfiable
    else:
        begin, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < begin:
            return None
    if begin >= size:
        raise Unsatisfiable
    return begin, end
