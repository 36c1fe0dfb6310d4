"""What the shared screen and the phones show of a proposal that is led step by step."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from syncs.models import AgendaItem, Sync
from syncs.step_labels import ASKS, STEPS
from syncs.steps import StepKind
from syncs.workflows.led_steps import turn_at


@dataclass(frozen=True)
class StepMark:
    """A step of the strip: its name, and whether it is on now."""

    name: str
    is_now: bool


@dataclass(frozen=True)
class LedView:
    """The strip of steps, what the one that is on asks for, who speaks, and what can be pressed."""

    steps: Sequence[StepMark]
    asks: str
    begins: str
    speaker: User | None
    next_speaker: User | None
    is_mine: bool
    is_next_mine: bool


def led_view(sync: Sync, point: AgendaItem | None, user: User) -> LedView | None:
    """Gather it for one person; None where nothing is led so."""
    turn = turn_at(sync, point) if point else None
    if turn is None:
        return None
    return LedView(
        steps=[StepMark(str(STEPS[one]), one is turn.step) for one in StepKind],
        asks=str(ASKS[turn.step]) if turn.step else "",
        begins=str(STEPS[turn.following]) if turn.following else "",
        speaker=turn.speaker,
        next_speaker=turn.next_speaker,
        is_mine=turn.speaker == user,
        is_next_mine=turn.next_speaker == user,
    )
