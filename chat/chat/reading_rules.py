"""How far a person has read once some messages were before their eyes. Needs no database."""

import re
from collections.abc import Iterable

type Span = tuple[int, int]
"""Numbers of messages of a topic, from the first to the last, both included."""

MOST_SPANS = 100
SPAN = re.compile(r"(?<![^,])(\d{1,9})(?:-(\d{1,9}))?(?![^,])")


def place_after(place: int, seen: Iterable[Span], end: int) -> int:
    """Return up to where everything is read: on from `place` as long as nothing between was missed, at most to the end.

    Who jumps to the end of 4,000 messages has read those that are there, and not the ones between.
    """
    for first, last in sorted(seen):
        if first > place + 1:
            break
        place = max(place, last)
    return max(0, min(place, end))


def spans_in(words: str) -> list[Span]:
    """Read what a page says it has shown: `12-40,55`; what is none of that is passed over, and so is what is beyond
    `MOST_SPANS`.
    """
    found = [(int(first), int(last or first)) for first, last in SPAN.findall(words)[:MOST_SPANS]]
    return [(first, last) for first, last in found if 0 < first <= last]
