"""Where a track stands, once and for all: what pages, prices and proposals say of each state."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from foundation.web.closed_choice import ClosedChoice


@dataclass(frozen=True, kw_only=True)
class StateFacts:
    """What the program asks of a track's state.

    `sign` is its icon, `look` how its word is coloured (`live`, `past` or not), `row` how its row on the board is drawn
    (`ended`, `chosen` or as one that goes on), `end_mark` the path that ends its time there. `as_alternative` is said
    of it in the proposal to choose another, `unspent` in place of what was not spent of its cap, `found_as` is what
    search knows it as. What `ends` is over; what `is_alive` may still go on; a dead end came to nothing, the way is
    what was chosen. Some can be stopped, merged.
    """

    sign: str
    look: str = ""
    row: str = ""
    end_mark: str = ""
    as_alternative: Any = ""
    unspent: Any = "–"
    found_as: str = "open"
    ends: bool = False
    is_alive: bool = False
    is_dead_end: bool = False
    is_way: bool = False
    may_stop: bool = False
    may_merge: bool = False


class TrackState(ClosedChoice):
    """Where a track stands. The endings are stored; that it is proposed or explored follows from its days."""

    facts: StateFacts

    PROPOSED = (
        "proposed",
        StateFacts(sign="circle", is_alive=True, may_merge=True, as_alternative=_("not started")),
        _("not started"),
    )
    EXPLORING = (
        "exploring",
        StateFacts(
            sign="compass",
            look="live",
            is_alive=True,
            may_stop=True,
            may_merge=True,
            as_alternative=_("still being explored"),
            unspent=_("still exploring"),
        ),
        _("exploring"),
    )
    STOPPED = (
        "stopped",
        StateFacts(
            sign="circle-stop",
            look="past",
            row="ended",
            end_mark="M0-7V7",
            as_alternative=_("stopped"),
            found_as="ended",
            ends=True,
            is_dead_end=True,
        ),
        _("stopped"),
    )
    PARKED = (
        "parked",
        StateFacts(
            sign="circle-pause",
            look="past",
            row="ended",
            end_mark="M0-7V7M4-7V7",
            as_alternative=_("parked"),
            found_as="ended",
            ends=True,
            is_alive=True,
            is_dead_end=True,
            may_stop=True,
            may_merge=True,
        ),
        _("parked"),
    )
    CHOSEN = (
        "chosen",
        StateFacts(
            sign="check",
            look="live",
            row="chosen",
            end_mark="m5.4 .2 1.8 1.8 3.4-3.8",
            as_alternative=_("chosen"),
            unspent=_("way chosen"),
            found_as="done",
            ends=True,
            is_way=True,
        ),
        _("chosen"),
    )
    MERGED = (
        "merged",
        StateFacts(
            sign="corner-down-right",
            look="past",
            row="ended",
            end_mark="M0 0h7M4-3l3 3-3 3",
            as_alternative=_("merged"),
            found_as="done",
            ends=True,
        ),
        _("merged"),
    )

    @classmethod
    def endings(cls) -> list["TrackState"]:
        """Return those as which a track, or a period of exploring it, may end."""
        return [one for one in cls if one.facts.ends]

    @classmethod
    def ending_choices(cls) -> list[tuple[str, Any]]:
        """Return them as a field's choices."""
        return [(one.value, one.label) for one in cls.endings()]

    @classmethod
    def from_days(cls, *, ending: str, is_started: bool) -> "TrackState":
        """Return where a track stands by what is stored of it."""
        return cls(ending) if ending else cls.EXPLORING if is_started else cls.PROPOSED
