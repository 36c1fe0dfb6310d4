"""API of the inbox and of notification settings."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from foundation.accounts.decorators import asker
from foundation.audit import clock
from foundation.inbox.delivery_rules import MailChoice
from foundation.inbox.forms import AttentionForm, HoursForm
from foundation.inbox.kinds import NoticeKind
from foundation.inbox.models import (
    Attention,
    Notice,
    NotificationChoice,
    NotificationSettings,
    PersonalReminder,
    choices_of,
)
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.pagination import YEARS
from foundation.web.redirects import is_ours
from foundation.web.schema_types import TimeOfDay

router = Router()
MOST = 100
LATER = ("focus_from", "focus_until", "holidays_of", "away_from", "away_until")
"""Settings that came later: programs that do not know them leave them alone."""


class NoticeOut(Schema):
    """One event that one person is notified of; `address` is a path on this server."""

    id: int
    reason: str
    kind: str
    event: str
    by_name: str
    reference: str
    title: str
    address: str
    happened_at: datetime
    ends_at: datetime | None
    read_at: datetime | None
    done_at: datetime | None
    snoozed_until: datetime | None


class SnoozeIn(Body):
    """Until when a thing is snoozed."""

    until: datetime


class ChoiceIn(Body):
    """How a kind of notice reaches a person."""

    mail: Literal["at_once", "digest", "none"]
    push: bool


class NotificationSettingsIn(Body):
    """When notices leave: times by one's own clock, days off as digits (0 is Monday). None do in quiet and focus
    hours, on public holidays of a country (by its code) and while you are away. What is left out stays as it is.
    """

    quiet_from: TimeOfDay
    quiet_until: TimeOfDay
    days_off: list[Literal["0", "1", "2", "3", "4", "5", "6"]]
    digest: Literal["daily", "weekly", "never"]
    digest_at: TimeOfDay
    focus_from: TimeOfDay | None = None
    focus_until: TimeOfDay | None = None
    holidays_of: Annotated[str, Field(max_length=2)] = ""
    away_from: date | None = None
    away_until: date | None = None


class NotificationSettingsOut(NotificationSettingsIn):
    """The same, with how each kind is sent, since when no e-mail is sent because the address rejected one, and until
    when you want to hear of nothing.
    """

    mail_stopped_at: datetime | None
    undisturbed_until: datetime | None
    kinds: dict[str, ChoiceIn]


class AttentionIn(Body):
    """A thing by its key (`proposal:12`, `circle:field`), followed, muted, or as usual."""

    project: UUID
    thing: str
    title: str
    address: str
    what: Literal["follow", "mute", "usual"]


class AttentionOut(Schema):
    """What one follows or has muted."""

    id: int
    project: UUID
    thing: str
    title: str
    address: str
    is_muted: bool


@router.get("inbox", response=list[NoticeOut])
def inbox(request: HttpRequest, *, unread: bool = False, waiting: bool = False) -> Any:
    """List one's notices, newest first, at most 100."""
    notices = Notice.objects.to(asker(request))
    notices = notices.waiting(clock.now()) if waiting else notices
    return (notices.unread() if unread else notices)[:MOST]


@router.post("inbox/reading", response={204: None})
def mark_all_read(request: HttpRequest) -> Any:
    """Mark all notices as read, but for those that are snoozed."""
    now = clock.now()
    Notice.objects.to(asker(request)).waiting(now).mark_read(now)
    return Status(204, None)


@router.post("inbox/{pk}/reading", response={204: None})
def mark_read(request: HttpRequest, pk: int) -> Any:
    """Mark a notice as read."""
    _own(request, pk).mark_read()
    return Status(204, None)


@router.post("inbox/{pk}/done", response={204: None})
def finish(request: HttpRequest, pk: int) -> Any:
    """Mark the thing that a notice is about as done."""
    _own(request, pk).finish(clock.now())
    return Status(204, None)


@router.post("inbox/{pk}/snooze", response={204: None})
def snooze(request: HttpRequest, pk: int, body: SnoozeIn) -> Any:
    """Snooze the thing that a notice is about."""
    if body.until.tzinfo is None:
        raise ValidationError("until needs an offset from UTC")
    if body.until.year not in YEARS:
        raise ValidationError("until is too far off")
    _own(request, pk).put_off(body.until)
    return Status(204, None)


@router.post("inbox/{pk}/return", response={204: None})
def bring_back(request: HttpRequest, pk: int) -> Any:
    """Undo done, or end a snooze."""
    _own(request, pk).bring_back()
    return Status(204, None)


