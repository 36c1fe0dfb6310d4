"""What the shared screen and the phones show of a proposal that is led step by step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from daily.syncs.contexts.live_view import LiveTable
from daily.syncs.models import StepKind, Sync
from daily.syncs.workflows.led_steps import turn_at
from decisions.decisions.consent import RoundState
from foundation.accounts.models import User


@dataclass(frozen=True)
class StepMark:
    """A step of the strip: its name, and whether it is on now."""

    name: str
    is_now: bool


@dataclass(frozen=True)
class StepsView:
    """The strip of steps, what the one that is on asks for and since when, who speaks, and what can be pressed; `seen`
    is the step that is on, as a button sends it back. The next step `comes_first` while the round is open and the
    proposal may not be adopted yet: ending the round is a button like others then.
    """

    marks: Sequence[StepMark]
    seen: str
    asks: str
    begun_at: datetime | None
    next_step: str
    comes_first: bool
    speaker: User | None
    next_speaker: User | None
    is_mine: bool
    is_next_mine: bool


def steps_view(sync: Sync, table: LiveTable | None, user: User) -> StepsView | None:
    """Gather it for one person; None where nothing is led so."""
    turn = turn_at(sync, table.point) if table else None
    if table is None or turn is None:
        return None
    return StepsView(
        marks=[StepMark(str(one.label), one is turn.step) for one in StepKind],
        seen=turn.step or "",
        asks=str(turn.step.facts.asks) if turn.step else "",
        begun_at=turn.begun_at,
        next_step=str(turn.next_step.label) if turn.next_step else "",
        comes_first=turn.next_step is not None and table.state not in (None, RoundState.CONSENTED),
        speaker=turn.speaker,
        next_speaker=turn.next_speaker,
        is_mine=turn.speaker == user,
        is_next_mine=turn.next_speaker == user,
    )
