"""Money that a track costs: an expense of its circle that draws on its cap."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from circles.money.expenses import record_expense
from circles.money.models import Expense
from circles.projects.domain_events import EventRecorded
from decisions.tracks.event_types import TrackEvent
from decisions.tracks.models import Track, TrackExpense
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from foundation.web.formatting import money


def spend(
    track: Track,
    amount: Decimal,
    what: str,
    *,
    by: User,
    on: date | None = None,
    paid_by: User | None = None,
    decision: str = "",
    receipt: str = "",
    beyond_reservation: bool = False,
    files: Iterable[str] = (),
    at: datetime | None = None,
) -> Expense:
    """Record an expense of the track's circle that draws on its cap. Records as `record_expense`, and `track.spent`.

    :raises Refused: when it is not being explored, its cap has not that much left, or as `record_expense` does.
    """
    with transaction.atomic():
        track = track.locked_exploring()
        if track.left is not None and amount > track.left:
            currency = track.project.currency
            raise Refused(
                _("%(track)s has %(left)s left of its cap; its gate can raise it.")
                % {"track": track.reference, "left": money(track.left, currency)}
            )
        expense = record_expense(
            track.circle,
            amount,
            what,
            by=by,
            on=on,
            paid_by=paid_by,
            decision=decision,
            receipt=receipt,
            beyond_reservation=beyond_reservation,
            files=files,
            at=at,
        )
        TrackExpense.objects.create(track=track, expense=expense)
        track.moved(at)
        track.recompute_gate()
        track.record_event(TrackEvent.SPENT, **track.event_context(by, at), amount=str(amount), what=what)
    return expense


def follow_expense(event: EventRecorded) -> None:
    """Let a track's money follow an expense of it that was called back."""
    if event.thing.kind != "expense":
        return
    row = TrackExpense.objects.filter(expense=event.thing.pk).first()
    if row:
        row.track.locked().recompute_gate()
