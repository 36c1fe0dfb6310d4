"""Who may send the files that become documents."""

from circles.projects.models import Project
from documents.document_files.models import DOCUMENT_IMPORT
from documents.richtext.exchange.bundles import MOST_BYTES
from foundation.accounts.models import User
from foundation.files.rights import FileRights


def of_import(user: User | None, key: str) -> FileRights | None:
    """Whoever is in a project (its address) sends files that become documents there; the import reads them."""
    project = Project.objects.visible_to(user).filter(slug=key).first() if user else None
    if user is None or project is None or not project.has(user):
        return None
    return FileRights(project=project, may_read=False, may_attach=True, raw=True, most_bytes=MOST_BYTES)


FILE_RIGHTS = {DOCUMENT_IMPORT: of_import}
