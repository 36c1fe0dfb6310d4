"""What a file's people said about its text: comments, and changes that were tracked."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MOST = 2_000
"""Remarks of one document that are kept."""
LONGEST = 10_000
KINDS = ("comment", "insertion", "deletion")


@dataclass
class Remark:
    """One of them. `words` are what was said, or what was added or taken out; `quote` the words it stands at, `before`
    and `after` what surrounds them; `at` is the time as the file has it (ISO 8601), perhaps empty.
    """

    kind: str
    author: str
    at: str
    words: str
    quote: str = ""
    before: str = ""
    after: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return it as it is kept, within bounds."""
        return {name: str(value)[:LONGEST] for name, value in asdict(self).items()}
