"""Two states of a document side by side, for reading: what came, what went, and in which version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from documents.coediting.models import Log
from documents.documents.models import Version
from documents.documents.models.names import stores_ids, with_names
from documents.documents.workflows.past_states import states_at
from documents.richtext.comparison.change_count import ChangeCount, count_changes, count_edits
from documents.richtext.comparison.compare import compared
from documents.richtext.markup import markup_of
from documents.richtext.nodes import ATOMS, EDITS, WORDLESS, Node, bare, every_node, runs_in

AROUND = 2  # unchanged blocks that are shown on either side of a change
LEAST_FOLDED = 4
MOST_BETWEEN = 12  # versions that are read to say in which one a block was changed


@dataclass(frozen=True)
class ComparedBlock:
    """A paragraph, list or table; `version` is the last one that changed it, where that is known."""

    html: SafeString
    is_changed: bool
    version: Version | None = None


@dataclass(frozen=True)
class ComparedStretch:
    """Blocks that stand together; folded where nothing changed in many."""

    blocks: list[ComparedBlock]
    is_folded: bool = False


@dataclass(frozen=True)
class Comparison:
    """What is shown, and how many words came and went."""

    stretches: list[ComparedStretch]
    count: ChangeCount
    is_empty: bool = False
    blocks: list[ComparedBlock] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return not any(block.is_changed for block in self.blocks)


def compare(log: Log, since: int, until: int, versions: Sequence[Version]) -> Comparison:
    """Compare what a document said at two places of its log; `versions` are those after the first, in order.

    Before everything (0) it said nothing: the whole text is shown as it is.
    """
    if not since:
        return _first(_named(log, next(states_at(log, [until]), [])))
    between = [version for version in versions if since < version.seq < until]
    steps = between if len(between) < MOST_BETWEEN else []
    states = list(states_at(log, [since, *(version.seq for version in steps), until]))
    nodes = compared(_named(log, states[0]), _named(log, states[-1]))
    last = next((version for version in versions if version.seq == until), None)
    history = _History([{_text(node) for node in state} for state in states], [None, *steps, last])
    blocks = [_block(node, nodes, history) for node in nodes]
    return Comparison(list(_folded(blocks)), count_edits(nodes), is_empty=not states[-1], blocks=blocks)


def _named(log: Log, nodes: list[Node]) -> list[Node]:
    """Return nodes with the names of whom and what they mention."""
    return with_names(log.document.project, nodes) if stores_ids(nodes) else nodes


def _first(nodes: list[Node]) -> Comparison:
    blocks = [ComparedBlock(markup_of([node], anchors=False, within=nodes), is_changed=False) for node in nodes]
    return Comparison([ComparedStretch(blocks)], count_changes([], nodes), is_empty=not nodes, blocks=blocks)


@dataclass(frozen=True)
class _History:
    """The blocks of each state, as texts, and the versions that they are."""

    texts: list[set[str]]
    versions: list[Version | None]

    def changed_in(self, before: str, after: str) -> Version | None:
        """Return the last version in which a block became what it is, or went."""
        for place in reversed(range(1, len(self.texts))):
            then, now = self.texts[place - 1], self.texts[place]
            if (after in now and after not in then) if after.strip() else (before in then and before not in now):
                return self.versions[place]
        return None


def _block(node: Node, text: list[Node], history: _History) -> ComparedBlock:
    html = markup_of([node], anchors=False, within=text, came=_("added: "), went=_("removed: "))
    whole = [one.kind for one in every_node([node]) if one.kind in EDITS]
    if not whole and not any(EDITS & run.marks.keys() for run in runs_in([node])):
        return ComparedBlock(html, is_changed=False)
    before, after = _text(node, without="inserted"), _text(node, without="deleted")
    return ComparedBlock(html, is_changed=True, version=history.changed_in(before, after))


def _text(node: Node, without: str = "") -> str:
    """Return what a block says, and which formulas, mentions, pictures it has; of a comparison, one side of it."""
    if node.kind == without:
        return ""
    if node.kind in ATOMS | WORDLESS:
        return f"{node.kind} {sorted(bare(node).attrs.items())}"
    return "".join(
        _text(child, without) if isinstance(child, Node) else child.text if without not in child.marks else ""
        for child in node.children
    )


def _folded(blocks: Sequence[ComparedBlock]) -> Iterator[ComparedStretch]:
    """Fold what did not change, but for some blocks around each change."""
    near = [
        any(block.is_changed for block in blocks[max(0, place - AROUND) : place + AROUND + 1])
        for place in range(len(blocks))
    ]
    for is_near, places in groupby(range(len(blocks)), key=near.__getitem__):
        together = [blocks[place] for place in places]
        yield ComparedStretch(together, is_folded=not is_near and len(together) >= LEAST_FOLDED)
