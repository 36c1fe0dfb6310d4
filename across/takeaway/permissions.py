"""Who may take what away, bring it in, and erase people's data; each docstring is the rule in words."""

from across.takeaway.models import Takeaway
from circles.circles.queries.user_roles import roles_of
from circles.projects.models import Project
from documents.documents.models import Restriction
from foundation.accounts.models import User


def may_take_everything(user: User, project: Project) -> bool:
    """The pilot of the general circle takes everything, so that it can be imported elsewhere; so does an administrator
    of the server who is in the project.
    """
    return roles_of(user, project).pilots_project or (user.is_superuser and project.has(user))


def may_have(user: User, copy: Takeaway) -> bool:
    """A copy is for who asked for it, while they are in the project; one with everything, while they may take that. No
    copy gets round a restriction: one with everything waits while any document is closed to them, any other while one
    is that was restricted after they asked.
    """
    if copy.by_id != user.pk or not copy.project.has(user):
        return False
    closed = Restriction.objects.closed_to(user).filter(document__project=copy.project_id)
    if (closed if copy.is_whole else closed.filter(started_at__gte=copy.asked_at)).exists():
        return False
    return not copy.is_whole or may_take_everything(user, copy.project)


def may_import(user: User) -> bool:
    """Administrators of the server bring projects in: people and a record come along."""
    return user.is_superuser


def may_erase(user: User, person: User) -> bool:
    """Administrators of the server erase people's data, but neither their own nor another administrator's."""
    return user.is_superuser and user.pk != person.pk and not person.is_superuser