@router.get("me/notifications", response=NotificationSettingsOut)
def notifications(request: HttpRequest) -> Any:
    """Read one's notification settings."""
    return _settings(request)


@router.put("me/notifications", response=NotificationSettingsOut)
def change_notifications(request: HttpRequest, body: NotificationSettingsIn) -> Any:
    """Choose quiet hours, focus hours, days off and the digest."""
    own = NotificationSettings.of(asker(request))
    kept = {name: getattr(own, name) for name in LATER if name not in body.model_fields_set}
    form = HoursForm(body.dict() | kept, instance=own)
    if not form.is_valid():
        raise ValidationError([error for errors in form.errors.values() for error in errors])
    form.save()
    return _settings(request)


# Before the kinds: the first address that fits is taken.
@router.delete("me/notifications/mail-stop", response=NotificationSettingsOut)
def resume_mail(request: HttpRequest) -> Any:
    """Resume e-mail after one's address rejected one."""
    NotificationSettings.resume_mail(asker(request))
    return _settings(request)


@router.put("me/notifications/{kind}", response=NotificationSettingsOut)
def choose(request: HttpRequest, kind: NoticeKind, body: ChoiceIn) -> Any:
    """Choose how one kind of notice is sent."""
    NotificationChoice.choose(asker(request), kind, MailChoice(body.mail), push=body.push)
    return _settings(request)


@router.get("me/attention", response=list[AttentionOut])
def attentions(request: HttpRequest) -> Any:
    """List what one follows or has muted."""
    return asker(request).attentions.order_by("is_muted", "title")


@router.put("me/attention", response={204: None})
def attend(request: HttpRequest, body: AttentionIn) -> Any:
    """Follow or mute a thing, or reset it."""
    require(asker(request).is_member_of(body.project))
    form = AttentionForm(body.dict())
    if not form.is_valid():
        raise ValidationError([error for errors in form.errors.values() for error in errors])
    with transaction.atomic():
        Attention.attend(asker(request), **form.cleaned_data)
    return Status(204, None)


class ReminderIn(Body):
    """A thing of a project, by its address here, and when to be reminded of it."""

    project: UUID
    title: Annotated[str, Field(min_length=1, max_length=300)]
    address: Annotated[str, Field(min_length=1, max_length=400)]
    at: datetime


class ReminderOut(ReminderIn):
    """The same."""

    id: UUID


class UndisturbedIn(Body):
    """Until when to hear of nothing; null to hear of everything again."""

    until: datetime | None


@router.get("me/reminders", response=list[ReminderOut])
def reminders(request: HttpRequest) -> Any:
    """List what you will be reminded of, the nearest first; two hundred at most."""
    return PersonalReminder.objects.of(asker(request))


@router.post("me/reminders", response={201: ReminderOut})
def remind(request: HttpRequest, body: ReminderIn) -> Any:
    """Be reminded of a thing: it comes into your inbox at that time."""
    require(asker(request).is_member_of(body.project))
    if not is_ours(body.address) or body.at.tzinfo is None or body.at.year not in YEARS:
        raise ValidationError("the address is not on this server, or the time has no offset from UTC")
    put = PersonalReminder.put(asker(request), project=body.project, title=body.title, address=body.address, at=body.at)
    return Status(201, put)


@router.delete("me/reminders/{key}", response={204: None})
def remove_reminder(request: HttpRequest, key: UUID) -> Any:
    """Be reminded of a thing no more."""
    get_object_or_404(PersonalReminder.objects.of(asker(request)), pk=key).delete()
    return Status(204, None)


@router.put("me/undisturbed", response=NotificationSettingsOut)
def do_not_disturb(request: HttpRequest, body: UndisturbedIn) -> Any:
    """Hear of nothing until then: all goes to your inbox, no e-mail and no push leave."""
    if body.until and (body.until.tzinfo is None or body.until.year not in YEARS):
        raise ValidationError("until needs an offset from UTC, and a year that is near")
    NotificationSettings.change(asker(request), undisturbed_until=body.until)
    return _settings(request)


def _own(request: HttpRequest, pk: int) -> Notice:
    found: Notice = get_object_or_404(Notice.objects.to(asker(request)), pk=pk)
    return found


def _settings(request: HttpRequest) -> dict[str, Any]:
    own = NotificationSettings.of(asker(request))
    names = ("quiet_from", "quiet_until", "digest", "digest_at", "mail_stopped_at", "undisturbed_until", *LATER)
    kinds = {kind.value: {"mail": mail, "push": push} for kind, (mail, push) in choices_of(own.user).items()}
    return {name: getattr(own, name) for name in names} | {"days_off": list(own.days_off), "kinds": kinds}
