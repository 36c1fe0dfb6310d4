"""The states of an action, each with what lists, the board, tables and search say of it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.web.closed_choice import ClosedChoice


@dataclass(frozen=True, kw_only=True)
class ActionFacts:
    """What the program asks of an action's state.

    `word` is the label inside a line, `sign` its icon, `look` how it is coloured (`live`, `warn`, `past` or not).
    `since` and `words` are the fields that say from when on and in which words it is so; where there are words, `asks`
    is the question that has to be answered. What `is_closed` changes no more. The board has a column of those
    `on_board`. `found_as` is what search knows it as.
    """

    word: Any
    sign: str
    look: str = ""
    since: str = ""
    words: str = ""
    asks: Any = ""
    is_closed: bool = False
    on_board: bool = True
    found_as: str = "open"


class ActionState(ClosedChoice):
    """Where an action stands; it follows from facts, of which the later member counts."""

    facts: ActionFacts

    OPEN = "open", ActionFacts(word=_("open"), sign="circle"), _("Open")
    DOING = "doing", ActionFacts(word=_("under way"), sign="play", since="started_at"), _("Under way")
    BLOCKED = (
        "blocked",
        ActionFacts(
            word=_("blocked"),
            sign="circle-pause",
            look="warn",
            since="blocked_at",
            words="blocked_by",
            asks=_("Who or what is it waiting for?"),
        ),
        _("Blocked"),
    )
    DONE = (
        "done",
        ActionFacts(
            word=_("done"),
            sign="check",
            look="live",
            since="done_at",
            words="done_how",
            asks=_("What came of it? A link or a sentence"),
            is_closed=True,
            found_as="done",
        ),
        _("Done"),
    )
    DROPPED = (
        "dropped",
        ActionFacts(
            word=_("dropped"),
            sign="minus",
            look="past",
            since="dropped_at",
            words="dropped_why",
            asks=_("Why"),
            is_closed=True,
            on_board=False,
            found_as="ended",
        ),
        _("Dropped"),
    )
