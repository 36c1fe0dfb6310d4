"""How much a text was changed, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.richtext.comparison.compare import compared
from documents.richtext.nodes import EDITS, Node, every_node, runs_in, words_of


@dataclass(frozen=True)
class ChangeCount:
    """How many words came and how many went."""

    added: int = 0
    removed: int = 0


def count_changes(before: Sequence[Node], after: Sequence[Node]) -> ChangeCount:
    """Count the words that came and went between two texts."""
    return count_edits(compared(before, after))


def count_edits(nodes: Sequence[Node]) -> ChangeCount:
    """Count the words of a comparison that came and went; a formula or a mention is one."""
    whole = [one.kind for one in every_node(nodes) if one.kind in EDITS for atom in one.nodes() if words_of(atom)]
    added, removed = whole.count("inserted"), whole.count("deleted")
    for run in runs_in(nodes):
        words = len(run.text.split())
        added += words if "inserted" in run.marks else 0
        removed += words if "deleted" in run.marks else 0
    return ChangeCount(added, removed)
