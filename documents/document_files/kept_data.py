"""What is kept of documents as files: nothing that goes along with a project."""

from typing import Any

from documents.document_files.models import DocumentExport, DocumentImport
from foundation.web.kept_data import FormerNames, KeptData


def forget(person: Any, names: FormerNames) -> None:
    """Take away what was made of the person's projects for others to take away: their words may be in it."""
    projects = person.memberships.values("project")
    for job in (*DocumentExport.objects.filter(project__in=projects), *DocumentImport.objects.filter(by=person)):
        job.remove()


KEPT_DATA = KeptData(
    app="document_files",
    left_out={
        DocumentImport: "files that were sent, kept for a week",
        DocumentExport: "documents as files, made for a week",
    },
    private={DocumentImport: "by", DocumentExport: "by"},
    forget=forget,
)
