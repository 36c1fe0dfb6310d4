"""Register chat with the shared floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    """Rooms, topics and messages."""

    name = "chat"
    verbose_name = _("Chat")

    def ready(self) -> None:
        """Give each circle its room, the rail its numbers, a circle's page its talk, and messages a name."""
        from chat import extension
        from chat.contexts import circle_panel
        from chat.models import Topic
        from chat.record_sentences import SENTENCES
        from circles.extension_points import Panel, count, count_unread, know, on, read_as, show, tell_by

        on("circle made", extension.make_room)
        know("message", extension.find_message)
        tell_by(SENTENCES)
        read_as("outcome", Topic.Outcome)
        count("chat", extension.how_many)
        count_unread(extension.unread_by_circle)
        show(Panel("room", 70, circle_panel.panel, is_beside=True))
