"""What projects add to hosts below and to their own: people to choose from, what is kept, and who listens."""

from files.rights import FileRightsBy
from projects.domain_events import EventRecorded, PersonChanged
from projects.file_rights import FILE_RIGHTS
from projects.forms.autocomplete import Autocompletes, people_for
from projects.kept_data import KEPT_DATA
from projects.thing_parts import publish_texts
from projects.workflows.admin_changes import record_person_changed
from web.extension_registry import Subscribers

EXTENSION = (
    Autocompletes({"person": people_for}),
    FileRightsBy(FILE_RIGHTS),
    KEPT_DATA,
    Subscribers({EventRecorded: [publish_texts], PersonChanged: [record_person_changed]}),
)
