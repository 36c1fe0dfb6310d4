"""What the card of a clause in a text shows."""

from decisions.specification.models import Clause
from documents.documents.thing_cards import CardFacts


def of_clause(clause: Clause) -> CardFacts:
    """Say how it stands, and whose it is."""
    facts = clause.state.facts
    return CardFacts(
        str(facts.word), facts.card_sign or clause.state.sign, facts.look, [clause.owner] if clause.owner else []
    )
