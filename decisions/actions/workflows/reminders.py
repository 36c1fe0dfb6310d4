"""Reminding who owns an action of the day it is due: the day before, on the day, and the day after."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from decisions.actions.event_types import ActionEvent
from decisions.actions.models import Action, DueReminder
from foundation.accounts.models import User
from foundation.audit import clock

FROM = 7
"""From this hour of the owner's morning on."""
LATE = timedelta(days=3)
"""Nobody is reminded of a day that passed longer ago: Today and the sync show it."""
AROUND = timedelta(days=2)
"""So far from the server's day the owner's tomorrow may be."""
Mark = DueReminder.Mark
EVENTS = {Mark.BEFORE: ActionEvent.DUE_TOMORROW, Mark.DAY: ActionEvent.DUE_TODAY, Mark.AFTER: ActionEvent.OVERDUE}


def around(now: datetime) -> QuerySet[Action]:
    """Return the open actions that a person may have to be reminded of; none of archived projects."""
    days = (now.date() - LATE - AROUND, now.date() + AROUND)
    found = Action.objects.open().unarchived().filter(due_on__range=days)
    return found.with_people().prefetch_related("reminders").order_by("pk")


def due_mark(due_on: date, owner: User, now: datetime) -> DueReminder.Mark | None:
    """Return which reminder is due at an instant, by the owner's calendar; None before the first and after the last."""
    local = now.astimezone(owner.zone)
    days = (local.date() - due_on).days
    if local.hour < FROM or not Mark.BEFORE <= days <= LATE.days:
        return None
    return Mark(min(days, Mark.AFTER))


def remind(action: Action, *, at: datetime | None = None) -> int:
    """Lock it, and remind its owner if a reminder is due that they have not had; returns of how many. Late: once, for
    the latest. Records `action.due_tomorrow`, `action.due_today` or `action.overdue`; their earlier reminders of it
    are read by that.
    """
    now = at or clock.now()
    if missing(action, now) is None:
        return 0
    with transaction.atomic():
        found = action.locked()
        mark = missing(found, now)
        if mark is None or not found.project.has(found.owner):
            return 0
        day: Any = found.due_on
        found.reminders.create(user=found.owner, due_on=day, mark=mark, reminded_at=now)
        context = found.event_context(None, at, *found.finish_notices(at))
        found.record_event(EVENTS[mark], **context, day=str(day), personal={"person": found.owner.name})
    return 1


def missing(action: Action, now: datetime) -> DueReminder.Mark | None:
    """Return which reminder its owner should have had by now and has not."""
    if not action.is_open or action.due_on is None:
        return None
    mark = due_mark(action.due_on, action.owner, now)
    had = [one.mark for one in action.reminders.all() if (one.user_id, one.due_on) == (action.owner_id, action.due_on)]
    return mark if mark is not None and all(one < mark for one in had) else None
