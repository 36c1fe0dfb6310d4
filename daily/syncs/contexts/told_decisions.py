"""What a sync is told of: decisions that circles have synchronised since the last one."""

from dataclasses import dataclass

from circles.circles.queries.user_roles import roles_of
from daily.syncs.models import Sync
from decisions.decisions.models import Decision
from foundation.accounts.models import User


@dataclass(frozen=True)
class ToldDecision:
    """A decision that the sync is told of, and whether the reader may pull it to this sync."""

    decision: Decision
    may_pull: bool


def told_in(sync: Sync, user: User) -> list[ToldDecision]:
    """Return the decisions that this sync is told of."""
    is_voice = roles_of(user, sync.project).has_a_voice_in(sync.circle)
    return [
        ToldDecision(one, is_voice and one.is_in_force and one.suspended_until is None and one.round.is_synchronised)
        for one in sync.told()
    ]
