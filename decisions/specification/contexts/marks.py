"""The margin of a document: which of its blocks are clauses, and how each stands."""

from typing import Any

from decisions.specification.models import Clause, ClauseState
from documents.documents.models import Document


def marks_of(document: Document) -> list[dict[str, Any]]:
    """Return each clause that stands in a document, with its block, key and state."""
    found = Clause.objects.filter(document=document).standing().for_lists().in_order()
    return [mark_of(clause) for clause in found if not clause.is_gone]


def mark_of(clause: Clause) -> dict[str, Any]:
    """Return what the margin shows of a clause."""
    state = clause.state
    ratified = clause.ratified.baseline.number if clause.ratified and state is ClauseState.RATIFIED else ""
    return {
        "block": clause.bid,
        "key": clause.key,
        "address": clause.get_absolute_url(),
        "state": state.value,
        "words": str(state.facts.word),
        "baseline": ratified,
        "suspect": clause.is_suspect,
        "circles": [{"name": circle.name, "hue": circle.hue} for circle in clause.holders],
    }
