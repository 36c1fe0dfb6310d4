"""Event types of actions, as the record and inboxes keep them; the label follows the person's name."""

from django.utils.translation import gettext_lazy as _

from audit.event_types import EventType


class ActionEvent(EventType):
    """What the record keeps of actions."""

    CREATED = "action.created", _("made an action")
    STARTED = "action.started", _("began an action")
    BLOCKED = "action.blocked", _("said an action is blocked")
    FINISHED = "action.finished", _("finished an action")
    DROPPED = "action.dropped", _("dropped an action")
    REASSIGNED = "action.reassigned", _("handed an action over")
    RESCHEDULED = "action.rescheduled", _("moved the day of an action")
    REOPENED = "action.reopened", _("reopened an action")
