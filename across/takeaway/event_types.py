"""Event types of copies, imports and erasures, as the record and inboxes keep them; the label follows the name."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.event_types import EventType, goes_on_when_closed


class TakeawayEvent(EventType):
    """What the record keeps of who took a project away, brought it in, or erased a person's data."""

    TAKEN_AWAY = "project.taken_away", _("downloaded a copy of the project")
    READY = "copy.prepared", _("prepared a copy of the project")
    FAILED = "copy.failed", _("could not prepare a copy of the project")
    IMPORTED = "project.imported", _("imported the project from another server")
    ERASED = "person.erased", _("erased a former member’s personal data")


goes_on_when_closed(TakeawayEvent.TAKEN_AWAY, TakeawayEvent.ERASED, TakeawayEvent.IMPORTED)
