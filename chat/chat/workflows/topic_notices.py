"""What one person is told of a topic of theirs by nobody: what became of it, or of what they wrote there."""

from datetime import datetime

from chat.chat.event_types import ChatNotice
from chat.chat.models import Topic
from documents.conversation.workflows.notices import broadcast_inboxes
from foundation.accounts.models import User
from foundation.inbox.kinds import NoticeReason
from foundation.inbox.models import Notice


def notify_of_topic(topic: Topic, person: User, event: ChatNotice, at: datetime) -> None:
    """Put it into a person's inbox."""
    Notice.post(
        {person: NoticeReason.OWNER},
        project=topic.project_id,
        event=event,
        by=None,
        reference="",
        title=topic.name,
        address=topic.get_absolute_url(),
        at=at,
    )
    broadcast_inboxes([person], project=topic.project_id)
