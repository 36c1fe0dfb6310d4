"""What moves the route of a proposal that is saved, and the names of what it touches; `proposal` is one, below whose
module this stands.
"""

from typing import Any

from decisions.models.proposals.given_answers import reached_by
from decisions.models.proposals.possible_changes import possible_changes
from decisions.models.proposals.routing_input import Terms, first_of_each
from decisions.models.proposals.touched_clause import holders_of_touched
from web.collation import Alphabetical


def terms_of(proposal: Any) -> Terms:
    """Gather it, as it is now."""
    return Terms(
        circle=proposal.circle,
        cost=proposal.cost,
        reversibility=proposal.reversibility,
        domains=proposal.domains.all(),
        elements=proposal.elements.all(),
        named=proposal.named.all(),
        changes=possible_changes(proposal.project, proposal.carries_out),
        replaces=proposal.replaces,
        revokes=proposal.revokes,
        clauses=holders_of_touched(proposal),
        answered=reached_by(proposal.circle, [one.answer for one in proposal.effects.all()]),
        **moved_by_others(proposal),
    )


def moved_by_others(proposal: Any) -> dict[str, Any]:
    """Return what others than who proposes have moved of its route since it was written, as `Terms` takes it: claims
    that stand, the circle that it was sent up to, the one to whose sync it was pulled.
    """
    return {
        "claims": [(claim.circle_id, claim.said) for claim in proposal.claims_read if not claim.is_released],
        "escalated_to": proposal.escalated_to_id,
        "pulled_to": proposal.pull_made.to_id if proposal.pull_made else None,
    }


def names_touched(proposal: Any) -> list[str]:
    """Name what it touches, for the text of a round: domains and elements by key, circles by name."""
    keys = [domain.key for domain in proposal.domains.order_by("key")]
    elements = [element.reference for element in proposal.elements.order_by("number")]
    clauses = [key for key, _circle in first_of_each(holders_of_touched(proposal))]
    return [*keys, *clauses, *elements, *[circle.name for circle in proposal.named.order_by(Alphabetical("name"))]]
