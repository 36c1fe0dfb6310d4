"""Who may send a copy of a project to be imported."""

from django.conf import settings

from across.takeaway import permissions
from across.takeaway.models import IMPORT
from foundation.accounts.models import User
from foundation.files.rights import FileRights


def of_import(user: User | None, key: str) -> FileRights | None:
    """Administrators of the server send a copy, in pieces; the import reads it as it came."""
    may_attach = user is not None and permissions.may_import(user)
    return FileRights(may_read=False, may_attach=may_attach, raw=True, most_bytes=settings.MAX_IMPORT_BYTES)


FILE_RIGHTS = {IMPORT: of_import}
