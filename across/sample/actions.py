"""How the actions of the story are made, begun, blocked, done and dropped."""

from datetime import date, datetime

from across.sample.story import Story
from across.sample.tasks import TASKS, Task
from chat.chat.models import Message
from circles.projects.models import Subject
from daily.syncs.models import Sync
from daily.syncs.workflows.outcomes import create_action
from decisions.actions.models import Action


def plan(story: Story) -> None:
    """Plan what is made outside a sync, and what becomes of all."""
    for number, task in enumerate(TASKS):
        minute = number % 6 * 9
        if not task.source.startswith(("sync:", "tension")):
            story.on(task.day, f"{'09' if task.day == 0 else '14'}:{minute:02}", make, task)
        moves = {"start": task.started, "block": task.blocked, "finish": task.done, "drop": task.dropped}
        for name, day in moves.items():
            if day is not None:
                story.on(day, f"16:{minute:02}", move, task, name)


def make(story: Story, task: Task, at: datetime) -> None:
    """Create the action."""
    source = born_of(story, task.source)
    story.things[f"action {task.key}"] = Action.make(
        story.circles[task.circle],
        story.texts["actions"][task.key]["what"],
        by=story.people[task.by],
        owner=story.people[task.owner],
        due_on=due(story, task),
        source=source,
        quote=source.text if isinstance(source, Message) else "",
        at=at,
    )


def make_in(story: Story, sync: Sync, place: str, day: int, at: datetime) -> None:
    """Create the actions that come out of a circle's sync on a day."""
    for task in TASKS:
        if task.source == f"sync:{place}" and task.day == day:
            story.things[f"action {task.key}"] = create_action(
                sync,
                story.texts["actions"][task.key]["what"],
                by=story.people[task.by],
                owner=story.people[task.owner],
                due_on=due(story, task),
                circle=story.circles[task.circle],
                at=at,
            )


def due(story: Story, task: Task) -> date | None:
    """Return the day by which it is to be done, if there is one."""
    return None if task.due is None else story.days.on(task.due)


def born_of(story: Story, source: str) -> Subject | None:
    """Return what led to it: a decision, the proposal while it is none, or one message of a topic."""
    if source.startswith("talk:"):
        _talk, topic, seq = source.split(":")
        return story.topics[topic].messages.get(seq=seq)
    proposal = story.proposals[source]
    return proposal.adopted or proposal


def move(story: Story, task: Task, name: str, at: datetime) -> None:
    """Begin, block, finish or drop."""
    action: Action = story.things[f"action {task.key}"]
    words, owner = story.texts["actions"][task.key], story.people[task.owner]
    if name == "start":
        action.start(by=owner, at=at)
    elif name == "block":
        action.block(words["blocked"], by=owner, at=at)
    elif name == "finish":
        action.finish(by=owner, how=words["how"], at=at)
    else:
        action.drop(by=owner, reason=words["why"], at=at)
