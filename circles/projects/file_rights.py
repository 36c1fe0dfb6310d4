"""Who may add files for what is not there yet."""

from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.files.rights import FileRights
from foundation.web.pagination import uuid_in


def of_project(user: User | None, key: str) -> FileRights | None:
    """Whoever is in a project may send a file for something they are about to make in it: a message, an expense."""
    project = Project.objects.filter(pk__in=filter(None, [uuid_in(key)])).first()
    if project is None or user is None or not project.has(user):
        return None
    return FileRights(project=project, may_read=False, may_attach=True, waits=True)


FILE_RIGHTS = {"project": of_project}
