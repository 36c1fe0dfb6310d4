"""The concerns kept with a decision, and what became of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from decisions.decisions.models.register.review import ConcernLook
from decisions.decisions.models.rounds.position import Position


@dataclass(frozen=True)
class KeptConcern:
    """A concern kept with a decision, and the last look at what became of it; None: nobody has looked."""

    position: Position
    look: ConcernLook | None

    @property
    def came_true(self) -> bool:
        """Return whether it did."""
        return self.look is not None and self.look.came_true == self.look.CameTrue.YES


def kept_concerns(said: Iterable[Position], looks: Iterable[ConcernLook]) -> list[KeptConcern]:
    """Return each person's last concern, with the last look at it; both come oldest first."""
    last = {position.user_id: position for position in said}
    seen = {look.position_id: look for look in looks}
    return [KeptConcern(position, seen.get(position.pk)) for position in last.values()]
