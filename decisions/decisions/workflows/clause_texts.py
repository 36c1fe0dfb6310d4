"""Taking the texts of clauses that a proposal moves anew, where their documents say something else by now."""

from datetime import datetime

from decisions.decisions.models import ClauseTouch, Proposal, Round
from decisions.decisions.workflows.proposals import revise
from foundation.accounts.models import User


def take_texts_anew(proposal: Proposal, *, by: User, at: datetime | None = None) -> Round | None:
    """Let a proposal move the same clauses, with the texts that they have now, but for those of a document that is
    restricted by now. Records as `revise`; a clause that is no more, or that a decision retired, it no longer moves.

    :raises Refused: as `revise`, also where all say the same.
    """
    touched = [one for one in proposal.clauses_touched() if not one.clause.retired_at and not one.clause.dropped_at]
    touches = [
        ClauseTouch(one.clause, one.retires, tuple(one.becomes))
        for one in touched
        if one.retires or not one.clause.is_gone
    ]
    return revise(proposal, by=by, at=at, clauses=touches)
