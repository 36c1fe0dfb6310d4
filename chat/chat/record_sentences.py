"""The events of talk as sentences."""

from django.utils.translation import gettext_lazy as _

from chat.chat.event_types import ChatEvent
from circles.record.templates import sentences

SENTENCES = {
    ChatEvent.TOPIC_OPENED: sentences(
        _("{who} opened the topic “{thing}” in {circle_there}."), _("{who} opened the topic “{thing}”.")
    ),
    ChatEvent.TOPIC_CLOSED: sentences(
        _("{who} closed the topic “{thing}”, {outcome}: “{line}”."), _("{who} closed the topic “{thing}”, {outcome}.")
    ),
    ChatEvent.TOPIC_REOPENED: sentences(_("{who} reopened the topic “{thing}”.")),
    ChatEvent.TOPIC_RENAMED: sentences(_("{who} renamed the topic “{before}”; it is called “{thing}” now.")),
    ChatEvent.MESSAGES_MOVED: sentences(_("{who} moved {messages} messages from “{before}” to “{thing}”.")),
    ChatEvent.CHAT_IMPORTED: sentences(
        _("{who} imported conversations from {files}: {messages} messages in {topics} topics.")
    ),
}
