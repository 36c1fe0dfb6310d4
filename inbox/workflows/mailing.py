"""Let notices leave by e-mail: alone, bundled, or in the digest, as their reader chose."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from inbox.delivery_rules import Hours, MailChoice, Waiting, plan
from inbox.kinds import DETAILS, KindGroup, NoticeKind
from inbox.models import Notice, NotificationSettings, OutgoingEmail, choices_of

OLDEST = timedelta(days=8)
"""What is older leaves no more: a weekly digest has told it."""


def people_with_news(now: datetime) -> QuerySet[User]:
    """Find whoever has notices that may still leave."""
    waiting = Notice.objects.filter(mailed_at=None, read_at=None, done_at=None, happened_at__gt=now - OLDEST)
    return User.objects.filter(pk__in=waiting.values("user"), is_active=True).exclude(email=None).order_by("pk")


def send_notices(user: User, at: datetime | None = None) -> int:
    """Put into the outbox what leaves to one person now; return how many e-mails. Twice or late without harm: each
    notice leaves once.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        now, wishes = at or clock.now(), NotificationSettings.of(user)
        if not user.email or not user.is_active or wishes.mail_stopped_at:
            return 0
        hours, choices = wishes.hours, choices_of(user)
        notices = {notice.pk: notice for notice in _unsent(user, now)}
        due = _digest_due(wishes, hours, now)
        leaving = plan(
            [_waiting(notice, choices[NoticeKind(notice.kind)][0]) for notice in notices.values()],
            hours,
            now,
            sent_today=_sent_today(user, hours, now),
        )
        for group in leaving.at_once:
            _post(user, "at_once", [notices[one.pk] for one in group], now)
        if leaving.bundle:
            _post(user, "bundle", [notices[one.pk] for one in leaving.bundle], now)
        if due:
            wishes.digest_sent_at = now
            wishes.save()
            gone = {one.pk for group in (*leaving.at_once, leaving.bundle) for one in group}
            wanted = (n for n in notices.values() if choices[NoticeKind(n.kind)][0] != MailChoice.NONE)
            rest = [notice for notice in wanted if notice.pk not in gone]
            if rest:
                _post(user, "digest", rest, now)
            return len(leaving.at_once) + bool(leaving.bundle) + bool(rest)
    return len(leaving.at_once) + bool(leaving.bundle)


def _unsent(user: User, now: datetime) -> QuerySet[Notice]:
    unsent = Notice.objects.filter(user=user, mailed_at=None, read_at=None, happened_at__gt=now - OLDEST)
    return unsent.waiting(now).order_by("happened_at", "pk")


def _waiting(notice: Notice, choice: MailChoice) -> Waiting:
    return Waiting(notice.pk, notice.thing, choice, notice.happened_at, notice.ends_at)


def _digest_due(wishes: NotificationSettings, hours: Hours, now: datetime) -> bool:
    due = hours.digest_on(now.astimezone(hours.zone).date())
    return due is not None and due <= now and (wishes.digest_sent_at is None or wishes.digest_sent_at < due)


def _sent_today(user: User, hours: Hours, now: datetime) -> int:
    midnight = now.astimezone(hours.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return OutgoingEmail.objects.filter(key__startswith=f"at_once:{user.pk}:", written_at__gte=midnight).count()


def _post(user: User, how: str, notices: Sequence[Notice], now: datetime) -> None:
    with translation.override(user.language), timezone.override(user.zone):
        context: dict[str, Any] = {
            "how": how,
            "person": user,
            "groups": list(_grouped(notices)),
            "notices": notices,
            "subject": _subject(how, notices),
            "base": settings.BASE_URL,
            "now": now,
        }
        text, html = (render_to_string(f"inbox/email/notices.{form}", context) for form in ("txt", "html"))
    OutgoingEmail.post(
        f"{how}:{user.pk}:{notices[0].pk}",
        to=user.email or "",
        subject=context["subject"],
        text=text,
        html=html,
        at=now,
    )
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now)


def _subject(how: str, notices: Sequence[Notice]) -> str:
    if how == "digest":
        return _("Your day in Ronde")
    if how == "bundle" and len({notice.thing for notice in notices}) > 1:
        return _("Ends soon, and waits for you")
    last = notices[-1]
    return f"{last.reference} {last.title}: {last.get_kind_display()}".strip()


def _grouped(notices: Iterable[Notice]) -> Iterable[tuple[Any, list[list[Notice]]]]:
    """Yield groups of kinds in their order, each with its notices by thing."""
    found: dict[KindGroup, dict[str, list[Notice]]] = {}
    for notice in notices:
        found.setdefault(DETAILS[NoticeKind(notice.kind)].group, {}).setdefault(notice.thing, []).append(notice)
    for group in KindGroup:
        if group in found:
            yield group.label, list(found[group].values())
