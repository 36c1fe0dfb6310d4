"""What projects and circles publish to the apps above them; each event is declared beside what it happens to.

`web.extension_registry.publish` runs the subscribers inside the publisher's transaction, where it has
one, in the order of the apps.
`script/manage show_extensions` prints who listens.
"""

from accounts.models import PersonChanged
from circles.models.circle import CircleClosing, CircleCreated, LimitsChanged
from circles.models.link import LinkCreated
from circles.models.project import ElementChanging, ProjectCreated, ProjectSettingsChanged, TextsReindexed
from circles.models.purse import MoneyChanged, MoneyNeeded, ReservationDrawn
from circles.models.subject import ContentWritten, EventRecorded, TextsChanged, ThingAdopted

__all__ = [
    "CircleClosing",
    "CircleCreated",
    "ContentWritten",
    "ElementChanging",
    "EventRecorded",
    "LimitsChanged",
    "LinkCreated",
    "MoneyChanged",
    "MoneyNeeded",
    "PersonChanged",
    "ProjectCreated",
    "ProjectSettingsChanged",
    "ReservationDrawn",
    "TextsChanged",
    "TextsReindexed",
    "ThingAdopted",
]
