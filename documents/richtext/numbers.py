"""Numbers as people write them in tables: 1 234,50 €, 1,234.50, -3 %. The editor reads them alike
(frontend/editor/numbers.ts).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

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


@dataclass
class Total:
    """What numbers add up to, one after the other, written as they are; other words count nothing."""

    units: int = 0
    decimals: int = 0
    point: str = ""
    group: str = ""
    before: set[str] = field(default_factory=set)
    after: set[str] = field(default_factory=set)

    def add(self, words: str) -> None:
        """Add the number that a cell's words are."""
        number = number_in(words)
        if number is None:
            return
        decimals = max(self.decimals, number.decimals)
        self.units = self.units * 10 ** (decimals - self.decimals) + number.units * 10 ** (decimals - number.decimals)
        self.decimals = decimals
        self.point, self.group = self.point or number.point, self.group or number.group
        self.before.add(number.before)
        self.after.add(number.after)

    def __str__(self) -> str:
        digits = str(abs(self.units)).rjust(self.decimals + 1, "0")
        whole, tenths = (digits[: -self.decimals], digits[-self.decimals :]) if self.decimals else (digits, "")
        number = f"{_grouped(whole, self.group)}{self.point if tenths else ''}{tenths}"
        return f"{_common(self.before)}{'-' if self.units < 0 else ''}{number}{_common(self.after)}"


def _grouped(whole: str, group: str) -> str:
    return re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", group, whole) if group else whole


def _common(said: set[str]) -> str:
    return next(iter(said)) if len(said) == 1 else ""
