"""What the card of a clause in a text shows."""

from documents.thing_cards import CardFacts
from specification.models import Clause
from specification.models.clause_state import ClauseState

LOOKS = {
    ClauseState.RATIFIED: ("clause-ratified", "live"),
    ClauseState.CHANGED: ("clause-changed", "warn"),
    ClauseState.DRAFT: ("clause-draft", ""),
    ClauseState.RETIRED: ("minus", "past"),
}


def of_clause(clause: Clause) -> CardFacts:
    """Say how it stands, and whose it is."""
    icon, look = LOOKS[clause.state]
    return CardFacts(str(clause.state.facts.word), icon, look, [clause.owner] if clause.owner else [])
