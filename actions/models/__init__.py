"""What actions keep: actions with their checklists, labels, what they wait for, and who was reminded."""

from actions.models.action import NEVER, Action, ActionQuerySet, today_in
from actions.models.action_state import ActionState
from actions.models.dependency import Dependency
from actions.models.due_reminder import DueReminder
from actions.models.label import Label
from actions.models.step import Step
from actions.models.words import MAX_WORDS, worded

__all__ = [
    "MAX_WORDS",
    "NEVER",
    "Action",
    "ActionQuerySet",
    "ActionState",
    "Dependency",
    "DueReminder",
    "Label",
    "Step",
    "today_in",
    "worded",
]
