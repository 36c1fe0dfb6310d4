"""What the record tells of itself."""

from django.utils.translation import gettext_lazy as _

from circles.record.templates import sentences
from foundation.audit.event_types import SealEvent

SENTENCES = {
    SealEvent.ROWS_SEALED: sentences(_("What stood in the project already is sealed from here on.")),
}
