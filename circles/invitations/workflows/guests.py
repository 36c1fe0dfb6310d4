"""Guests: invite a person into one thing, let them in and out; what time does to it."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _now

from circles.circles.models import Circle
from circles.invitations.event_types import InvitationEvent
from circles.invitations.guest_things import guest_things
from circles.invitations.models import Guest, Level
from circles.invitations.models.guest import USUAL_DAYS
from circles.invitations.models.invitation import INVITATIONS_AN_HOUR, as_mailed
from circles.projects.models import Project, Subject
from foundation.accounts.models import User, digest
from foundation.audit import clock
from foundation.audit.event_types import EventType
from foundation.inbox.email_html import letter
from foundation.inbox.models import Notice, OutgoingEmail, one_line
from foundation.web.exceptions import Refused
from foundation.web.formatting import day
from foundation.web.throttling import throttle


def thing_of(guest: Guest) -> Any:
    """Return what a guest is let into."""
    return guest_things()[guest.on_kind].model.objects.get(pk=guest.on_id)


def circle_of(thing: Subject) -> Circle:
    """Return the circle in which a thing stands; a circle is its own."""
    return thing if isinstance(thing, Circle) else Circle.objects.get(project=thing.record_id, key=thing.scope)


def usual_day(project: Project) -> date:
    """Return the day on which a guest leaves where nothing is said."""
    return project.day_of(clock.now()) + timedelta(days=USUAL_DAYS)


def invite_guest(
    thing: Subject,
    email: str,
    *,
    level: str,
    reason: str,
    ends_on: date | None,
    by: User,
    at: datetime | None = None,
    by_link: bool = False,
) -> str:
    """Invite an address into a thing; posts the e-mail and gives the link (the only time its secret is known). With
    `by_link` that e-mail's link lets its reader in each time, without an account.

    :raises Throttled: when they invited a hundred within the hour.
    :raises Refused: for a person of the project, or who is a guest there already.
    """
    throttle(by.pk, "invitation", most=INVITATIONS_AN_HOUR, within=timedelta(hours=1))
    email, reason, secret = email.strip().lower(), " ".join(reason.split()), secrets.token_urlsafe(32)
    with transaction.atomic():
        thing = thing.locked()
        project, circle = Project.objects.get(pk=thing.record_id), circle_of(thing)
        _refuse_invitation(thing, project, email, reason)
        if by_link and not may_come_by_link(thing.kind):
            raise Refused(_now("Only a document is opened by the link of an e-mail, where this server sends e-mails."))
        guest = Guest(project=project, circle=circle, on_kind=thing.kind, on_id=str(thing.pk), level=Level(level))
        guest.reason, guest.email, guest.digest, guest.invited_by = reason, email, digest(secret), by
        guest.last_until(ends_on or usual_day(project), project.zone, clock.now())
        guest.by_link, guest.invited_at = by_link, at or guest.invited_at
        guest.save()
        thing.record_event(
            InvitationEvent.GUEST_INVITED, by=by, at=at, personal={"address": email}, also=["guests"], **_facts(guest)
        )
        link = f"{settings.BASE_URL}{reverse('circles:guest_invitation', args=[secret])}"
        _post_email(guest, thing, as_mailed(link, secret))
    return link


def may_come_by_link(kind: str) -> bool:
    """Return whether guests of such a thing can come in by an e-mail's link alone: of one document, if e-mail leaves
    this server, as only who reads the e-mails of an address has that link.
    """
    return kind == "document" and settings.SENDS_MAIL


def _refuse_invitation(thing: Subject, project: Project, email: str, reason: str) -> None:
    if not reason:
        raise Refused(_now("Say why you’re inviting this person; it is kept in the record."))
    if circle_of(thing).is_closed:
        raise Refused(_now("This circle is closed; no one can join it."))
    if project.people().filter(email=email).exists():
        raise Refused(_now("Someone with this address is already in the project, and sees more than a guest."))
    now = clock.now()
    for earlier in Guest.objects.at(thing.kind, thing.pk).filter(email=email, ended_at=None):
        if earlier.taken_at and not earlier.is_over(now):
            raise Refused(_now("%(name)s is already a guest here; end that access first.") % {"name": earlier.name})
        earlier.ended_at = min(now, earlier.ends_at)
        earlier.save()
        revoke(earlier)


def _facts(guest: Guest) -> dict[str, Any]:
    said = {"level": guest.level, "until": guest.ends_on.isoformat(), "reason": guest.reason}
    return said | ({"by_link": True} if guest.by_link else {})


def _post_email(guest: Guest, thing: Subject, link: str) -> None:
    """Write the e-mail in the language of who has this address here, or else of the project."""
    with translation.override(User.language_of(guest.email) or guest.project.language):
        words = {
            "name": one_line(guest.invited_by.name),
            "thing": one_line(thing.headline),
            "project": one_line(guest.project.name),
            "reason": one_line(guest.reason),
            "until": day(guest.ends_on),
            "link": link,
            "expires": day(guest.expires_at.astimezone(guest.project.zone).date()),
        }
        subject = _now("%(name)s invites you to “%(thing)s”") % words
        text = _now(
            "%(name)s invites you as a guest to “%(thing)s” in the project %(project)s, until %(until)s.\n\n"
            "“%(reason)s”\n\n%(link)s\n\nThe link works once, for this address, until %(expires)s."
        )
        if guest.by_link:
            text = _now(
                "%(name)s invites you as a guest to “%(thing)s” in the project %(project)s, until %(until)s.\n\n"
                "“%(reason)s”\n\n%(link)s\n\nThe link opens it for you each time, without an account; open it first "
                "by %(expires)s. Whoever has this e-mail acts in your name: do not forward it."
            )
        html = letter(subject, text % words, to=guest.email, buttons={link: _now("See the invitation")})
        OutgoingEmail.post(f"guest:{guest.pk}", to=guest.email, subject=subject, text=text % words, html=html)


def accept(guest: Guest, *, by: User, at: datetime | None = None) -> Guest:
    """Come in by the invitation; refused to another address, after its end, or twice."""
    with transaction.atomic():
        thing = thing_of(guest).locked()
        guest = guest.locked()
        if not guest.is_waiting:
            raise Refused(_now("This invitation no longer works; ask for a new one."))
        if (by.email or "").lower() != guest.email:
            raise Refused(_now("This invitation is for another address; sign in with that one."))
        guest.user, guest.taken_at = by, at or clock.now()
        guest.save()
        grant(guest, thing)
        thing.record_event(
            InvitationEvent.GUEST_ADMITTED,
            by=by,
            at=at,
            people={guest.invited_by: Notice.Reason.CIRCLE},
            also=["guests"],
            **_facts(guest),
        )
        _tell(guest, thing, InvitationEvent.GUEST_ADMITTED, by=guest.invited_by, at=at)
    return guest


def let_out(guest: Guest, *, by: User) -> None:
    """End a guest's access at once, open pages included, or take the invitation back."""
    with transaction.atomic():
        thing = thing_of(guest).locked()
        guest = guest.locked()
        if guest.is_over(clock.now()):
            raise Refused(_now("This access has already ended."))
        guest.ended_at, guest.ended_by = clock.now(), by
        guest.save()
        _end(guest, thing, InvitationEvent.GUEST_ENDED, by=by)


