"""Let a document be read by a public link, and end that; what time does to it."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import Case, F, Q, When
from django.db.models.functions import Now
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from circles.invitations.models.guest import end_of, refuse_day
from circles.projects.domain_events import EventRecorded, ProjectSettingsChanged
from circles.projects.models import Project
from documents.documents.event_types import DocumentEvent
from documents.documents.models import Document, PublicLink
from documents.documents.models.public_link import MOST_DAYS, USUAL_DAYS
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.event_types import EventType
from foundation.web.exceptions import Refused
from foundation.web.throttling import Throttled

SHORTEST_PASSWORD = 8
WRONG_AN_HOUR = 50
"""So many wrong passwords in an hour, whoever sends them; then nobody gets in by one who is not in already."""
SALT = "documents.public_link opened"


def usual_day(project: Project) -> date:
    """Return the day on which a link ends where nothing is said."""
    return project.day_of(clock.now()) + timedelta(days=USUAL_DAYS)


def make_public_link(document: Document, *, by: User, ends_on: date | None = None, password: str = "") -> PublicLink:
    """Make a link; the document's earlier one ends. Records `public_link.made`.

    :raises Refused: where the project or the server does not allow it, for what is no plain document, is restricted
        or archived, for a day that has come or is more than a year away, and for a short password.
    """
    with transaction.atomic():
        document = document.locked()
        project = document.project
        if not (project.public_links and settings.PUBLIC_LINKS):
            raise Refused(_("This project does not allow public links; that can be changed in its settings."))
        document.refuse_if_closed()
        document.refuse_if_bound()
        if document.restriction:
            raise Refused(_("This document is restricted; a public link would open it to everyone."))
        if password and len(password) < SHORTEST_PASSWORD:
            raise Refused(_("A password has at least %(number)s characters.") % {"number": SHORTEST_PASSWORD})
        day = ends_on or usual_day(project)
        refuse_day(day, project.zone, clock.now(), most=MOST_DAYS)
        for earlier in document.public_links.standing():
            _end(earlier, DocumentEvent.PUBLIC_LINK_ENDED, by=by)
        link = PublicLink.objects.create(
            document=document,
            key=secrets.token_hex(16),
            password=make_password(password) if password else "",
            ends_on=day,
            ends_at=end_of(day, project.zone),
            made_by=by,
        )
        document.record_event(
            DocumentEvent.PUBLIC_LINK_MADE, by=by, also=["documents"], until=day.isoformat(), protected=bool(password)
        )
    return link


def end_public_link(link: PublicLink, *, by: User | None) -> None:
    """Let the link show nothing from now on.

    :raises Refused: for one that has ended.
    """
    with transaction.atomic():
        link.document.locked()
        found = PublicLink.objects.select_for_update().select_related("document").get(pk=link.pk)
        if found.ended_at:
            raise Refused(_("This link has already ended."))
        _end(found, DocumentEvent.PUBLIC_LINK_ENDED, by=by)


def let_end(link: PublicLink) -> int:
    """Write that a link ended on its day; it showed nothing from that instant."""
    with transaction.atomic():
        link.document.locked()
        found = PublicLink.objects.lapsed().select_for_update().filter(pk=link.pk).first()
        if found is None:
            return 0
        _end(found, DocumentEvent.PUBLIC_LINK_EXPIRED, by=None, at=found.ends_at, until=found.ends_on.isoformat())
    return 1


def end_of_disallowed(event: ProjectSettingsChanged) -> None:
    """End all links of a project that does not allow them any more: allowed again, none of them comes back."""
    if "public_links" not in event.changed or event.project.public_links:
        return
    standing = PublicLink.objects.standing().filter(document__project=event.project).select_related("document")
    for link in standing.order_by("pk"):
        _end(link, DocumentEvent.PUBLIC_LINK_ENDED, by=event.by)


def end_of_closed(event: EventRecorded) -> None:
    """End the link of a document that was restricted or archived: opened again, it does not come back by itself."""
    if event.entry.event not in (DocumentEvent.DOCUMENT_RESTRICTED, DocumentEvent.DOCUMENT_ARCHIVED):
        return
    for link in PublicLink.objects.standing().filter(document=event.thing.pk).select_related("document"):
        _end(link, DocumentEvent.PUBLIC_LINK_ENDED, by=_actor(event))


def _actor(event: EventRecorded) -> User | None:
    return User.objects.filter(pk=event.entry.actor).first() if event.entry.actor else None


def _end(link: PublicLink, event: EventType, *, by: User | None, at: datetime | None = None, **facts: Any) -> None:
    link.refresh_from_db(fields=["readers"])
    link.ended_at, link.ended_by = at or clock.now(), by
    link.save()
    link.document.record_event(event, by=by, also=["documents"], opened_by=link.readers, **facts)


def count_reader(link: PublicLink) -> None:
    """Count one more browser that opened it."""
    PublicLink.objects.filter(pk=link.pk).update(readers=F("readers") + 1)


def pass_of(link: PublicLink) -> str:
    """Return what a browser shows to have given the password; another password, or another link, has another one."""
    return salted_hmac(SALT, f"{link.key}:{link.password}", algorithm="sha256").hexdigest()


def is_let_in(link: PublicLink, shown: str) -> bool:
    """Whether a browser may read by the link: it asks for no password, or the browser gave it."""
    return not link.asks_password or constant_time_compare(shown, pass_of(link))


def is_right_password(link: PublicLink, password: str) -> bool:
    """Try a password; wrong ones are counted in the database, in the same statement for all who try at once.

    :raises Throttled: when too many wrong ones came within the hour.
    """
    row = PublicLink.objects.filter(pk=link.pk)
    hour_ago = Now() - timedelta(hours=1)
    is_new = Q(tries_since=None) | Q(tries_since__lte=hour_ago)
    counted = row.filter(is_new | Q(tries__lt=WRONG_AN_HOUR)).update(
        tries=Case(When(is_new, then=1), default=F("tries") + 1),
        tries_since=Case(When(is_new, then=Now()), default=F("tries_since")),
    )
    if not counted:
        since = row.values_list("tries_since", flat=True).first() or clock.now()
        raise Throttled(since + timedelta(hours=1) - clock.now())
    if not check_password(password, link.password):
        return False
    row.filter(tries__gt=0).update(tries=F("tries") - 1)
    return True
