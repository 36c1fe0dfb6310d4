"""What is known of some actions of the story: description, checklist, labels, what they wait for, how often they recur.

Texts and labels are in `texts/<language>/details.toml`, by the key of the action.
"""

from collections.abc import Mapping
from datetime import datetime

from across.sample.story import Story
from across.sample.tasks import TASKS
from decisions.actions.models import Action
from decisions.actions.workflows import checklist
from decisions.actions.workflows.dependencies import wait_for
from decisions.actions.workflows.describing import describe
from decisions.actions.workflows.labels import set_labels

TICKED = {"rohs": 2, "notice": 1}
"""So many steps are ticked."""
RECURS = {"manometre": (6, "month"), "resume": (2, "week")}
WAITS: Mapping[str, str] = {"devis": "resume"}


def plan(story: Story) -> None:
    """Plan that it is written down the day after the action was made."""
    days = {task.key: task.day for task in TASKS}
    for key in story.texts["details"]:
        story.on(days[key], "17:40", write, key)


def write(story: Story, key: str, at: datetime) -> None:
    """Write down what is known of an action."""
    action: Action = story.things[f"action {key}"]
    said, owner = story.texts["details"][key], action.owner
    if "description" in said:
        describe(action, said["description"], by=owner, at=at)
    for number, text in enumerate(said.get("steps", [])):
        step = checklist.add_step(action, text, by=owner, at=at)
        if number < TICKED.get(key, 0):
            checklist.tick(action, step, done=True, by=owner, at=at)
    if "labels" in said:
        set_labels(action, said["labels"], by=owner, at=at)
    if key in RECURS:
        action.repeat(*RECURS[key], by=owner, at=at)
    if key in WAITS:
        wait_for(action, story.things[f"action {WAITS[key]}"], by=owner, at=at)
