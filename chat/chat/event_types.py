"""Event types of chat, as the record and inboxes keep them; the label follows the person's name."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.event_types import EventType


class ChatEvent(EventType):
    """What the record keeps of chat."""

    TOPIC_OPENED = "topic.opened", _("opened a topic")
    TOPIC_CLOSED = "topic.closed", _("closed a topic")
    TOPIC_REOPENED = "topic.reopened", _("reopened a topic")
    TOPIC_RENAMED = "topic.renamed", _("renamed a topic")
    MESSAGES_MOVED = "topic.messages_moved", _("moved messages to another topic")
    CHAT_IMPORTED = "chat.imported", _("imported conversations")


class ChatNotice(EventType):
    """Reasons for a notice that no entry of the record stands behind: messages are not recorded."""

    MENTIONED = "message.mentioned", _("mentioned you")
    CIRCLE_MENTIONED = "message.circle_mentioned", _("mentioned your circle")
    ANSWERED = "message.answered", _("replied to you")
    DIRECT = "message.direct", _("wrote to you")
    OUTCOME_ASKED = "topic.outcome_asked", _("asks what came of your topic")
    NOT_SENT = "message.not_sent", _("couldn’t send your scheduled message: it’s back in your drafts")
    POSTED = "message.posted", _("posted in a topic you follow")
