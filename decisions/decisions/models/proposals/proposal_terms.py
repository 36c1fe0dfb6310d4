"""What moves the route of a proposal, saved or still being typed, and the names of what a saved one touches; `proposal`
is one, below whose module this stands.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from circles.circles.models import Circle
from decisions.decisions.models.proposals.effect import EffectAnswer
from decisions.decisions.models.proposals.effect_answers import cost_of, reached_by, ticked_by
from decisions.decisions.models.proposals.possible_changes import possible_changes
from decisions.decisions.models.proposals.routing_input import Terms, first_of_each
from decisions.decisions.models.proposals.touched_clause import holders_of_touched
from foundation.web.collation import Alphabetical

UNSAID: Mapping[str, Any] = {
    "cost": Decimal(0),
    "reversibility": "easy",
    "domains": (),
    "elements": (),
    "named": (),
    "changes": (),
    "replaces": None,
    "revokes": None,
    "clauses": (),
    "answered": (),
}
"""What a proposal says of its route where nobody is asked about it."""


def terms_in(circle: Circle, *, saved: Any, **said: Any) -> Terms:
    """Return what moves the route of what is `said` (all that stands in `UNSAID`), of a proposal that is `saved` or of
    what is being typed (None): that, and what others have moved of it since it was written, claims that stand, the
    circle that it was sent up to, the one to whose sync it was pulled. What is counted of other proposals belongs here.
    """
    pull = saved.pull_made if saved else None
    return Terms(
        circle=circle,
        claims=[(one.circle_id, one.said) for one in saved.claims_read if not one.is_released] if saved else (),
        escalated_to=saved.escalated_to_id if saved else None,
        pulled_to=pull.to_id if pull else None,
        **said,
    )


def terms_of(proposal: Any) -> Terms:
    """Gather what moves the route of a saved proposal, as it is now."""
    return terms_in(
        proposal.circle,
        saved=proposal,
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
    )


def with_answers(terms: Terms, answers: list[EffectAnswer]) -> Terms:
    """Return terms with what was answered yes."""
    ticked = ticked_by(terms.circle, answers)
    return replace(
        terms,
        cost=max(terms.cost, cost_of(answers)),
        answered=reached_by(terms.circle, answers),
        named=list({*terms.named, *ticked.get("named", ())}),
        domains=list({*terms.domains, *ticked.get("domains", ())}),
        elements=list({*terms.elements, *ticked.get("elements", ())}),
    )


def names_touched(proposal: Any) -> list[str]:
    """Name what it touches, for the text of a round: domains and elements by key, circles by name."""
    keys = [domain.key for domain in proposal.domains.order_by("key")]
    elements = [element.reference for element in proposal.elements.order_by("number")]
    clauses = [key for key, _circle in first_of_each(holders_of_touched(proposal))]
    return [*keys, *clauses, *elements, *[circle.name for circle in proposal.named.order_by(Alphabetical("name"))]]
