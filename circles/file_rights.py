"""Who may see and add files of expenses, and of what is not there yet."""

from accounts.models import User
from circles import permissions
from circles.models import Expense, Project
from files.rights import FileRights
from web.pagination import number_in, uuid_in


def of_project(user: User | None, key: str) -> FileRights | None:
    """Whoever is in a project may send a file for something they are about to make in it: a message, an expense."""
    project = Project.objects.filter(pk__in=filter(None, [uuid_in(key)])).first()
    if project is None or user is None or not project.has(user):
        return None
    return FileRights(project=project, may_read=False, may_attach=True, waits=True)


def of_expense(user: User | None, key: str) -> FileRights | None:
    """Whoever is in the project sees receipts; who recorded an expense or paid it adds them, and who calls it back."""
    found = Expense.objects.for_lists().filter(pk=number_in(key) or 0).first()
    if found is None or not (user is None or found.project.has(user)):
        return None
    may_attach = user is not None and permissions.may_add_receipts(user, found)
    return FileRights(project=found.project, thing=found, may_read=True, may_attach=may_attach)


FILE_RIGHTS = {"project": of_project, "expense": of_expense}
