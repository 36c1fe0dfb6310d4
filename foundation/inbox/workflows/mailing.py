"""Let notices leave by e-mail: alone, bundled, or in the digest, as their reader chose."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.delivery_rules import Hours, MailChoice, PendingNotice, plan
from foundation.inbox.email_html import inlined
from foundation.inbox.kinds import KindGroup, NoticeKind
from foundation.inbox.links import DIGEST, unsubscribe_address
from foundation.inbox.mail_parts import part_of, quoted
from foundation.inbox.models import (
    Notice,
    NoticeQuerySet,
    NotificationChoice,
    NotificationSettings,
    OutgoingEmail,
    choices_of,
    message_id,
    one_line,
)
from foundation.inbox.replies import replies_to

type Choices = dict[NoticeKind, tuple[MailChoice, bool]]

OLDEST = timedelta(days=8)
"""Older notices are not sent any more: a weekly digest has had them."""
WAITING = [one for one in NoticeKind if one.facts.group == KindGroup.WAITING]
MOST_THINGS = 12
"""So many things a group of an e-mail lists, the latest."""


def people_to_mail(now: datetime) -> list[User]:
    """Find people to whom something may leave now: alone, or because it is time for their digest and something is new
    to them or waits, sent before or not. The others are not read, however much waits for them.
    """
    unsent = Notice.objects.open().filter(mailed_at=None, read_at=None, happened_at__gt=now - OLDEST)
    asking = Notice.objects.waiting(now).not_over(now).filter(kind__in=WAITING, happened_at__gt=now - OLDEST)
    mailed = User.objects.filter(is_active=True).exclude(email=None).order_by("pk")
    mailed = mailed.exclude(notification_settings__mail_stopped_at__isnull=False)
    due = Q(notification_settings__digest_due_at=None) | Q(notification_settings__digest_due_at__lte=now)
    listed = Q(pk__in=unsent.values("user")) | Q(pk__in=asking.values("user"))
    return list(mailed.filter(Q(pk__in=_leaving_alone(unsent, now).values("user")) | (due & listed)))


def _leaving_alone(unsent: NoticeQuerySet, now: datetime) -> NoticeQuerySet:
    """Keep what need not wait for a digest: as its reader chose, or because it ends."""
    chosen = NotificationChoice.objects.filter(user=OuterRef("user"), kind=OuterRef("kind"))
    at_once = [one for one in NoticeKind if one.facts.mail == MailChoice.AT_ONCE]
    usual = Q(kind__in=at_once) & ~Exists(chosen)
    found = unsent.filter(usual | Exists(chosen.filter(mail=MailChoice.AT_ONCE)) | Q(ends_at__isnull=False))
    return found.not_over(now)


def send_notices(user: User, at: datetime | None = None) -> int:
    """Put into the outbox what is due to one person now; return how many e-mails. Safe to run twice or late: each
    notice is sent once.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        now, own = at or clock.now(), NotificationSettings.of(user)
        if not user.email or not user.is_active or own.mail_stopped_at:
            return 0
        hours, choices = own.hours, choices_of(user)
        unsent = [(notice, choices[NoticeKind(notice.kind)][0]) for notice in _unsent(user, now)]
        _mark([notice for notice, choice in unsent if choice == MailChoice.NONE], now)
        notices = {notice.pk: notice for notice, choice in unsent if choice != MailChoice.NONE}
        pending = [_pending(notice, choice, own.at_once_since) for notice, choice in unsent]
        leaving = plan(pending, hours, now, sent_today=_sent_today(user, hours, now))
        emails = [("at_once", group) for group in leaving.at_once]
        emails += [("bundle", leaving.bundle)] if leaving.bundle else []
        for how, group in emails:
            _post(user, how, [notices.pop(one.pk) for one in group], now)
        is_due, again = _digest_due(own, hours, now), hours.next_digest(now) or now + OLDEST
        if is_due or own.digest_due_at is None or own.digest_due_at <= now:
            NotificationSettings.change(user, digest_due_at=again, **({"digest_sent_at": now} if is_due else {}))
        if not is_due:
            return len(emails)
        sent = {one.pk for _how, group in emails for one in group}
        listed = {*notices.values(), *_still_waiting(user, choices, sent, now)}
        if listed:
            _post(user, "digest", sorted(listed, key=lambda one: (one.happened_at, one.pk)), now)
    return len(emails) + bool(listed)


def _unsent(user: User, now: datetime) -> QuerySet[Notice]:
    unsent = Notice.objects.filter(user=user, mailed_at=None, read_at=None, happened_at__gt=now - OLDEST)
    return unsent.waiting(now).order_by("happened_at", "pk")


def _still_waiting(user: User, choices: Choices, sent: set[int], now: datetime) -> QuerySet[Notice]:
    """Find what still waits for a person, sent before or not: a digest begins with it."""
    wanted = [one for one in WAITING if choices[one][0] != MailChoice.NONE]
    open_ = Notice.objects.to(user).waiting(now).filter(kind__in=wanted, happened_at__gt=now - OLDEST)
    return open_.exclude(pk__in=sent).not_over(now)


