"""The regular ritual of a circle: before (pulse, points), during (the sync and what comes out), after (minutes)."""

from meetings.models.agenda_choices import CameOf, PointEnding, PointKind
from meetings.models.agenda_item import AgendaItem
from meetings.models.imported_minutes import ImportedMinutes
from meetings.models.minutes import Minutes
from meetings.models.outcome import Outcome, OutcomeKind
from meetings.models.presence import Presence
from meetings.models.pulse import Pulse
from meetings.models.ritual import Occurrence, Ritual
from meetings.models.sync import Sync

__all__ = [
    "AgendaItem",
    "CameOf",
    "ImportedMinutes",
    "Minutes",
    "Occurrence",
    "Outcome",
    "OutcomeKind",
    "PointEnding",
    "PointKind",
    "Presence",
    "Pulse",
    "Ritual",
    "Sync",
]
