"""What the card of an action in a text shows."""

from decisions.actions.models import Action
from documents.documents.thing_cards import CardFacts
from foundation.web.formatting import day_short


def of_action(action: Action) -> CardFacts:
    """Say where it stands, by when it is to be done, and who does it."""
    facts = action.state.facts
    day = day_short(action.due_on) if action.due_on and action.is_open else ""
    return CardFacts(str(action.state.label), facts.sign, facts.look, [action.owner], day)