def _pending(notice: Notice, choice: MailChoice, since: datetime | None) -> PendingNotice:
    """Describe it to the rules; what is older than the wish for e-mail at once waits for the digest."""
    if choice == MailChoice.AT_ONCE and since and notice.happened_at <= since:
        choice = MailChoice.DIGEST
    return PendingNotice(notice.pk, _thing_key(notice), choice, notice.happened_at, notice.ends_at)


def _thing_key(notice: Notice) -> str:
    """Name a thing among those of all projects."""
    return f"{notice.project}:{notice.thing}"


def _digest_due(own: NotificationSettings, hours: Hours, now: datetime) -> bool:
    due = hours.digest_on(now.astimezone(hours.zone).date())
    return due is not None and due <= now and (own.digest_sent_at is None or own.digest_sent_at < due)


def _sent_today(user: User, hours: Hours, now: datetime) -> int:
    midnight = now.astimezone(hours.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return OutgoingEmail.objects.filter(key__startswith=f"at_once:{user.pk}:", written_at__gte=midnight).count()


def _post(user: User, how: str, notices: Sequence[Notice], now: datetime) -> None:
    """Put one e-mail in the outbox. Its key names its last notice as it is now: where that is renewed, because its
    round asks anew, it may be sent anew.
    """
    for notice in notices:  # in the plain text, another line would be another thing
        notice.title, notice.by_name = one_line(notice.title), one_line(notice.by_name)
    last = notices[-1]
    key = f"{how}:{user.pk}:{last.pk}:{last.happened_at.timestamp():.3f}"
    kinds = [DIGEST] if how == "digest" else sorted({notice.kind for notice in notices})
    end = unsubscribe_address(user, kinds)
    with translation.override(user.language), timezone.override(user.zone):
        part = part_of(user, notices) if how == "at_once" else None
        words = _words_in(user, notices) if how == "at_once" and not part else ""
        waiting = [one for one in notices if NoticeKind(one.kind).facts.group == KindGroup.WAITING]
        context: dict[str, Any] = {
            "how": how,
            "person": user,
            "to": user.email,
            "groups": list(_grouped(notices, _project_names(user))),
            "notices": notices,
            "last": last,
            "part": part,
            "words": words,
            "quote": quoted(words, most=600),
            "waiting": len({_thing_key(notice) for notice in waiting}),
            **(part.context if part else {}),
            "subject": part.subject if part and part.subject else _subject(how, notices),
            "base": settings.BASE_URL,
            "unsubscribe": end,
            "now": now,
        }
        text, html = (render_to_string(f"inbox/email/notices.{form}", context) for form in ("txt", "html"))
    OutgoingEmail.post(
        key,
        to=user.email or "",
        subject=context["subject"],
        text=unescape(text),
        html=inlined(html),
        at=now,
        user=user,
        headers=_headers(user, how, last, end),
        notices=notices,
    )
    _mark(notices, now)


def _mark(notices: Iterable[Notice], now: datetime) -> None:
    """Note that notices need no e-mail any more."""
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now)


def _headers(user: User, how: str, last: Notice, end: str) -> dict[str, str]:
    """Say what mail programs act on: which e-mails belong together, and where one press ends them."""
    headers = {
        "List-Unsubscribe": f"<{end}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    if how == "at_once":
        headers["References"] = headers["In-Reply-To"] = message_id(f"thing:{user.pk}:{_thing_key(last)}")
    return headers


def _project_names(user: User) -> dict[UUID | None, str]:
    """Return the names of a person's projects, where they have several: an e-mail says which it speaks of."""
    found = user.memberships.current().values_list("project", "project__name")
    own: dict[UUID | None, str] = {project: one_line(name) for project, name in found}
    return own if len(own) > 1 else {}


def _subject(how: str, notices: Sequence[Notice]) -> str:
    if how == "digest":
        return _("Your day in Ronde")
    if how == "bundle" and len({_thing_key(notice) for notice in notices}) > 1:
        return _("Ending soon: your answer is needed")
    last = notices[-1]
    return _("%(name)s: %(words)s") % {
        "name": f"{last.reference} {last.title}".strip(),
        "words": last.get_kind_display(),
    }


def _words_in(user: User, notices: Sequence[Notice]) -> str:
    """Return what was said to a person, of the newest notice with words that the inbox lets them answer."""
    replies = replies_to(user, notices, "")
    said = [replies[one.pk].context.get("words", "") for one in reversed(notices) if one.pk in replies]
    return next((words for words in said if words), "")


def _grouped(
    notices: Iterable[Notice], projects: dict[UUID | None, str]
) -> Iterable[tuple[Any, list[tuple[list[Notice], str]], int]]:
    """Yield groups of kinds in their order, each with its notices by thing (and its project's name, where that is to be
    said), and how many things more there are.
    """
    found: dict[KindGroup, dict[str, list[Notice]]] = {}
    for notice in notices:
        group = NoticeKind(notice.kind).facts.group
        found.setdefault(group, {}).setdefault(_thing_key(notice), []).append(notice)
    for group in KindGroup:
        if group in found:
            things = [(about, projects.get(about[-1].project, "")) for about in found[group].values()]
            yield group.label, things[-MOST_THINGS:], max(0, len(things) - MOST_THINGS)
