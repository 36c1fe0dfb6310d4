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
    RENAMED = "action.renamed", _("renamed an action")
    DESCRIBED = "action.described", _("described an action")
    PUT_BACK = "action.put_back", _("put an action back to open")
    LABELLED = "action.labelled", _("changed the labels of an action")
    TIED = "action.tied", _("said why an action is there")
    REPEATED = "action.repeated", _("let an action recur")
    REPETITION_ENDED = "action.repetition_ended", _("let an action no longer recur")
    WAITED = "action.waited", _("let an action wait for another")
    WAIT_ENDED = "action.wait_ended", _("let an action no longer wait for another")
    UNBLOCKED = "action.unblocked", _("finished the last that your action waited for")
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

    CREATED = "label.created", _("made a label")
    RENAMED = "label.renamed", _("renamed a label")
    REMOVED = "label.removed", _("removed a label")
