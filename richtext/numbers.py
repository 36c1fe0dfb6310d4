"""Numbers as people write them in tables: 1 234,50 €, 1,234.50, -3 %. The editor reads them alike
(frontend/editor/numbers.ts).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_SHAPE = re.compile(
    r"((?:[€$£¥₹~≈±(]|[A-Z]{2,3}\s)?\s?)([-+\u2212]?)\s?([0-9](?:[0-9.,'’]|\s(?=[0-9]{3}))*)((?:\s?[^0-9\s][^0-9]{0,9})?)"
)
_POINTS = re.compile(r"[.,]")
_NO_DIGIT = re.compile(r"[^0-9]")
LONGEST = 24


@dataclass(frozen=True)
class WrittenNumber:
    """A number and how it was written. `units` are its digits without the point, of which the last `decimals` stand
    behind it; `group` is the sign between thousands; `before` and `after` are what it is of.
    """

    units: int
    decimals: int
    point: str
    group: str
    before: str
    after: str


def number_in(words: str) -> WrittenNumber | None:
    """Read a cell's words as a number; None where they are anything else."""
    found = _SHAPE.fullmatch(words.strip())
    if not found or len(found[3]) > LONGEST:
        return None
    before, sign, digits, after = found.groups()
    whole, tenths, point = _parted(digits)
    units = int(_NO_DIGIT.sub("", whole) + tenths)
    group = _NO_DIGIT.search(whole)
    return WrittenNumber(
        -units if sign in ("-", "\u2212") else units, len(tenths), point, group[0] if group else "", before, after
    )


def _parted(digits: str) -> tuple[str, str, str]:
    """The last dot or comma parts units from tenths, unless three digits follow a lone comma, or there are several."""
    points = _POINTS.findall(digits)
    last = points[-1] if points else ""
    whole, _, tail = digits.rpartition(last) if last else (digits, "", "")
    is_group = last == "," and len(points) == 1 and len(tail) == 3
    if not last or points.count(last) > 1 or is_group or _NO_DIGIT.search(tail):
        return digits, "", ""
    return whole, tail, last


def total_of(cells: Iterable[str]) -> str:
    """Return the sum of the numbers among some cells, written as they are; other words count nothing."""
    numbers = [number for words in cells if (number := number_in(words))]
    decimals = max((number.decimals for number in numbers), default=0)
    total = sum(number.units * 10 ** (decimals - number.decimals) for number in numbers)
    digits = str(abs(total)).rjust(decimals + 1, "0")
    whole, tenths = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    group = next((number.group for number in numbers if number.group), "")
    point = next((number.point for number in numbers if number.point), "")
    before, after = (_common([getattr(number, side) for number in numbers]) for side in ("before", "after"))
    return f"{before}{'-' if total < 0 else ''}{_grouped(whole, group)}{point if decimals else ''}{tenths}{after}"


def _grouped(whole: str, group: str) -> str:
    return re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", group, whole) if group else whole


def _common(said: list[str]) -> str:
    return said[0] if len(set(said)) == 1 else ""
