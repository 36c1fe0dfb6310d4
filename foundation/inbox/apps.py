"""Register the inbox."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InboxConfig(AppConfig):
    """Notices to people and e-mails that leave Ronde."""

    name = "foundation.inbox"
    verbose_name = _("Inbox")
