"""What the inbox itself tells of."""

from django.utils.translation import gettext_lazy as _

from audit.event_types import EventType


class InboxNotice(EventType):
    """Notices that no entry of the record stands behind."""

    MAIL_STOPPED = "mail.stopped", _("sends you no e-mail any more: your address refused the last one")
    TOKEN_ENDING = "token.ending", _("ends a token of yours within a week")
