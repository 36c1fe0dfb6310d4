"""What a circle's page shows of its room: the topic last spoken in, to go on with where one is."""

from typing import Any

from accounts.models import User
from chat.contexts.conversation import PAGE, Talk, talk_of
from chat.contexts.unread import unread_by_circle
from chat.models import Message, ReadMarker, Topic
from circles.models import Circle


def panel(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Show the open topic last spoken in; its rows are read together with the page's other lists."""
    topics = Topic.objects.in_circle(circle).open().latest_first()[:1]
    found, first = topics.with_last(), topics.values("pk")
    said = Message.objects.filter(topic__in=first).with_people().order_by("-seq")[: PAGE + 1]
    read = ReadMarker.objects.filter(user=user, topic__in=first).values_list("seq", flat=True)

    def talk() -> Talk | None:
        topic = next(iter(found), None)
        if topic is None:
            return None
        topic.project = topic.room.circle.project = circle.project
        return talk_of(topic, list(said), next(iter(read), 0))

    def unread() -> int:
        return unread_by_circle(circle.project, user).get(circle.pk, 0)

    return "chat/panel.html", {"found": found, "said": said, "read": read, "talk": talk, "unread": unread}
