"""The regular sync of a circle: before (pulse, points), during (the sync and what comes out), after (minutes)."""

from syncs.models.agenda_choices import CameOf, PointEnding, PointKind
from syncs.models.agenda_item import AgendaItem
from syncs.models.imported_minutes import ImportedMinutes
from syncs.models.led_step import LedStep
from syncs.models.minutes import Minutes
from syncs.models.outcome import Outcome, OutcomeKind
from syncs.models.presence import Presence
from syncs.models.pulse import Pulse
from syncs.models.recurring_sync import Occurrence, RecurringSync
from syncs.models.step_kind import StepKind, step_after
from syncs.models.sync import Sync

__all__ = [
    "AgendaItem",
    "CameOf",
    "ImportedMinutes",
    "LedStep",
    "Minutes",
    "Occurrence",
    "Outcome",
    "OutcomeKind",
    "PointEnding",
    "PointKind",
    "Presence",
    "Pulse",
    "RecurringSync",
    "StepKind",
    "Sync",
    "step_after",
]
