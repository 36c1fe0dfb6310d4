"""When a device was seen last: noted as a page of it opens its socket, so that looking at a page writes nothing."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.utils import timezone

from foundation.web.throttling import is_first

EVERY = timedelta(minutes=15)


def note_seen(session_key: str) -> None:
    """Write that the device of a session was seen now, unless that was written a quarter of an hour ago or less."""
    if session_key and is_first(f"seen:{session_key}", within=EVERY):
        now = timezone.now()
        UserSession.objects.filter(session_key=session_key, last_seen_at__lt=now - EVERY).update(last_seen_at=now)
