"""API of the inbox and of notification settings."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from accounts.decorators import asker
from audit import clock
from inbox.delivery_rules import MailChoice
from inbox.forms import AttentionForm, HoursForm
from inbox.kinds import NoticeKind
from inbox.models import Attention, Notice, NotificationChoice, NotificationSettings, choices_of
from web.exceptions import require
from web.pagination import YEARS
from web.schema_types import TimeOfDay

router = Router()
MOST = 100


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


class SnoozeIn(Schema):
    """Until when a thing is snoozed."""

    until: datetime


class ChoiceIn(Schema):
    """How a kind of notice reaches a person."""

    mail: Literal["at_once", "digest", "none"]
    push: bool


class NotificationSettingsIn(Schema):
    """When notices leave: times by one's own clock, days off as digits (0 is Monday)."""

    quiet_from: TimeOfDay
    quiet_until: TimeOfDay
    days_off: list[Literal["0", "1", "2", "3", "4", "5", "6"]]
    digest: Literal["daily", "weekly", "never"]
    digest_at: TimeOfDay


class NotificationSettingsOut(NotificationSettingsIn):
    """The same, with how each kind is sent, and since when no e-mail is sent because the address rejected one."""

    mail_stopped_at: datetime | None
    kinds: dict[str, ChoiceIn]


class AttentionIn(Schema):
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
    """Choose quiet hours, days off and the digest."""
    form = HoursForm(body.dict(), instance=NotificationSettings.of(asker(request)))
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
    require(asker(request).memberships.filter(project=body.project, ended_at=None).exists())
    form = AttentionForm(body.dict())
    if not form.is_valid():
        raise ValidationError([error for errors in form.errors.values() for error in errors])
    with transaction.atomic():
        Attention.attend(asker(request), **form.cleaned_data)
    return Status(204, None)


def _own(request: HttpRequest, pk: int) -> Notice:
    found: Notice = get_object_or_404(Notice.objects.to(asker(request)), pk=pk)
    return found


def _settings(request: HttpRequest) -> dict[str, Any]:
    own = NotificationSettings.of(asker(request))
    names = ("quiet_from", "quiet_until", "digest", "digest_at", "mail_stopped_at")
    kinds = {kind.value: {"mail": mail, "push": push} for kind, (mail, push) in choices_of(own.user).items()}
    return {name: getattr(own, name) for name in names} | {"days_off": list(own.days_off), "kinds": kinds}
