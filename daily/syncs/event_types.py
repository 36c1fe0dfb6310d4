"""Event types of syncs, as the record and inboxes keep them; the label follows the person's name."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.event_types import EventType


class SyncEvent(EventType):
    """What the record keeps of syncs."""

    SYNC_OPENED = "sync.opened", _("opened the sync")
    SYNC_CLOSED = "sync.closed", _("closed the sync")
    MINUTES_WRITTEN = "sync.minutes_written", _("wrote the minutes of the sync")
    SYNC_CANCELLED = "sync.cancelled", _("cancelled the sync")
    SYNC_REOPENED = "sync.reopened", _("reopened the sync")
    POINT_STARTED = "sync.point_started", _("opened a point")
    CLOSING_STARTED = "sync.closing_started", _("moved to the closing")
    STEP_STARTED = "sync.step_started", _("went on to the next step of a proposal")
    POINT_EXTENDED = "sync.point_extended", _("gave a point two more minutes")
    POINT_POSTPONED = "sync.point_postponed", _("postponed a point")
    POINT_SETTLED = "sync.point_settled", _("settled a point")
    TENSION_PARKED = "sync.tension_parked", _("parked a tension")
    INFO_NOTED = "sync.info_noted", _("noted something for information")
    FACILITATION_HANDED_OVER = "sync.facilitation_handed_over", _("handed over the facilitation")
    POINT_ADDED = "agenda_item.added", _("added a point")
    TENSION_RAISED = "agenda_item.tension_raised", _("brought a tension")
    POINT_WITHDRAWN = "agenda_item.withdrawn", _("removed a point")
    PULSE_GIVEN = "pulse.given", _("gave a pulse")
    PULSES_REQUESTED = "ritual.pulses_requested", _("asks for the pulses")
    RECURRING_SYNC_CREATED = "ritual.created", _("added a recurring sync")
    RECURRING_SYNC_CHANGED = "ritual.changed", _("changed a recurring sync")
    RECURRING_SYNC_ENDED = "ritual.ended", _("ended a recurring sync")
    MINUTES_IMPORTED = "project.minutes_imported", _("imported minutes from elsewhere")
