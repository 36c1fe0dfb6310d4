"""Who may see and add files of expenses."""

from circles.money import permissions
from circles.money.models import Expense
from foundation.accounts.models import User
from foundation.files.rights import FileRights
from foundation.web.pagination import number_in


def of_expense(user: User | None, key: str) -> FileRights | None:
    """Whoever is in the project sees receipts; who recorded an expense or paid it adds them, and who calls it back."""
    found = Expense.objects.for_lists().filter(pk=number_in(key) or 0).first()
    if found is None or not (user is None or found.project.has(user)):
        return None
    may_attach = user is not None and permissions.may_add_receipts(user, found)
    return FileRights(project=found.project, thing=found, may_read=True, may_attach=may_attach)


FILE_RIGHTS = {"expense": of_expense}
