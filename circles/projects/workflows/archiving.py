"""Archiving a project: everything of it stays to be read, and nobody changes anything of it until it is taken out."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from circles.projects.event_types import ProjectEvent
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Head
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused


def archive_project(project: Project, *, by: User) -> None:
    """Archive a project: its record takes no more acts of people, and so no verb does one.

    What runs by the clock goes on: a round whose time is over is concluded, a term ends. Nobody is reminded of what
    they can no longer do, and nothing of it waits in an inbox.
    """
    with transaction.atomic():
        project = project.locked()
        if project.is_archived:
            raise Refused(_("This project is already archived."))
        project.archived_at = clock.now()
        project.save(update_fields=["archived_at"])
        project.record_event(ProjectEvent.PROJECT_ARCHIVED, by=by, also=changed_by_archiving(project))
        close_record(project, project.archived_at)


def unarchive_project(project: Project, *, by: User) -> None:
    """Take a project out of the archive: all goes on as before."""
    with transaction.atomic():
        project = project.locked()
        if not project.is_archived:
            raise Refused(_("This project is not archived."))
        project.archived_at = None
        project.save(update_fields=["archived_at"])
        close_record(project, None)
        project.record_event(ProjectEvent.PROJECT_UNARCHIVED, by=by, also=changed_by_archiving(project))


def changed_by_archiving(project: Project) -> set[str]:
    """Return the change keys of its circles, and of the inboxes in which something of it waits."""
    return {"circles", *Notice.objects.in_project(project.pk).inboxes()}


def close_record(project: Project, at: datetime | None) -> None:
    """Let the project's record take no more acts of people, or take them again; open documents are asked again."""
    head = Head.lock(project.pk)
    head.closed_at = at
    head.save(update_fields=["closed_at"])
    for person in project.people():
        person.end_access()
