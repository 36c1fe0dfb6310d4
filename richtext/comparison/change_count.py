"""How much a text was changed, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from richtext.comparison.compare import compared
from richtext.nodes import Node, runs_in


@dataclass(frozen=True)
class ChangeCount:
    """How many words came and how many went."""

    added: int = 0
    removed: int = 0


def count_changes(before: Sequence[Node], after: Sequence[Node]) -> ChangeCount:
    """Count the words that came and went between two texts."""
    return count_edits(compared(before, after))


def count_edits(nodes: Sequence[Node]) -> ChangeCount:
    """Count the words of a comparison that came and went."""
    added = removed = 0
    for run in runs_in(nodes):
        words = len(run.text.split())
        added += words if "inserted" in run.marks else 0
        removed += words if "deleted" in run.marks else 0
    return ChangeCount(added, removed)
