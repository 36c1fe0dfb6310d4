"""What webhooks add to other apps: each event of the record goes to the programs that want it."""

from circles.domain_events import EventRecorded
from circles.extension_points import Extension
from webhooks.kept_data import KEPT_DATA
from webhooks.record_sentences import SENTENCES
from webhooks.workflows.queueing import queue_event

EXTENSION = Extension(
    app="webhooks", kept=(KEPT_DATA,), sentences=SENTENCES, subscribers={EventRecorded: [queue_event]}
)
