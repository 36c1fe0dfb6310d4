"""What the closing of a sync causes: points carried over, minutes in the room's topic and in mailboxes."""

import re
from datetime import datetime
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from chat.workflows.conversation import post_message, topic_about
from inbox.models import OutgoingEmail, one_line
from meetings.agenda import Part
from meetings.models.agenda_item import AgendaItem
from meetings.models.attendees import gathering_in
from meetings.models.minutes import Minutes

if TYPE_CHECKING:
    from meetings.models.sync import Sync

OWN = (Part.TENSIONS.value, Part.ADDED.value)
"""Parts whose points exist only here; all others come again by themselves while their cause lasts."""
TOO_OFTEN = 3
LONGEST = 18_000
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def carry_over(sync: "Sync", now: datetime, *, by: User) -> None:
    """Let what was not reached, or was put off, wait for the next sync; at the third time the pilot gets an action."""
    for point in sync.points.filter(ended_at=None):
        sync.end_point(point, now, AgendaItem.Ending.NOT_REACHED)
    for point in sync.points.exclude(ending=AgendaItem.Ending.SETTLED):
        if point.part in OWN and not point.carried_to.filter(withdrawn_at=None).exists():
            AgendaItem.objects.create(
                project=sync.project,
                circle=sync.circle,
                part=point.part,
                kind=point.kind,
                text=point.text,
                reference=point.reference,
                added_by=point.added_by,
                created_at=point.created_at,
                carried=point.carried + 1,
                carried_from=point,
            )
        if point.carried + 1 == TOO_OFTEN:
            give_to_pilot(sync, point, by=by, at=now)


def take_back(sync: "Sync") -> None:
    """When the sync runs again, what it had passed on is its own again."""
    for waiting in AgendaItem.objects.waiting().filter(carried_from__sync=sync):
        waiting.withdrawn_at = timezone.now()
        waiting.save()
    for point in sync.points.filter(ending=AgendaItem.Ending.NOT_REACHED):
        point.ended_at, point.ending = None, ""
        point.save()


def give_to_pilot(sync: "Sync", point: AgendaItem, *, by: User, at: datetime) -> None:
    """Give the circle's pilot the action to bring a point to an end that was carried over three times."""
    pilot = sync.circle.people_in("pilot").first()
    if pilot is None:
        return
    with translation.override(sync.project.language):
        what = _("Bring to an end what was carried over three times: %(point)s") % {"point": point}
    sync.make_action(what, owner=pilot, by=by, point=point, at=at)


def send_minutes(minutes: Minutes, *, by: User) -> None:
    """Post the minutes in the circle's room and mail them to everybody who was expected."""
    sync = minutes.sync
    post_in_room(minutes, by=by)
    texts: dict[tuple[str, str], str] = {}  # as many as there are tongues and zones, not as people
    letters = list[OutgoingEmail]()
    for person in gathering_in(sync.project).people_of(sync.circle).filter(is_active=True).exclude(email=None):
        with translation.override(person.language), timezone.override(person.zone):
            tongue = person.language, str(person.zone)
            if tongue not in texts:
                texts[tongue] = written(minutes)
            subject = _("Minutes of %(sync)s, %(project)s") % {"sync": sync.title, "project": sync.project.name}
            key = f"minutes:{sync.pk}:{minutes.version}:{person.pk}"
            letters.append(OutgoingEmail(key=key, to=person.email or "", subject=one_line(subject), text=texts[tongue]))
    OutgoingEmail.post_all(letters)


def written(minutes: Minutes) -> str:
    """Write minutes out as Markdown, in the tongue and zone that are active."""
    return render_to_string("meetings/minutes.md", {"minutes": minutes, "sync": minutes.sync, **minutes.content})


def post_in_room(minutes: Minutes, *, by: User) -> None:
    """Post the minutes as a message in the topic of the circle's regular sync, in the project's tongue."""
    sync = minutes.sync
    topic = topic_about(sync.ritual or sync, circle=sync.circle, by=by)
    if topic.is_closed:
        topic.reopen(by=by)
    with translation.override(sync.project.language), timezone.override(sync.project.zone):
        # Talk knows no headings ("# 5" is meant as typed there): they are said in bold.
        words = HEADING.sub(r"**\1**", written(minutes))
        post_message(topic, words[:LONGEST], by=by, at=sync.closed_at)
