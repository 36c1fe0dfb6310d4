"""What the syncs add to the shared floor: the daily sync of a new project, the next one's time in the rail."""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from audit import clock
from circles.models import Circle, Project
from circles.registries import Count
from circles.templatetags.ronde import clock as hours
from meetings.models import Ritual
from meetings.models.coming import ahead_of


def begin_daily_sync(project: Project, by: User | None, at: datetime | None = None) -> None:
    """Give a new project its daily sync: working days, 09:15, 15 minutes."""
    Ritual.begin(project.general, by=by, at=at)


def end_rituals(circle: Circle, by: User | None, at: datetime | None = None) -> None:
    """End the rituals of a circle that closes."""
    for ritual in circle.rituals.kept():
        ritual.end(by=by)


def next_sync(project: Project, user: User) -> Count | None:
    """Say beside "Sync" that one runs, or at what time the next one is today."""
    ahead = ahead_of(project, user, clock.now())
    if ahead.running:
        return Count("●", is_new=True)
    coming = ahead.next
    if coming and timezone.localtime(coming.starts_at).date() == timezone.localtime().date():
        return Count(hours(coming.starts_at))
    return None
