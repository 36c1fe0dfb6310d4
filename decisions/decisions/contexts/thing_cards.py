"""What the cards of proposals and decisions in a text show."""

from decisions.decisions.models import Decision, Proposal
from documents.documents.thing_cards import CardFacts


def of_decision(decision: Decision) -> CardFacts:
    """Say whether it holds, since when, and whose it is."""
    facts = decision.state.facts
    return CardFacts(str(facts.card_word), facts.card_sign, facts.card_look, [decision.owner])


def of_proposal(proposal: Proposal) -> CardFacts:
    """Say where it stands, and who proposes it."""
    stage = proposal.stage
    return CardFacts(str(stage.label), stage.facts.sign or "circle-dot", stage.facts.look, [proposal.proposer])
