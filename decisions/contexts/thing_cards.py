"""What the cards of proposals and decisions in a text show."""

from django.utils.translation import gettext as _

from decisions.models import Decision, Proposal
from documents.thing_cards import CardFacts


def _words() -> dict[str, str]:
    return {
        "in_force": _("in force"),
        "kept": _("in force"),
        "amended": _("amended"),
        "superseded": _("superseded"),
        "revoked": _("revoked"),
    }


def of_decision(decision: Decision) -> CardFacts:
    """Say whether it holds, since when, and whose it is."""
    icon, look = ("check", "live") if decision.is_in_force else ("rotate-ccw", "past")
    return CardFacts(_words()[decision.state], icon, look, [decision.owner])


def of_proposal(proposal: Proposal) -> CardFacts:
    """Say where it stands, and who proposes it."""
    stage = proposal.stage
    return CardFacts(str(stage.label), stage.facts.sign or "circle-dot", stage.facts.look, [proposal.proposer])
