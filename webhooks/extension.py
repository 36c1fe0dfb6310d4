"""What webhooks add to other apps: each event of the record goes to the programs that want it."""

from chat.domain_events import MessageChanged
from projects.domain_events import EventRecorded
from record.templates import Sentences
from web.extension_registry import Subscribers
from webhooks.kept_data import KEPT_DATA
from webhooks.record_sentences import SENTENCES
from webhooks.workflows.queueing import queue_event
from webhooks.workflows.queueing_messages import queue_message

EXTENSION = (
    KEPT_DATA,
    Sentences("webhooks", SENTENCES),
    Subscribers({EventRecorded: [queue_event], MessageChanged: [queue_message]}),
)
