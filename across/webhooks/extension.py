"""What webhooks add to other apps: each event of the record goes to the programs that want it."""

from across.webhooks.kept_data import KEPT_DATA
from across.webhooks.record_sentences import SENTENCES
from across.webhooks.workflows.queueing import queue_event
from across.webhooks.workflows.queueing_messages import queue_message
from chat.chat.domain_events import MessageChanged
from circles.projects.domain_events import EventRecorded
from circles.record.templates import Sentences
from foundation.web.extension_registry import Subscribers

EXTENSION = (
    KEPT_DATA,
    Sentences("webhooks", SENTENCES),
    Subscribers({EventRecorded: [queue_event], MessageChanged: [queue_message]}),
)
