"""Notices of the inbox itself."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.event_types import EventType


class InboxNotice(EventType):
    """Notices that no entry of the record stands behind."""

    MAIL_STOPPED = "mail.stopped", _("stopped e-mailing you: your address rejected the last e-mail")
    REMINDED = "reminder.due", _("reminds you, as you asked")
    TOKEN_ENDING = "token.ending", _("ends a token of yours within a week")
