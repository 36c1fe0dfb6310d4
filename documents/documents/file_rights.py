"""Who may see and add the files of a document."""

from documents.documents import permissions
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.files.rights import FileRights
from foundation.web.pagination import uuid_in


def of_document(user: User | None, key: str) -> FileRights | None:
    """Whoever may read a document sees its files, and whoever may write in it adds and removes them."""
    found = Document.objects.select_related("project", "circle").filter(pk__in=filter(None, [uuid_in(key)])).first()
    if found is None or not (user is None or permissions.may_read(user, found)):
        return None
    may_attach = user is not None and permissions.may_write(user, found)
    is_open = found.restriction is None
    return FileRights(project=found.project, thing=found, may_read=True, may_attach=may_attach, named=is_open)


FILE_RIGHTS = {"document": of_document}
