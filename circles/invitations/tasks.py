"""Write what time has done to guests and bots: one counts as gone before it is written, and this may run late."""

from datetime import timedelta

from circles.invitations.models import Guest
from circles.invitations.workflows import bots, guests
from foundation.audit import clock
from foundation.audit.batch_jobs import each
from foundation.web.schedule import scheduled

AT_MOST = 500


@scheduled(every=timedelta(minutes=5))
def watch_guests() -> int:
    """Tell of guests who leave within three days, and write that others have left; returns of how many."""
    every = Guest.objects.humans().with_people().order_by("pk")
    ended = each("guests", list(every.lapsed()[:AT_MOST]), guests.let_end)
    return ended + each("guests", list(every.to_forewarn(clock.now())[:AT_MOST]), guests.forewarn)


@scheduled(every=timedelta(minutes=5))
def watch_bots() -> int:
    """Tell the owners of bots that end within two weeks, and end those whose day has come; returns of how many."""
    every = Guest.objects.bots().with_people().select_related("user__bot_owner").order_by("pk")
    ended = each("bots", list(every.lapsed()[:AT_MOST]), bots.let_end)
    soon = every.to_forewarn(clock.now(), within=bots.FOREWARNED_BY)
    return ended + each("bots", list(soon[:AT_MOST]), bots.forewarn)
