"""What a person was notified of and has not read, with the words where a person spoke to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chat.chat.models import Message
from circles.circles.models import Circle
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.inbox.models import Notice, NoticeQuerySet

NOTICES = 8


@dataclass(frozen=True)
class UnreadNotice:
    """A notice; what was said to the person, in which circle: "" and None where nothing was or it was taken back."""

    notice: Notice
    said: str
    circle: Circle | None


def notices_for(project: Project, user: User, now: datetime) -> NoticeQuerySet:
    """Return what the person has neither read nor snoozed, newest first, one more than is shown; a position that is
    asked stands on the page by itself.
    """
    unread = Notice.objects.to(user).unread().waiting(now).in_project(project.pk).exclude(reason=Notice.Reason.ASKED)
    return unread.with_faces()[: NOTICES + 1]


def unread_notices(notices: Sequence[Notice], user: User, circles: dict[int, Circle]) -> list[UnreadNotice]:
    """Return the first of them as the page shows them."""
    shown = notices[:NOTICES]
    said = words_said({one.message for one in shown if one.message}, user, circles)
    return [UnreadNotice(one, *said.get(one.message, ("", None))) for one in shown]


def words_said(
    messages: Collection[UUID], user: User, circles: dict[int, Circle]
) -> dict[UUID | None, tuple[str, Circle | None]]:
    """Return the words of those of these messages that the person may read and that were not taken back, each with the
    circle of its room; without a query where no notice tells of a message, as few do.
    """
    if not messages:
        return {}
    found = Message.objects.visible_to(user).filter(pk__in=messages, removed_at=None)
    rows = found.values_list("pk", "html", "topic__room__circle")
    return {pk: (Message(html=html).plain, circles.get(circle)) for pk, html, circle in rows}
