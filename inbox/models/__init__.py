"""Who is notified of an event: notices inside Ronde, what leaves it, and what each person wants of that."""

from inbox.models.notice import Notice, NoticeQuerySet
from inbox.models.notification_settings import Attention, NotificationChoice, NotificationSettings, choices_of
from inbox.models.outgoing_email import OutgoingEmail, one_line

__all__ = [
    "Attention",
    "Notice",
    "NoticeQuerySet",
    "NotificationChoice",
    "NotificationSettings",
    "OutgoingEmail",
    "choices_of",
    "one_line",
]
