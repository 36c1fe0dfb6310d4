"""Register conversation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationConfig(AppConfig):
    """What messages, comments and suggestions have in common; no tables of its own."""

    name = "documents.conversation"
    verbose_name = _("Conversation")
