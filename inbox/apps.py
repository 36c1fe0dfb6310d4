"""Register who hears of it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InboxConfig(AppConfig):
    """Notices to people and letters that leave the house."""

    name = "inbox"
    verbose_name = _("Inbox")
