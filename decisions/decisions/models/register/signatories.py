"""Who signs a decision: who facilitated and who took the minutes when it was made, as far as that is known.

The app of syncs says who led a sync (`decisions.decisions.sync_sources`).
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from circles.circles.models import Role
from decisions.decisions.models.register.decision import Decision
from decisions.decisions.sync_sources import sync_leaders
from foundation.web.collation import Alphabetical

SIGN = (Role.Kind.FACILITATOR.value, Role.Kind.SECRETARY.value)


@dataclass(frozen=True)
class Signing:
    """What to read for it, with whatever else a page reads: of the syncs that took a decision; where none did, of the
    roles that were held in the deciding circle at that moment.
    """

    syncs: list[QuerySet[Any, tuple[str | None, str | None]]]
    roles: QuerySet[Role, tuple[str, str]] | None

    @classmethod
    def of(cls, decision: Decision) -> "Signing":
        """Return it unread."""
        if decision.sync_words:
            return cls(sync_leaders(decision), None)
        held = Role.objects.held_at(decision.adopted_at).filter(membership__circle=decision.decided_by_id)
        names = held.order_by(Alphabetical("membership__user__name")).values_list("kind", "membership__user__name")
        return cls([], names)

    @property
    def names(self) -> dict[str, list[str]]:
        """Return the names of who facilitated and of who wrote; nobody where that is not known."""
        said = [pair for rows in self.syncs for names in rows for pair in zip(SIGN, names, strict=True)]
        known = [*said, *(self.roles or ())]
        return {kind: [name for role, name in known if role == kind and name] for kind in SIGN}
