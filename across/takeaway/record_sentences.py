"""The events of copies, imports and erasures as sentences."""

from django.utils.translation import gettext_lazy as _

from across.takeaway.event_types import TakeawayEvent
from circles.record.templates import sentences, template

SENTENCES = {
    TakeawayEvent.TAKEN_AWAY: sentences(
        template(_("{who} downloaded a copy of the whole project."), whole=True),
        template(_("{who} downloaded a copy of {within}, with the circles inside it."), covers=["whole"]),
        template(_("{who} downloaded a copy of the project, as far as they may read it."), covers=["whole"]),
    ),
    TakeawayEvent.READY: sentences(_("The copy is ready for the person who requested it.")),
    TakeawayEvent.FAILED: sentences(_("The copy could not be made.")),
    TakeawayEvent.IMPORTED: sentences(
        _("{who} imported the project from {server}, where its record had {entries} entries."),
        _("The project was imported from {server}."),
        entries=lambda event: event.facts.get("entries"),
    ),
    TakeawayEvent.ERASED: sentences(_("{who} erased a former member’s personal data.")),
}
