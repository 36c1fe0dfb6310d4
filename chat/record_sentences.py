"""The deeds of talk as sentences."""

from django.utils.translation import gettext_lazy as _

from circles.record.templates import telling

DEEDS = {
    "opened a topic": telling(
        _("{who} opened the topic “{thing}” in {circle_there}."), _("{who} opened the topic “{thing}”.")
    ),
    "closed a topic": telling(
        _("{who} closed the topic “{thing}”, {outcome}: “{line}”."), _("{who} closed the topic “{thing}”, {outcome}.")
    ),
    "reopened a topic": telling(_("{who} reopened the topic “{thing}”.")),
    "imported talk from elsewhere": telling(
        _("{who} imported talk from {files}: {messages} messages in {topics} topics.")
    ),
}
