"""What has a time or a day in a project, for calendars of people's own, behind addresses that only they know: of a
person (in one project, or all of theirs), of a circle, of a whole project.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import takewhile
from typing import cast
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from circles.circles.queries.tree import circles_of
from circles.circles.queries.user_roles import roles_of
from circles.projects.models import Project
from daily.syncs.models import RecurringSync
from daily.syncs.models.attendees import gathering_in
from decisions.actions.models import Action
from decisions.decisions.models import Round
from foundation.accounts.models import User
from foundation.audit import clock

SALT = "calendar of syncs"
MINE, WHOLE, CIRCLE = "", "whole", "circle:"
"""What a calendar is of: what concerns its reader, a whole project, or the circle whose key follows."""
AHEAD = timedelta(days=90)
LOOK_BACK = timedelta(days=14)


def secret_for(project: Project | None, user: User, of: str = MINE) -> str:
    """Return the secret part of a calendar's address (of all one's projects, where none is named); it opens nothing
    else, and ends with the person's access or when they ask for new addresses.
    """
    parts = [str(user.pk), str(project.pk) if project else "", user.calendar_number, *([of] if of else [])]
    return signing.dumps(parts, salt=SALT)


def other_feeds(project: Project, user: User) -> list[tuple[str, str]]:
    """Return what calendars there are beside the person's own of a project, each with its address."""
    seats = roles_of(user, project).seats
    own = [circle for circle in circles_of(project) if circle.pk in seats and not circle.is_closed]
    every = (_("You, in all your projects"), reverse("today:calendar", args=[secret_for(None, user)]))
    names = {WHOLE: _("The whole project"), **{f"{CIRCLE}{circle.key}": circle.name for circle in own}}
    inside = [
        (name, reverse("meetings:feed", args=[project.slug, secret_for(project, user, of)]))
        for of, name in names.items()
    ]
    return [every, *inside]


def reader_of(secret: str, project: Project | None) -> tuple[User, str] | None:
    """Find whose calendar it is, and of what; None for a false secret or one that ended, for one without a number, and
    for who is no longer in the project.
    """
    try:
        user, inside, number, *rest = signing.loads(secret, salt=SALT)
    except (signing.BadSignature, ValueError):  # an address of the time before they had a number has two parts
        return None
    speaking = User.objects.filter(pk=UUID(user), is_active=True, calendar_number=number)
    found = speaking.first() if inside == (str(project.pk) if project else "") else None
    if found is None or (project and not project.has(found)):
        return None
    return found, rest[0] if rest else MINE


def calendar_for(projects: Iterable[Project], user: User, of: str, name: str) -> bytes:
    """Write what is planned, 90 days ahead, as iCalendar (RFC 5545)."""
    now = clock.now()
    feed = Calendar()
    feed.add("prodid", "-//Ronde//Syncs//EN")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", name)
    for project in projects:
        for event in (*syncs(project, user, of, now), *windows(project, user, of), *due_days(project, user, of)):
            event.add("dtstamp", now)
            feed.add_component(event)
    return bytes(feed.to_ical())


def syncs(project: Project, user: User, of: str, now: datetime) -> Iterator[Event]:
    """Yield the syncs that are planned."""
    for recurring_sync in _recurring_syncs(project, user, of):
        for planned in takewhile(lambda one: one.starts_at < now + AHEAD, recurring_sync.occurrences(now - LOOK_BACK)):
            event = Event()
            event.add("uid", f"{recurring_sync.pk}-{planned.starts_at:%Y%m%dT%H%M}-{project.pk}")
            event.add("dtstart", planned.starts_at)
            event.add("dtend", planned.ends_at)
            event.add("summary", f"{recurring_sync.title}, {project.name}")
            event.add("url", f"{settings.BASE_URL}{recurring_sync.get_absolute_url()}")
            if recurring_sync.video_link:
                event.add("location", recurring_sync.video_link)
            yield event


def windows(project: Project, user: User, of: str) -> Iterator[Event]:
    """Yield the ends of the open rounds that ask the person, or anyone there."""
    rounds = Round.objects.open_at(None).of_undecided().filter(proposal__project=project).exclude(closes_at=None)
    if of == MINE:
        rounds = rounds.asking(user)
    elif of.startswith(CIRCLE):
        rounds = rounds.filter(decides__key=of.removeprefix(CIRCLE))
    for round_ in rounds.select_related("proposal"):
        proposal = round_.proposal
        proposal.project = project
        event = Event()
        event.add("uid", f"round-{round_.pk}-{project.pk}")
        closes_at = cast(datetime, round_.closes_at)
        event.add("dtstart", closes_at - timedelta(minutes=15))
        event.add("dtend", closes_at)
        said = {"reference": proposal.reference, "title": proposal.title}
        event.add("summary", _("%(reference)s %(title)s closes") % said)
        event.add("url", f"{settings.BASE_URL}{proposal.get_absolute_url()}")
        yield event


def due_days(project: Project, user: User, of: str) -> Iterator[Event]:
    """Yield the days on which open actions are due."""
    actions = Action.objects.visible_to(user).in_project(project).open().exclude(due_on=None)
    if of == MINE:
        actions = actions.owned_by(user)
    elif of.startswith(CIRCLE):
        actions = actions.filter(circle__key=of.removeprefix(CIRCLE))
    for action in actions.with_people():
        event = Event()
        event.add("uid", f"action-{action.pk}-{project.pk}")
        event.add("dtstart", action.due_on)
        event.add("summary", f"{action.reference} {action.headline}")
        event.add("url", f"{settings.BASE_URL}{action.get_absolute_url()}")
        event.add("transp", "TRANSPARENT")
        yield event


def _recurring_syncs(project: Project, user: User, of: str) -> list[RecurringSync]:
    gathering = gathering_in(project)
    if of == WHOLE:
        return gathering.current_recurring_syncs
    if of.startswith(CIRCLE):
        return [one for one in gathering.current_recurring_syncs if one.circle.key == of.removeprefix(CIRCLE)]
    return gathering.recurring_syncs_for(user)
