"""Decisions as data, for any operation that answers with one."""

from typing import Any

from decisions.models import Decision


def decision_out(found: Decision) -> dict[str, Any]:
    """Give a decision."""
    names = ("reference", "number", "title", "text", "cost", "reversibility", "adopted_at", "review_on", "is_in_force")
    rest = {
        "state": found.state,
        "circle": found.circle.key,
        "decided_by": found.decided_by.key,
        "proposal": found.proposal.reference,
        "sync": found.sync_words,
        "without": found.without,
    }
    return {name: getattr(found, name) for name in names} | rest
