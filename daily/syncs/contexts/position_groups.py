"""Who said the same to a proposal, as a sync shows them together."""

from dataclasses import dataclass

from daily.syncs.models.agenda_proposal import Matter
from decisions.decisions.models.rounds.participants import Participant
from decisions.decisions.models.rounds.position_kind import PositionKind, heard
from foundation.accounts.models import User


@dataclass(frozen=True)
class PositionGroup:
    """Those who said the same."""

    sign: str
    words: str
    people: list[User]


@dataclass(frozen=True)
class RoundTally:
    """How far a round has come, as `decisions/progress.html` says it."""

    asked: int
    spoken: int
    objections: int
    silent: int

    @classmethod
    def of(cls, matter: Matter) -> "RoundTally":
        """Count it; an objection to an earlier text stands, all else said to one is silence."""
        quiet = sum(one.is_silent and not one.objection_stands for one in matter.participants)
        asked = sum(one.is_asked for one in matter.participants)
        return cls(asked, matter.spoken, len(matter.objections), quiet)


def said_by(one: Participant) -> PositionKind | None:
    """Return what they said to this text, None for silence; who needs time has said so, and an objection stands."""
    return one.kind if one.kind and (one.kind.facts.may_block or not one.to_reconfirm) else None


def sign_of(one: Participant) -> str:
    """Return the sign beside a name."""
    return heard(said_by(one)).sign


def groups_of(matter: Matter) -> list[PositionGroup]:
    """Put those who said the same together."""
    said: dict[PositionKind | None, list[User]] = {kind: [] for kind in (*PositionKind, None)}
    for one in matter.participants:
        if not one.left:
            said[said_by(one)].append(one.user)
    return [
        PositionGroup(heard(kind).sign, heard(kind).count(len(people)), people)
        for kind, people in said.items()
        if people
    ]
