"""Write what time has done to guests: one counts as gone before it is written, and this may run late."""

from datetime import timedelta

from audit import clock
from audit.batch_jobs import each
from invitations.models import Guest
from invitations.workflows import guests
from web.schedule import scheduled

AT_MOST = 500


@scheduled(every=timedelta(minutes=5))
def watch_guests() -> int:
    """Tell of guests who leave within three days, and write that others have left; returns of how many."""
    every = Guest.objects.with_people().order_by("pk")
    ended = each("guests", list(every.lapsed()[:AT_MOST]), guests.let_end)
    return ended + each("guests", list(every.to_forewarn(clock.now())[:AT_MOST]), guests.forewarn)
