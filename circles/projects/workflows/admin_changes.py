"""What administrators change of people stands in the record of the projects these are in."""

from circles.projects.event_types import ProjectEvent
from circles.projects.models import Project
from foundation.accounts.models import PersonChanged


def record_person_changed(event: PersonChanged) -> None:
    """Record which fields of a person an administrator changed, in each project that the person is in. Records
    `person.changed_by_administrator`; values are personal and stay in the history of the person.
    """
    for project in Project.objects.visible_to(event.person).order_by("pk"):
        project.locked().record_event(
            ProjectEvent.PERSON_CHANGED,
            by=event.by,
            personal={"person": event.person.name},
            also=["people"],
            changed=list(event.changed),
        )
