"""How one asked person stands in a round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from decisions.decisions import consent
from decisions.decisions.models.rounds.position import AskedPerson, Position
from decisions.decisions.models.rounds.position_kind import PositionKind
from foundation.accounts.models import User


@dataclass(frozen=True)
class Participant:
    """How one asked person stands in a round. `position` is the latest, None when silent; `to_reconfirm` means that
    it was said to an earlier text, and `reworded` that the wording was changed since; `asked_at`, when they were first
    asked about this proposal. `is_asked`: false for who spoke though nobody waits for them.
    """

    user: User
    position: Position | None
    circles: frozenset[int]
    asked_at: datetime
    to_reconfirm: bool = False
    left: bool = False
    reworded: bool = False
    is_asked: bool = True

    @classmethod
    def unasked(cls, position: Position, round_: int) -> "Participant | None":
        """Return how a person stands whom nobody asked and who has spoken; None where it was to an earlier text, and is
        no objection that stands.
        """
        one = cls(
            position.user,
            position,
            frozenset(),
            asked_at=position.said_at,
            to_reconfirm=position.round_id != round_,
            is_asked=False,
        )
        return one if one.objection_stands or not one.to_reconfirm else None

    @classmethod
    def of(
        cls, asked: Sequence[AskedPerson], position: Position | None, *, edited_at: datetime | None = None
    ) -> "Participant":
        """Return how one person stands: from the rows that ask them, which say in `is_in` whether they are in the
        project, and their last position on its proposal; `edited_at` is when the round's wording was last changed.
        """
        row = asked[0]
        return cls(
            row.user,
            position,
            frozenset(one.voice_of_id for one in asked),
            asked_at=min(one.asked_at for one in asked),
            to_reconfirm=position is not None and position.round_id != row.round_id,
            left=not cast(Any, row).is_in,
            reworded=bool(edited_at and position and position.said_at < edited_at),
        )

    @property
    def kind(self) -> PositionKind | None:
        """Return what they said, None for silence or a lifted objection that nothing followed."""
        if self.position is None or (self.is_objection and not self.objection_stands):
            return None
        return self.position.says

    @property
    def is_objection(self) -> bool:
        """Return whether their latest position is an objection."""
        return self.position is not None and self.position.says.facts.may_block

    @property
    def objection_stands(self) -> bool:
        """Return whether their objection holds the decision up."""
        return self.position is not None and self.is_objection and self.position.objection.stands

    @property
    def is_recorded(self) -> bool:
        """Return whether their latest position was written down for them, or said by their deputy."""
        return self.position is not None and not self.position.is_own

    @property
    def is_silent(self) -> bool:
        """Return whether they are here and have not spoken to this text."""
        return self.is_asked and not self.left and not self.voice().has_spoken

    @property
    def has_to_speak(self) -> bool:
        """Return whether they are here and have not spoken to this text themselves."""
        return self.is_asked and not self.left and (self.is_silent or self.is_recorded or self.reworded)

    def voice(self) -> consent.Voice:
        """Return it as the rule takes it."""
        return consent.Voice(
            self.user.pk,
            self.kind,
            self.circles,
            to_reconfirm=self.to_reconfirm,
            left=self.left,
            recorded=self.is_recorded,
            reworded=self.reworded,
            asked=self.is_asked,
        )
