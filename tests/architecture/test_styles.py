"""What style sheets may not ask: it would be worked out anew for a whole page at every letter."""

import re

from tests.architecture.sources import ROOT

HOLDS_A_TEXT = re.compile(
    r"(?:^|[\s,>~+(])(?::root|html|body|\.frame[\w-]*|\.main|\.sheet[\w-]*|\.editor|\.prose)[.\w-]*:has\("
)
"""`:has()` on what a document's text stands in: wherever something is inserted, all of it is styled anew."""


def test_nothing_is_asked_of_what_holds_a_text() -> None:
    found = []
    for path in sorted((ROOT / "static" / "css").rglob("*.css")):
        screen = path.read_text().partition("@media print")[0]
        found += [f"{path.name}: {line.strip()}" for line in screen.splitlines() if HOLDS_A_TEXT.search(line)]
    assert not found, "give it a class instead"
