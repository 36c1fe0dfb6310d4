"""What a circle's page shows of its room: the topic last spoken in, to go on with where one is."""

from typing import Any, cast

from accounts.models import User
from chat.contexts.conversation import talk_in
from chat.contexts.unread import first_unread, unread_by_circle
from chat.models import Topic
from circles.models import Circle


def panel(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Show the open topic last spoken in."""
    topic = Topic.objects.visible_to(user).in_circle(circle).open().with_last().latest_first().first()
    if topic:
        topic.project = circle.project
        cast(Circle, topic.circle).project = circle.project
    return "chat/panel.html", {
        "talk": talk_in(topic, user, first=first_unread(topic, user)) if topic else None,
        "unread": unread_by_circle(circle.project, user).get(circle.pk, 0),
    }
