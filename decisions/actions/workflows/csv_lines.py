"""Actions as lines of a table, as a CSV file has them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from decisions.actions.models import Action

COLUMNS = ("reference", "what", "owner", "due_on", "circle", "labels", "description", "state", "words", "why")
"""`words` is what the state asks for: whom it waits for, what came of it, why it was dropped."""


@dataclass
class Line:
    """A line of the file: what it says, what is wrong with it, the action it is about (None: a new one), and what of
    that changes.
    """

    number: int
    cells: Mapping[str, str]
    said: dict[str, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    action: Action | None = None
    changed: list[str] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether it makes an action."""
        return self.action is None


@dataclass(frozen=True)
class Table:
    """A file that was read."""

    lines: list[Line]

    @property
    def wrong(self) -> list[Line]:
        """Return the lines that cannot be taken."""
        return [line for line in self.lines if line.errors]

    @property
    def new(self) -> list[Line]:
        """Return those that make an action."""
        return [line for line in self.lines if line.is_new and not line.errors]

    @property
    def changing(self) -> list[Line]:
        """Return those that change one."""
        return [line for line in self.lines if line.changed and not line.is_new and not line.errors]

    @property
    def same(self) -> int:
        """Return how many say what is so already."""
        return len(self.lines) - len(self.wrong) - len(self.new) - len(self.changing)


def cells_of(action: Action) -> list[Any]:
    """Write an action (of `to_read`) as a line of the table."""
    owner = f"{action.owner.name} @{action.owner.handle}" if action.owner.handle else action.owner.name
    labels = ", ".join(sorted(label.name for label in action.labels.all()))
    return [
        action.reference,
        action.what,
        owner,
        action.due_on,
        action.circle.key,
        labels,
        action.description,
        action.state,
        action.state_words,
        action.why,
    ]


def written(action: Action) -> dict[str, str]:
    """Return the cells of an action as a file has them, by column."""
    return {name: "" if cell is None else str(cell) for name, cell in zip(COLUMNS, cells_of(action), strict=True)}
