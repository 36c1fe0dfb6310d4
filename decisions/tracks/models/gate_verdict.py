"""What a circle may answer at a gate, and why it was asked."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from decisions.tracks.gates import GateCause
from foundation.web.closed_choice import ClosedChoice


@dataclass(frozen=True, kw_only=True)
class VerdictFacts:
    """What the program asks of a verdict: its icon, the key that gives it and the note on its button (none where it is
    given otherwise), whether it `decides` or leaves it to the sync, and what it asks for: `caps` (more of them,
    until when), the `lines` of a stop note, or `words`. Where these are needed, `lacking` is said without them.
    """

    sign: str
    key: str = ""
    note: Any = ""
    decides: bool = True
    asks: str = "words"
    lacking: Any = ""


class GateVerdict(ClosedChoice):
    """What is said at a gate."""

    facts: VerdictFacts

    GO_ON = (
        "go_on",
        VerdictFacts(sign="arrow-right", key="1", note=_("With a new cap, or a later day"), asks="caps"),
        _("Go on"),
    )
    STOP = (
        "stop",
        VerdictFacts(
            sign="circle-stop",
            key="2",
            note=_("Four lines to write"),
            asks="lines",
            lacking=_("Stopping asks four lines: say what we now know."),
        ),
        _("Stop"),
    )
    PARK = (
        "park",
        VerdictFacts(
            sign="circle-pause",
            key="3",
            note=_("Until someone gives a reason"),
            lacking=_("Say why it is parked."),
        ),
        _("Park"),
    )
    CHOOSE = (
        "choose",
        VerdictFacts(sign="check", key="4", note=_("Opens a proposal, the others as alternatives")),
        _("Choose"),
    )
    WAIT = "wait", VerdictFacts(sign="refresh-cw", decides=False), _("Decide it in the sync")

    @classmethod
    def deciding(cls) -> list["GateVerdict"]:
        """Return those that decide at the gate."""
        return [one for one in cls if one.facts.decides]


AT_ONCE = _("It would stand at its gate at once.")


@dataclass(frozen=True, kw_only=True)
class CauseFacts:
    """What the program asks of a cause: the sentence of the gate's page, and what going on lacks while it lasts."""

    sentence: Any
    to_go_on: Any


class GateCauses(ClosedChoice):
    """Why a track stands at its gate, in words."""

    facts: CauseFacts

    KILL = (
        GateCause.KILL.value,
        CauseFacts(sentence=_("A measured value meets what stops it."), to_go_on=AT_ONCE),
        _("a kill criterion is met"),
    )
    LEARN_BY = (
        GateCause.LEARN_BY.value,
        CauseFacts(
            sentence=_("Its learn-by day has come."),
            to_go_on=_("To go on, say by which later day you want to have learned it."),
        ),
        _("its learn-by day has come"),
    )
    MONEY = (
        GateCause.MONEY.value,
        CauseFacts(
            sentence=_("Four fifths of its money are spent."),
            to_go_on=_("To go on, its cap needs more money: four fifths of it are spent."),
        ),
        _("four fifths of its money are spent"),
    )
    DAYS = (
        GateCause.DAYS.value,
        CauseFacts(
            sentence=_("Four fifths of its days are over."),
            to_go_on=_("To go on, its cap needs more days: four fifths of them are over."),
        ),
        _("four fifths of its days are over"),
    )
    QUIET = (
        GateCause.QUIET.value,
        CauseFacts(sentence=_("Nothing has happened on it for 14 days."), to_go_on=AT_ONCE),
        _("nothing for 14 days"),
    )
