"""What projects add to hosts below and to their own: people to choose from, what is kept, and who listens."""

from circles.projects.domain_events import EventRecorded, PersonChanged
from circles.projects.file_rights import FILE_RIGHTS
from circles.projects.forms.autocomplete import Autocompletes, people_for
from circles.projects.kept_data import KEPT_DATA
from circles.projects.thing_parts import publish_texts
from circles.projects.workflows.admin_changes import record_person_changed
from foundation.files.rights import FileRightsBy
from foundation.web.extension_registry import Subscribers

EXTENSION = (
    Autocompletes({"person": people_for}),
    FileRightsBy(FILE_RIGHTS),
    KEPT_DATA,
    Subscribers({EventRecorded: [publish_texts], PersonChanged: [record_person_changed]}),
)
