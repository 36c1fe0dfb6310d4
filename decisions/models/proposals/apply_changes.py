"""The changes of circles that a proposal carries out when it is adopted: what they touch, and doing them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from accounts.models import User
from circles.models import Project
from circles.restructuring import Change, from_json
from web.exceptions import Refused

if TYPE_CHECKING:
    from decisions.models.register.decision import Decision

type Row = dict[str, Any]
"""A change as `circles.restructuring.to_json` gives it."""


def possible(project: Project, rows: Sequence[Row]) -> list[Change]:
    """Give the changes whose circles and domains are still there; adoption refuses the others."""
    return list(_possible(project, rows))


def _possible(project: Project, rows: Sequence[Row]) -> Iterator[Change]:
    for row in rows:
        try:
            yield from_json(project, row)
        except Refused:
            continue


def enact(decision: "Decision", rows: Sequence[Row], *, by: User | None, at: datetime | None) -> None:
    """Do what the decision says, in its order; the caller holds the lock.

    :raises Refused: when one of the changes is not possible now; then the decision is not taken either.
    """
    for row in rows:
        from_json(decision.project, row).apply(by=by, at=at, decision=decision.reference)
