"""Register who hears of it."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Notices to people and letters that leave the house."""

    name = "inbox"
