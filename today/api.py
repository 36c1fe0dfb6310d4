"""API of Today."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from audit import clock
from circles.access import asker, project_for
from today.waiting import waiting_for

router = Router()


class PositionDue(Schema):
    """A round in which one's position is asked; `ends_at` is null where a sync ends it."""

    proposal: str
    title: str
    round: int
    ends_at: datetime | None
    said: str


class ToIntegrateOut(Schema):
    """One's own proposal with the number of valid objections that stand."""

    proposal: str
    title: str
    objections: int


class ToDoOut(Schema):
    """One's own open action."""

    action: str
    what: str
    due_on: date | None


class TodayOut(Schema):
    """What waits for the asker."""

    positions: list[PositionDue]
    to_integrate: list[ToIntegrateOut]
    actions: list[ToDoOut]
    reviews: list[str]
    unread: int


@router.get("projects/{slug}/today", response=TodayOut)
def today(request: HttpRequest, slug: str) -> Any:
    """Read what waits for oneself, the most urgent first."""
    project = project_for(request, slug)
    now = clock.now()
    found = waiting_for(project, asker(request), now=now, day=project.day_of(now))
    return {
        "positions": [
            {
                "proposal": one.proposal.reference,
                "title": one.proposal.title,
                "round": one.round.number,
                "ends_at": one.ends_at,
                "said": one.said,
            }
            for one in found.rounds
        ],
        "to_integrate": [
            {"proposal": one.proposal.reference, "title": one.proposal.title, "objections": len(one.objections)}
            for one in found.to_integrate
        ],
        "actions": [
            {"action": one.action.reference, "what": one.action.what, "due_on": one.action.due_on}
            for one in found.actions
        ],
        "reviews": [decision.reference for decision in found.reviews],
        "unread": found.unread,
    }
