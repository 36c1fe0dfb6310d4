"""Send what waits in the outbox: each thing once, by one worker at a time."""

import structlog
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.event_types import InboxNotice
from foundation.inbox.kinds import NoticeKind
from foundation.inbox.models import Notice, NotificationSettings, OutgoingEmail, message_id
from foundation.inbox.retry_rules import ServerAnswer, answer_of
from foundation.inbox.smtp import HandoverBackend

log = structlog.get_logger(__name__)


def deliver(waiting: OutgoingEmail) -> bool:
    """Send an e-mail; return whether it was sent. It is sent outside of any transaction, as a mail server may take its
    time and SQLite lets one write at a time. A failure, whatever it is, is kept with the e-mail.
    """
    email = waiting.claim()
    if email is None:
        return False
    if not email.is_open:
        email.withhold("its person is here no more, or not in a project of which it tells")
        return False
    try:
        _send(email)
    except Exception as error:
        log.exception("an e-mail could not be sent", email=email.pk, attempts=email.attempts)
        answer = answer_of(error, handed_over=email.handed_at is not None)
        email.note_failure(answer, f"{type(error).__name__}: {error}")
        if answer == ServerAnswer.ADDRESS_REFUSED and email.user:
            stop_mail(email.user, email.error)
        return False
    email.mark_sent()
    return True


def stop_mail(user: User, why: str) -> None:
    """Send a person no more e-mail, as their address rejects it, and notify them in their inbox."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if NotificationSettings.of(user).mail_stopped_at:
            return
        now = clock.now()
        NotificationSettings.stop_mail(user, why, now)
        Notice.objects.create(
            user=user,
            reason=Notice.Reason.OWNER,
            event=InboxNotice.MAIL_STOPPED,
            kind=NoticeKind.YOURS,
            address="/inbox/notifications/",
            happened_at=now,
            mailed_at=now,
        )
        waiting = OutgoingEmail.objects.filter(user=user, sent_at=None, failed_at=None, taken_at=None)
        for email in waiting:
            email.give_up("the address rejected an earlier one")


def _send(email: OutgoingEmail) -> None:
    headers = {"Message-ID": message_id(email.key), **email.headers}
    message = EmailMultiAlternatives(
        email.subject, email.text, settings.DEFAULT_FROM_EMAIL, [email.to], headers=headers
    )
    if email.html:
        message.attach_alternative(email.html, "text/html")
    mailer = mail.mailers.default
    if isinstance(mailer, HandoverBackend):
        mailer.send_one(message, email.hand_over)
    else:
        mailer.send_messages([message])
