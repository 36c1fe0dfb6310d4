"""Tell what time has done to tracks: a gate counts before anyone is told of it, and this may run late."""

from datetime import timedelta

from decisions.tracks.models import Track
from decisions.tracks.workflows.gates import tell_of_gate
from foundation.audit import clock
from foundation.audit.batch_jobs import each
from foundation.web.schedule import scheduled

AT_MOST = 500
AHEAD = timedelta(days=1)
"""So far ahead of UTC a project's day may be; its own zone says whether the day has come."""


@scheduled(every=timedelta(minutes=15))
def watch_gates() -> int:
    """Tell of tracks that have come to their gate as time went by; returns of how many. Safe to run twice or never."""
    due = Track.objects.to_tell(by=(clock.now() + AHEAD).date()).select_related(*Track.locked_with)
    return each("gates", due.order_by("gate_on", "pk")[:AT_MOST], tell_of_gate)
