"""What a person was notified of and has not read, with the words where a person spoke to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from chat.models import Message
from circles.models import Circle
from inbox.models import Notice
from projects.models import Project

NOTICES = 8


@dataclass(frozen=True)
class UnreadNotice:
    """A notice; what was said to the person, in which circle: "" and None where nothing was or it was taken back."""

    notice: Notice
    said: str
    circle: Circle | None


def notices_for(project: Project, user: User, now: datetime) -> QuerySet[Notice]:
    """Return what the person has neither read nor snoozed, newest first, one more than is shown; a position that is
    asked stands on the page by itself.
    """
    message = Message.objects.visible_to(user).filter(pk=OuterRef("message"), removed_at=None)
    unread = Notice.objects.to(user).unread().waiting(now).in_project(project.pk).exclude(reason=Notice.Reason.ASKED)
    return unread.with_faces().annotate(
        html=Subquery(message.values("html")),
        place=Subquery(message.values("topic__room__circle")),
    )[: NOTICES + 1]


def unread_notices(notices: list[Any], circles: dict[int, Circle]) -> list[UnreadNotice]:
    """Return them as the page shows them."""
    return [
        UnreadNotice(
            one,
            Message(html=one.html).plain if one.html else "",
            circles.get(one.place),
        )
        for one in notices[:NOTICES]
    ]
