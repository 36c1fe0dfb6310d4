"""Who is notified of an event: notices inside Ronde, what leaves it, and what each person wants of that."""

from foundation.inbox.models.notice import Notice, NoticeQuerySet, NoticesFinished, NoticesReopened
from foundation.inbox.models.notification_settings import (
    Attention,
    NotificationChoice,
    NotificationSettings,
    choices_of,
)
from foundation.inbox.models.outgoing_email import OutgoingEmail, message_id, one_line
from foundation.inbox.models.push import OutgoingPush, PushSubscription
from foundation.inbox.models.reminder import PersonalReminder

__all__ = [
    "Attention",
    "Notice",
    "NoticeQuerySet",
    "NoticesFinished",
    "NoticesReopened",
    "NotificationChoice",
    "NotificationSettings",
    "OutgoingEmail",
    "OutgoingPush",
    "PersonalReminder",
    "PushSubscription",
    "choices_of",
    "message_id",
    "one_line",
]
