"""Event types of actions, as the record and inboxes keep them; the label follows the person's name."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.event_types import EventType


class ActionEvent(EventType):
    """What the record keeps of actions."""

    CREATED = "action.created", _("created an action")
    STARTED = "action.started", _("began an action")
    BLOCKED = "action.blocked", _("marked an action as blocked")
    FINISHED = "action.finished", _("finished an action")
    DROPPED = "action.dropped", _("dropped an action")
    REASSIGNED = "action.reassigned", _("reassigned an action")
    RESCHEDULED = "action.rescheduled", _("changed the due date of an action")
    REOPENED = "action.reopened", _("reopened an action")
    RENAMED = "action.renamed", _("renamed an action")
    DESCRIBED = "action.described", _("described an action")
    PUT_BACK = "action.put_back", _("moved an action back to open")
    LABELLED = "action.labelled", _("changed the labels of an action")
    TIED = "action.tied", _("said why an action exists")
    REPEATED = "action.repeated", _("made an action recurring")
    REPETITION_ENDED = "action.repetition_ended", _("stopped an action from recurring")
    WAITED = "action.waited", _("made an action wait for another")
    WAIT_ENDED = "action.wait_ended", _("removed what an action waits for")
    UNBLOCKED = "action.unblocked", _("unblocked your action")
    STEP_ADDED = "action.step_added", _("added a step to an action")
    STEP_REWORDED = "action.step_reworded", _("reworded a step of an action")
    STEP_TICKED = "action.step_ticked", _("ticked a step of an action")
    STEP_UNTICKED = "action.step_unticked", _("unticked a step of an action")
    STEP_REMOVED = "action.step_removed", _("removed a step of an action")
    DUE_TOMORROW = "action.due_tomorrow", _("reminds you: due tomorrow")
    DUE_TODAY = "action.due_today", _("reminds you: due today")
    OVERDUE = "action.overdue", _("reminds you: overdue")


REMINDERS = (ActionEvent.DUE_TOMORROW, ActionEvent.DUE_TODAY, ActionEvent.OVERDUE)


class LabelEvent(EventType):
    """What the record keeps of the labels of actions."""

    CREATED = "label.created", _("created a label")
    RENAMED = "label.renamed", _("renamed a label")
    REMOVED = "label.removed", _("removed a label")
