"""The states of a decision, each with what lists, files and cards say of it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.web.closed_choice import ClosedChoice


@dataclass(frozen=True, kw_only=True)
class DecisionStateFacts:
    """What the program asks of a state: the icon and the look beside a decision, and on its card in a text, where one
    that holds has the same `card_word` whether it was kept at a review or not.
    """

    sign: str
    look: str
    card_word: Promise
    card_sign: str
    card_look: str


class DecisionState(ClosedChoice):
    """How a decision stands, which follows from its facts; that one is suspended is asked besides."""

    facts: DecisionStateFacts

    IN_FORCE = (
        "in_force",
        DecisionStateFacts(sign="check", look="live", card_word=_("in force"), card_sign="check", card_look="live"),
        _("in force"),
    )
    KEPT = (
        "kept",
        DecisionStateFacts(sign="rotate-ccw", look="", card_word=_("in force"), card_sign="check", card_look="live"),
        _("kept"),
    )
    AMENDED = (
        "amended",
        DecisionStateFacts(
            sign="arrow-right", look="past", card_word=_("amended"), card_sign="rotate-ccw", card_look="past"
        ),
        _("amended"),
    )
    SUPERSEDED = (
        "superseded",
        DecisionStateFacts(
            sign="arrow-right", look="past", card_word=_("superseded"), card_sign="rotate-ccw", card_look="past"
        ),
        _("superseded"),
    )
    REVOKED = (
        "revoked",
        DecisionStateFacts(
            sign="undo-2", look="past", card_word=_("revoked"), card_sign="rotate-ccw", card_look="past"
        ),
        _("revoked"),
    )
