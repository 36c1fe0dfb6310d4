"""Ratifying the clauses that a proposal touches, in the transaction in which it is adopted."""

from collections.abc import Sequence
from datetime import datetime

from decisions.decisions.models import Decision, Ratification, TouchedClause
from decisions.specification.workflows.ratifying import ratify_texts
from foundation.accounts.models import User


def ratify(
    decision: Decision, touched: Sequence[TouchedClause], *, sync: str, by: User | None, at: datetime
) -> list[Ratification]:
    """Let the baseline say what was agreed; the caller holds the project's lock. Records `baseline.ratified`.

    :raises Refused: where another decision has moved one of the clauses since people consented.
    """
    if not touched:
        return []
    texts = ratify_texts(
        decision.decided_by,
        [one.agreed for one in touched],
        decision=decision.reference,
        sync=sync,
        is_whole=decision.proposal.begins_whole_number,
        by=by,
        at=at,
    )
    return Ratification.objects.bulk_create(
        [Ratification(decision=decision, text=text) for text in texts], batch_size=500
    )
