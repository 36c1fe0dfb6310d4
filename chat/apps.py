"""Register chat with the shared floor."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    """Rooms, topics and messages."""

    name = "chat"
    verbose_name = _("Chat")

    def ready(self) -> None:
        """Give each circle its room, the rail its numbers, a circle's page its talk, and messages a name."""
        from chat import beside, floor
        from chat.models import Topic
        from chat.telling import DEEDS
        from circles.registries import Panel, count, count_unread, know, on, read_as, show, tell_by

        on("circle made", floor.make_room)
        know("message", floor.find_message)
        tell_by(DEEDS)
        read_as("outcome", Topic.Outcome)
        count("chat", floor.how_many)
        count_unread(floor.unread_by_circle)
        show(Panel("room", 70, beside.panel, is_beside=True))
