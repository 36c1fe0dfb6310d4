"""Event types of what happens to projects as a whole; the label follows the person’s name."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.event_types import EventType, goes_on_when_closed


class ProjectEvent(EventType):
    """What the record keeps of projects as a whole."""

    PROJECT_CREATED = "project.created", _("created the project")
    PROJECT_SETTINGS_CHANGED = "project.settings_changed", _("changed the settings of the project")
    PROJECT_ARCHIVED = "project.archived", _("archived the project")
    PROJECT_UNARCHIVED = "project.unarchived", _("took the project out of the archive")
    PERSON_CHANGED = "person.changed_by_administrator", _("changed a person’s account as administrator")


goes_on_when_closed(ProjectEvent.PERSON_CHANGED)
