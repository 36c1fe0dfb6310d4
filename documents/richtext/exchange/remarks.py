"""What a file's people said about its text: comments, and changes that were tracked."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MAX_REMARKS = 2_000
"""Of one document; more are not read."""
MAX_CHARACTERS = 10_000
"""Of each of a remark's texts; what is longer is cut."""


@dataclass
class Remark:
    """One of them; `kind` is `comment`, `insertion` or `deletion`. `words` are what was said, added or taken out;
    `quote` the words it stands at, `before` and `after` what surrounds them; `at` is the time as the file has it
    (ISO 8601), perhaps empty.
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
        return {name: str(value)[:MAX_CHARACTERS] for name, value in asdict(self).items()}
