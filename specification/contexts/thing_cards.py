"""What the card of a clause in a text shows."""

from documents.thing_cards import CardFacts
from specification.models import Clause


def of_clause(clause: Clause) -> CardFacts:
    """Say how it stands, and whose it is."""
    facts = clause.state.facts
    return CardFacts(
        str(facts.word), facts.card_sign or clause.state.sign, facts.look, [clause.owner] if clause.owner else []
    )
