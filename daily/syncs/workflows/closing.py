"""Closing a sync: points carried over, minutes in the room's topic and in mailboxes; and opening it again."""

import re
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from chat.chat.workflows.conversation import post_message, topic_about
from daily.syncs.agenda import OWN
from daily.syncs.event_types import SyncEvent
from daily.syncs.models import AgendaItem, Minutes, OutcomeKind, Sync
from daily.syncs.models.attendees import gathering_in
from daily.syncs.workflows.minutes import build_minutes
from daily.syncs.workflows.outcomes import create_action
from decisions.tracks.workflows.gates import pass_sync
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.email_html import article
from foundation.inbox.models import OutgoingEmail, one_line
from foundation.web.exceptions import Refused

TOO_OFTEN = 3
MOST_LETTERS = 400
LONGEST = 18_000
ADDRESSEE = "addressee@ronde.invalid"
"""Stands in the HTML of minutes where each person's address comes."""
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def close_sync(sync: Sync, *, by: User, at: datetime | None = None) -> None:
    """Close: what was not reached waits for the next sync, and the minutes are built, posted and mailed.

    Records `sync.closed`; a point carried for the third time also `action.created` for the pilot.
    """
    with transaction.atomic():
        sync = sync.locked_while_running()
        now = at or clock.now()
        sync.leave(now)
        sync.at_hand = None
        carry_over(sync, now, by=by)
        sync.closed_at = now
        sync.save()
        people = {presence.user: "circle" for presence in sync.presences.select_related("user")}
        came = list(sync.outcomes.values_list("kind", "reference"))
        entry = sync.record_event(
            SyncEvent.SYNC_CLOSED,
            by=by,
            at=at,
            people=people,
            personal={"present": whole_names([person.name for person in people])},
            also=["syncs"],
            decisions=[reference for kind, reference in came if kind == OutcomeKind.DECISION],
            actions=[reference for kind, reference in came if kind == OutcomeKind.ACTION],
        )
        send_minutes(build_minutes(sync, entry), by=by)


def whole_names(names: list[str]) -> str:
    """Name as many as the record has room for, none of them cut: a part of a name would outlive its erasure."""
    while len(", ".join(names)) > MOST_LETTERS:
        names = names[:-1]
    return ", ".join(names)


def reopen_sync(sync: Sync, *, by: User, reason: str) -> None:
    """Open a closed sync again, within 24 hours and with a reason; its minutes get a further version.

    Records `sync.reopened`.
    """
    with transaction.atomic():
        sync = sync.locked()
        if sync.is_running:
            raise Refused(_("This sync is already running."))
        if not sync.is_reopenable:
            raise Refused(_("A sync can be reopened for 24 hours; hold another one now."))
        if not reason.strip():
            raise Refused(_("Say why the sync is opened again."))
        if sync.circle.syncs.running().exists():
            raise Refused(_("A sync of this circle is running already."))
        take_back(sync)
        sync.closed_at, sync.reopened_because = None, reason.strip()[:300]
        sync.save()
        sync.record_event(SyncEvent.SYNC_REOPENED, by=by, also=["syncs"], because=sync.reopened_because)


def carry_over(sync: Sync, now: datetime, *, by: User) -> None:
    """Let what was not reached, or was put off, wait for the next sync; at the third time the pilot gets an action."""
    for point in sync.points.filter(ended_at=None):
        sync.end_point(point, now, AgendaItem.Ending.NOT_REACHED)
    for point in sync.points.exclude(ending=AgendaItem.Ending.SETTLED):
        if track := sync.track_at(point):
            pass_sync(track, sync.reference, by=by, at=now)
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


def take_back(sync: Sync) -> None:
    """When the sync runs again, what it had passed on is its own again."""
    for waiting in AgendaItem.objects.waiting().filter(carried_from__sync=sync):
        waiting.withdrawn_at = timezone.now()
        waiting.save()
    for point in sync.points.filter(ending=AgendaItem.Ending.NOT_REACHED):
        point.ended_at, point.ending = None, ""
        point.save()


def give_to_pilot(sync: Sync, point: AgendaItem, *, by: User, at: datetime) -> None:
    """Give the circle's pilot the action to bring a point to an end that was carried over three times."""
    pilot = sync.circle.people_in("pilot").first()
    if pilot is None:
        return
    with translation.override(sync.project.language):
        what = _("Bring to an end what was carried over three times: %(point)s") % {"point": point}
    create_action(sync, what, owner=pilot, by=by, point=point, at=at)


def send_minutes(minutes: Minutes, *, by: User) -> None:
    """Post the minutes in the circle's room and mail them to everyone who was expected, in the project's language."""
    sync = minutes.sync
    post_in_room(minutes, by=by)
    with translation.override(sync.project.language):
        subject = one_line(_("Minutes of %(sync)s, %(project)s") % {"sync": sync.title, "project": sync.project.name})
        buttons = {f"{settings.BASE_URL}{minutes.get_absolute_url()}": _("Open in Ronde")}
    letters: dict[str, tuple[str, str]] = {}  # as many as there are zones, not as people
    emails = list[OutgoingEmail]()
    for person in gathering_in(sync.project).people_of(sync.circle).filter(is_active=True).exclude(email=None):
        zone = str(person.zone)
        if zone not in letters:
            with timezone.override(person.zone), translation.override(sync.project.language):
                text = as_markdown(minutes)
                letters[zone] = text, article(subject, text, to=ADDRESSEE, buttons=buttons)
        email = OutgoingEmail(key=f"minutes:{sync.pk}:{minutes.version}:{person.pk}", user=person, subject=subject)
        email.to, email.projects = person.email or "", [str(sync.project.pk)]
        email.text, html = letters[zone]
        email.html = html.replace(ADDRESSEE, escape(email.to))
        emails.append(email)
    OutgoingEmail.post_all(emails)


def as_markdown(minutes: Minutes) -> str:
    """Write minutes out as Markdown, in the project's language and the zone that is active."""
    with translation.override(minutes.sync.project.language):
        return render_to_string("syncs/minutes.md", {"minutes": minutes, "sync": minutes.sync, **minutes.content})


def post_in_room(minutes: Minutes, *, by: User) -> None:
    """Post the minutes as a message in the topic of the circle's regular sync."""
    sync = minutes.sync
    topic = topic_about(sync.recurring_sync or sync, circle=sync.circle, by=by)
    if topic.is_closed:
        topic.reopen(by=by)
    with timezone.override(sync.project.zone):
        # Talk knows no headings ("# 5" is meant as typed there): they are said in bold.
        words = HEADING.sub(r"**\1**", as_markdown(minutes))
        post_message(topic, words[:LONGEST], by=by, at=sync.closed_at)
