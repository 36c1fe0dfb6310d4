"""Let notices reach people's devices: put into the outbox as each chose, and sent from there."""

import json
from datetime import datetime, timedelta
from typing import Any

import requests
import structlog
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone, translation
from pywebpush import WebPushException, webpush

from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.kinds import NoticeKind
from foundation.inbox.models import Notice, NotificationSettings, OutgoingPush, PushSubscription, choices_of
from foundation.inbox.models.outgoing import open_projects
from foundation.inbox.retry_rules import ServerAnswer
from foundation.inbox.vapid import contact, is_push_service, keys

TOO_OLD = timedelta(hours=6)
"""Older notices are not pushed; they are in the inbox."""
HOLDS = int(timedelta(hours=12).total_seconds())
TIMEOUT_S = 10

log = structlog.get_logger(__name__)


def people_to_push(now: datetime) -> QuerySet[User]:
    """Find people with a device, and with notices that may still be pushed."""
    waiting = Notice.objects.open().unread().not_over(now).filter(pushed_at=None, happened_at__gt=now - TOO_OLD)
    return User.objects.filter(pk__in=waiting.values("user"), is_active=True).exclude(push_subscriptions=None)


def push_notices(user: User, at: datetime | None = None) -> int:
    """Put the pushes to one person's devices into the outbox, each device's from when it was turned on; return how
    many. Safe to run twice or late.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        now, choices = at or clock.now(), choices_of(user)
        if NotificationSettings.of(user).hours.is_quiet(now):
            return 0
        waiting = Notice.objects.unread().filter(user=user, pushed_at=None, happened_at__gt=now - TOO_OLD)
        devices, posted = list(devices_of(user)), 0
        for notice in waiting.waiting(now).not_over(now).order_by("happened_at", "pk"):
            notice.pushed_at = now
            notice.save(update_fields=["pushed_at"])
            if choices[NoticeKind(notice.kind)][1]:
                posted += sum(_post(notice, device) for device in devices if device.since <= notice.happened_at)
    return posted


def devices_of(user: User) -> QuerySet[PushSubscription]:
    """Return the devices on which a person is still signed in where they asked for push."""
    session = UserSession.objects.filter(user=user, session_key=OuterRef("session_key"))
    return user.push_subscriptions.filter(Exists(session))


def deliver_push(waiting: OutgoingPush) -> bool:
    """Send one; return whether it was accepted. A device that no longer exists is deleted; one on which its person is
    not signed in any more gets nothing.
    """
    push = waiting.claim()
    if push is None:
        return False
    device = push.subscription
    if not (push.is_open and devices_of(device.user).filter(pk=device.pk).exists()):
        push.give_up("nobody is signed in on this device any more, or in this project")
        return False
    try:
        _send(push)
    except WebPushException as error:
        code = error.response.status_code if error.response is not None else 0
        if code in (404, 410):
            device.delete()
        else:
            answer = ServerAnswer.NEVER if 400 <= code < 500 and code != 429 else ServerAnswer.LATER
            push.note_failure(answer, f"{code}: {error.message}")
        return False
    except Exception as error:  # noqa: BLE001 whatever a push service answers, the next push leaves
        why = f"{type(error).__name__}: {error}"
        log.warning("a push could not be sent", push=push.pk, why=why[:300])
        push.note_failure(ServerAnswer.LATER, why)
        return False
    push.mark_sent()
    return True


def push_trial(device: PushSubscription, title: str, body: str) -> None:
    """Send a test notification to a device."""
    now = timezone.now()
    OutgoingPush.objects.create(
        key=f"trial:{device.pk}:{now.timestamp()}",
        subscription=device,
        title=title,
        body=body,
        address="/inbox/notifications/",
        tag="trial",
    )


def _post(notice: Notice, device: PushSubscription) -> int:
    with translation.override(notice.user.language):
        title = f"{notice.reference} {notice.title}".strip() or "Ronde"
        body = f"{notice.by_name or 'Ronde'} {notice.event_label}"
    _push, is_new = OutgoingPush.objects.get_or_create(
        key=f"push:{device.pk}:{notice.pk}:{notice.happened_at.timestamp():.3f}",
        defaults={
            "subscription": device,
            "title": title[:300],
            "body": body[:300],
            "address": notice.address or "/inbox/",
            "tag": notice.thing[:120] or f"notice-{notice.pk}",
            "project": notice.project if str(notice.project) in open_projects(device.user) else None,
        },
    )
    return int(is_new)


def _send(push: OutgoingPush) -> None:
    device = push.subscription
    if not is_push_service(device.endpoint):
        raise WebPushException("no push service that this server knows")
    words: dict[str, Any] = {
        "title": push.title,
        "body": push.body,
        "address": push.address,
        "tag": push.tag,
        "waiting": device.user.notices.waiting(clock.now()).last_of_things().count(),
    }
    with requests.Session() as session:
        session.max_redirects = 0  # it would lead this server anywhere
        webpush(
            {"endpoint": device.endpoint, "keys": {"p256dh": device.public_key, "auth": device.secret}},
            json.dumps(words),
            vapid_private_key=keys(),
            vapid_claims={"sub": contact()},  # a new one each time: it is written to
            ttl=HOLDS,
            timeout=TIMEOUT_S,
            requests_session=session,
        )
