"""The actions of the story: whose, out of what, and how far they are."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from actions.models import Action
from circles.models import Item

if TYPE_CHECKING:
    from today.sample.story import Story


@dataclass(frozen=True)
class Task:
    """One action; days are working days of the story. `source` is a proposal, or the decision it became."""

    key: str
    circle: str
    owner: str
    by: str
    day: int
    due: int
    source: str = ""
    started: int | None = None
    done: int | None = None
    blocked: int | None = None
    dropped: int | None = None


TASKS = (
    Task("roulements", "achats", "karim", "rose", -50, -45, "engagements", started=-49, done=-46),
    Task("cable", "electronique", "marc", "nora", -46, -41, "bus48", started=-44, done=-42),
    Task("debitmetre", "prototype", "sami", "bo", -44, -38, "banc", done=-39),
    Task("accord", "terrain", "nora", "ada", -42, -36, "fermes", started=-41, done=-38),
    Task("froid", "certification", "ines", "fay", -40, -2, "bus48", started=-12),
    Task("grippage", "numerique", "quentin", "marc", -39, -33, "moteur", done=-34),
    Task("flash", "achats", "karim", "ines", -30, -8, "panneaux", blocked=-9),
    Task("bon", "marche", "rose", "paula", -33, 1, "prix"),
    Task("relecture", "numerique", "quentin", "bo", -20, 10, "libre", blocked=-6),
    Task("flyer", "marche", "paula", "nora", -13, -1, "salon", dropped=-2),
    Task("ferrite", "certification", "marc", "ines", -12, 12),
    Task("moule", "conception", "lea", "olivier", -9, -7, "ip65", started=-9, done=-7),
    Task("gabarit", "industrialisation", "olivier", "lea", -7, 3, "serie", started=-5),
    Task("notice", "prototype", "thea", "sami", -7, 2, started=-3),
    Task("decanteur", "hydraulique", "bo", "nora", -6, -1),
    Task("ecran", "terrain", "sami", "nora", -2, 2, "fuite", started=-1),
    Task("semaine", "general", "ada", "paula", -5, 1, started=-4),
    Task("controle", "certification", "fay", "ines", -9, 4, "panneaux"),
    Task("fixation", "conception", "lea", "olivier", 0, 4, "batterie"),
    Task("resume", "achats", "karim", "bo", 0, 1, "batterie"),
)


def plan(story: "Story") -> None:
    """Plan what is made, begun, blocked, done and dropped."""
    for number, task in enumerate(TASKS):
        minute = number % 6 * 9
        story.on(task.day, f"{'09' if task.day == 0 else '14'}:{minute:02}", make, task)
        moves = {"start": task.started, "block": task.blocked, "finish": task.done, "drop": task.dropped}
        for name, day in moves.items():
            if day is not None:
                story.on(day, f"16:{minute:02}", move, task, name)


def make(story: "Story", task: Task, at: datetime) -> None:
    """Give somebody the action."""
    story.things[f"action {task.key}"] = Action.make(
        story.circles[task.circle],
        story.texts["actions"][task.key]["what"],
        by=story.people[task.by],
        owner=story.people[task.owner],
        due_on=story.days.on(task.due),
        source=source_of(story, task.source),
        at=at,
    )


def source_of(story: "Story", key: str) -> Item | None:
    """Give the decision, or the proposal while it is none."""
    proposal = story.proposals.get(key)
    return (proposal.adopted or proposal) if proposal else None


def move(story: "Story", task: Task, name: str, at: datetime) -> None:
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
