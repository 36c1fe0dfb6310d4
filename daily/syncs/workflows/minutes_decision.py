"""What the minutes say of one decision: its words, what it reserves, what everyone said, the texts it went through."""

from typing import Any

from daily.syncs.models.outcome import Outcome
from decisions.decisions.models import Decision

SILENT = "silent"
"""What minutes keep of who said nothing."""


def decided_in(outcome: Outcome) -> dict[str, Any]:
    """Return a decision as facts; of one that cannot be found any more, what its outcome says."""
    number = outcome.reference.removeprefix("D-")
    found = Decision.objects.in_project(outcome.sync.project).select_related("proposal", "round", "circle")
    decision = found.filter(number=number).first() if number.isdecimal() else None
    if decision is None:
        return {"reference": outcome.reference, "text": outcome.text, "positions": [], "texts": []}
    participants = decision.round.participants()
    rounds = list(decision.proposal.rounds.filter(number__lte=decision.round.number).order_by("number"))
    return {
        "reference": decision.reference,
        "proposal": decision.proposal.reference,
        "circle": decision.circle.name,
        "title": decision.title,
        "text": decision.text,
        "address": decision.get_absolute_url(),
        "cost": str(decision.cost),
        "review_on": decision.review_on.isoformat(),
        "without": decision.without,
        "lacking": decision.lacking,
        "positions": [
            {"name": one.user.name, "kind": one.kind or SILENT, "words": one.position.words if one.position else ""}
            for one in participants
        ],
        "texts": [{"round": round_.number, "text": round_.text} for round_ in rounds] if len(rounds) > 1 else [],
    }
