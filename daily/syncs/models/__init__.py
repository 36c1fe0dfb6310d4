"""The regular sync of a circle: before (pulse, points), during (the sync and what comes out), after (minutes)."""

from daily.syncs.models.agenda_choices import CameOf, PointEnding, PointKind
from daily.syncs.models.agenda_item import AgendaItem
from daily.syncs.models.imported_minutes import ImportedMinutes
from daily.syncs.models.led_step import LedStep
from daily.syncs.models.minutes import Minutes
from daily.syncs.models.outcome import Outcome, OutcomeKind
from daily.syncs.models.presence import Presence
from daily.syncs.models.pulse import Pulse
from daily.syncs.models.recurring_sync import Occurrence, RecurringSync
from daily.syncs.models.step_kind import StepKind, step_after
from daily.syncs.models.sync import Sync

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
