"""What actions keep: actions with their checklists, labels, what they wait for, and who was reminded."""

from decisions.actions.models.action import NEVER, Action, ActionQuerySet, today_in
from decisions.actions.models.action_state import ActionState
from decisions.actions.models.dependency import Dependency
from decisions.actions.models.due_reminder import DueReminder
from decisions.actions.models.label import Label
from decisions.actions.models.step import Step
from decisions.actions.models.words import MAX_WORDS, worded

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
