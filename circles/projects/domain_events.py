"""What projects publish to the apps above them; each event is declared beside what it happens to.

`foundation.web.extension_registry.publish` runs the subscribers inside the publisher's transaction, where it has one,
in the order of the apps. `script/manage show_extensions` prints who listens.
"""

from circles.projects.models.link import LinkCreated
from circles.projects.models.project import (
    CurrencyChanging,
    ElementChanging,
    ProjectCreated,
    ProjectSettingsChanged,
    TextsReindexed,
)
from circles.projects.models.subject import ContentWritten, EventRecorded, TextsChanged, ThingAdopted
from foundation.accounts.models import PersonChanged

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