def let_end(guest: Guest) -> int:
    """Write that a guest left on their day; they had no access from that instant."""
    with transaction.atomic():
        thing = thing_of(guest).locked()
        guest = guest.locked()
        if guest.ended_at or guest.ends_at > clock.now():
            return 0
        guest.ended_at = guest.ends_at
        guest.save()
        _end(guest, thing, InvitationEvent.GUEST_EXPIRED, by=None)
    return 1


def forewarn(guest: Guest) -> int:
    """Tell a guest, and who invited them, that they leave within three days."""
    with transaction.atomic():
        thing = thing_of(guest).locked()
        guest, now = guest.locked(), clock.now()
        if guest.ended_at or guest.forewarned_at:
            return 0
        guest.forewarned_at = now
        guest.save()
        event = InvitationEvent.GUEST_EXPIRY_ANNOUNCED
        thing.record_event(
            event, by=None, people=_inviter(guest), personal={"person": guest.name}, until=guest.ends_on.isoformat()
        )
        _tell(guest, thing, event, by=None)
    return 1


def _end(guest: Guest, thing: Subject, event: EventType, *, by: User | None) -> None:
    revoke(guest)
    if guest.user:
        guest.project.let_go(guest.user, clock.now())
    named = {"person": guest.name} if guest.user else {"address": guest.email}
    thing.record_event(
        event,
        by=by,
        people=_inviter(guest),
        personal=named,
        also=["guests"],
        until=guest.ends_on.isoformat(),
    )
    _tell(guest, thing, event, by=by)
    if guest.user:
        guest.user.end_access()


def _inviter(guest: Guest) -> dict[User, str]:
    return {guest.invited_by: Notice.Reason.OWNER}


def grant(guest: Guest, thing: Subject) -> None:
    """Write what a guest may as rows of django-guardian."""
    rows: Any = guest_things()[guest.on_kind].grants
    rows.of_things.filter(user=guest.user, content_object=thing).delete()
    codenames = [f"{level}_{guest.on_kind}" for level in Level(guest.level).included]
    permissions = Permission.objects.filter(content_type__app_label=thing._meta.app_label, codename__in=codenames)
    rows.of_things.bulk_create(
        rows(content_object=thing, user=guest.user, permission=one, guest=guest) for one in permissions
    )


def revoke(guest: Guest) -> None:
    """Take away what a guest may."""
    guest_things()[guest.on_kind].grants.of_things.filter(guest=guest).delete()


def _tell(guest: Guest, thing: Subject, event: EventType, *, by: User | None, at: datetime | None = None) -> None:
    """Put a notice into the guest's own inbox: events tell only members."""
    if guest.user is None or guest.user == by:
        return
    Notice.post(
        {guest.user: Notice.Reason.INVITED},
        project=guest.project_id,
        event=event,
        by=by,
        reference=thing.reference,
        title=thing.headline,
        address=reverse("circles:guest", args=[guest.project.slug]),
        at=at or clock.now(),
    )
