"""Who said the same to a proposal, as a sync shows them together."""

from dataclasses import dataclass

from accounts.models import User
from decisions.models.rounds.participants import Participant
from syncs.agenda_labels import SIGNS, words_for
from syncs.models.agenda_proposal import Matter


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
        return cls(len(matter.participants), matter.spoken, len(matter.objections), quiet)


def has_said(one: Participant) -> bool:
    """Return whether they said anything to this text; who needs time has said so."""
    return one.voice().has_spoken or (one.kind == "time" and not one.to_reconfirm)


def sign_of(one: Participant) -> str:
    """Return the sign beside a name: what they said to this text, else silence."""
    return SIGNS[one.kind] if one.kind and has_said(one) else "silent"


def groups_of(matter: Matter) -> list[PositionGroup]:
    """Put those who said the same together."""
    by_sign: dict[str, list[User]] = {}
    for one in matter.participants:
        if not one.left:
            by_sign.setdefault(sign_of(one), []).append(one.user)
    order = [sign for sign in (*SIGNS.values(), "silent") if sign in by_sign]
    return [PositionGroup(sign, words_for(sign, len(by_sign[sign])), by_sign[sign]) for sign in order]
