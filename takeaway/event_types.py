"""Event types of copies, imports and erasures, as the record and inboxes keep them; the label follows the name."""

from django.utils.translation import gettext_lazy as _

from audit.event_types import EventType, goes_on_when_closed


class TakeawayEvent(EventType):
    """What the record keeps of who took a project away, brought it in, or erased a person's data."""

    TAKEN_AWAY = "project.taken_away", _("took a copy of the project away")
    READY = "copy.prepared", _("made a copy of the project ready")
    FAILED = "copy.failed", _("could not make a copy of the project")
    IMPORTED = "project.imported", _("brought the project in from another server")
    ERASED = "person.erased", _("erased a former member’s personal data")


goes_on_when_closed(TakeawayEvent.TAKEN_AWAY, TakeawayEvent.ERASED, TakeawayEvent.IMPORTED)
