"""How a proposal begins that a review leads to: one that amends a decision, or one that revokes it."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _now

from decisions.models.proposals.proposal import Proposal
from decisions.text.titles import shortened

if TYPE_CHECKING:
    from decisions.models.register.decision import Decision

TITLE = Proposal._meta.get_field("title").max_length or 160


def amending(decision: "Decision") -> dict[str, Any]:
    """Give what a proposal begins with that replaces a decision: its own text and terms."""
    return {
        "title": decision.title,
        "text": decision.text,
        "effect": decision.round.effect,
        "owner": decision.owner,
        "cost": decision.cost,
        "reversibility": decision.reversibility,
        "review_months": decision.proposal.review_months,
        "replaces": decision,
    }


def revoking(decision: "Decision") -> dict[str, Any]:
    """Give what a proposal begins with that revokes a decision; its tension is the reason."""
    names = decision.names
    return {
        "title": shortened(_now("Revoke %(reference)s: %(title)s") % names, TITLE),
        "text": _now(
            "%(reference)s “%(title)s” holds no more. What it has reserved and nobody has spent is free again; what it "
            "has carried out stays as it is."
        )
        % names,
        "owner": decision.owner,
        "reversibility": decision.reversibility,
        "review_months": decision.proposal.review_months,
        "revokes": decision,
    }
