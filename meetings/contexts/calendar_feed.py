"""A person's syncs of a project for their own calendar, behind an address that only they know."""

from datetime import timedelta
from itertools import takewhile
from uuid import UUID

from django.conf import settings
from django.core import signing
from icalendar import Calendar, Event

from accounts.models import User
from audit import clock
from circles.models import Project
from meetings.models.attendees import gathering_in

SALT = "calendar of syncs"
AHEAD = timedelta(days=90)
LOOK_BACK = timedelta(days=14)


def secret_for(project: Project, user: User) -> str:
    """Return the secret part of the feed's address; it opens nothing else, and ends with the person's access or when
    they ask for new addresses.
    """
    return signing.dumps([str(user.pk), str(project.pk), user.calendar_number], salt=SALT)


def reader_of(secret: str, project: Project) -> User | None:
    """Find whose feed it is; None for a false secret or one that ended, for one without a number, and for who is no
    longer in the project.
    """
    try:
        user, of, number = signing.loads(secret, salt=SALT)
    except (signing.BadSignature, ValueError):  # an address of the time before they had a number has two parts
        return None
    speaking = User.objects.filter(pk=UUID(user), is_active=True, calendar_number=number)
    found = speaking.first() if of == str(project.pk) else None
    return found if found and project.has(found) else None


def calendar_for(project: Project, user: User) -> bytes:
    """Write what is planned for a person, 90 days ahead, as iCalendar (RFC 5545)."""
    now = clock.now()
    feed = Calendar()
    feed.add("prodid", "-//Ronde//Syncs//EN")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", project.name)
    for ritual in gathering_in(project).rituals_for(user):
        for planned in takewhile(lambda one: one.starts_at < now + AHEAD, ritual.occurrences(now - LOOK_BACK)):
            event = Event()
            event.add("uid", f"{ritual.pk}-{planned.starts_at:%Y%m%dT%H%M}-{project.pk}")
            event.add("dtstamp", now)
            event.add("dtstart", planned.starts_at)
            event.add("dtend", planned.ends_at)
            event.add("summary", f"{ritual.title}, {project.name}")
            event.add("url", f"{settings.BASE_URL}{ritual.get_absolute_url()}")
            if ritual.video_link:
                event.add("location", ritual.video_link)
            feed.add_component(event)
    return bytes(feed.to_ical())
