"""What projects publish to the apps above them; each event is declared beside what it happens to.

`web.extension_registry.publish` runs the subscribers inside the publisher's transaction, where it has one, in the order
of the apps. `script/manage show_extensions` prints who listens.
"""

from accounts.models import PersonChanged
from projects.models.link import LinkCreated
from projects.models.project import (
    CurrencyChanging,
    ElementChanging,
    ProjectCreated,
    ProjectSettingsChanged,
    TextsReindexed,
)
from projects.models.subject import ContentWritten, EventRecorded, TextsChanged, ThingAdopted

__all__ = [
    "ContentWritten",
    "CurrencyChanging",
    "ElementChanging",
    "EventRecorded",
    "LinkCreated",
    "PersonChanged",
    "ProjectCreated",
    "ProjectSettingsChanged",
    "TextsChanged",
    "TextsReindexed",
    "ThingAdopted",
]
