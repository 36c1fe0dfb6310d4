"""What the record tells of itself."""

from django.utils.translation import gettext_lazy as _

from audit.event_types import SealEvent
from record.templates import sentences

SENTENCES = {
    SealEvent.ROWS_SEALED: sentences(_("What stood in the project already is sealed from here on.")),
}
