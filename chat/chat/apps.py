"""Register chat with circles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    """Rooms, topics and messages."""

    name = "chat.chat"
    verbose_name = _("Chat")

    def ready(self) -> None:
        """Install what the app adds to others."""
        from chat.chat.extension import EXTENSION
        from foundation.web.extension_registry import install

        install("chat", EXTENSION)
