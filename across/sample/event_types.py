"""Event types of the data generator, as the record and inboxes keep them; the label follows the person's name."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.event_types import EventType


class SampleEvent(EventType):
    """What the record keeps of the data generator."""

    DECISIONS_GENERATED = "project.decisions_generated", _("grew by decisions")
