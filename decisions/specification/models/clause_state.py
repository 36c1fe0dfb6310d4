"""The states of a clause, each with what pages say of it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from decisions.specification.states import State
from foundation.web.closed_choice import ClosedChoice


@dataclass(frozen=True, kw_only=True)
class ClauseStateFacts:
    """What the program asks of a state: the `word` beside a clause, the `look` of that on its card and the icon there
    (nothing: its mark), whether a proposal is still `to_ratify` it, and whether it is a state at all: that a clause is
    suspect is asked besides.
    """

    word: Any
    look: str
    card_sign: str = ""
    to_ratify: bool = False
    is_state: bool = True


class ClauseState(ClosedChoice):
    """How a clause stands, in the order of the filters; `decisions.specification.states` says when."""

    facts: ClauseStateFacts

    RATIFIED = (
        State.RATIFIED.value,
        ClauseStateFacts(word=_("ratified"), look="live"),
        _("Ratified"),
    )
    CHANGED = (
        State.CHANGED.value,
        ClauseStateFacts(word=_("changed, not ratified"), look="warn", to_ratify=True),
        _("Changed, not ratified"),
    )
    SUSPECT = "suspect", ClauseStateFacts(word=_("suspect"), look="warn", is_state=False), _("Suspect")
    DRAFT = (
        State.DRAFT.value,
        ClauseStateFacts(word=_("draft"), look="", to_ratify=True),
        _("Draft"),
    )
    RETIRED = (
        State.RETIRED.value,
        ClauseStateFacts(word=_("retired"), look="past", card_sign="minus"),
        _("Retired"),
    )

    @property
    def sign(self) -> str:
        """Return the name of its mark, which `specification/mark.html` draws."""
        return f"clause-{self.value}"

    @classmethod
    def states(cls) -> list["ClauseState"]:
        """Return those of which a clause is in one."""
        return [one for one in cls if one.facts.is_state]
