"""What documents keep: themselves and their whole logs."""

from typing import Any

from documents.models import (
    Document,
    DocumentExport,
    DocumentImport,
    DocumentText,
    Favourite,
    Log,
    Quarantine,
    Snapshot,
    Ticket,
    Update,
    Visit,
)
from web.kept_data import FormerNames, KeptData


def forget(person: Any, names: FormerNames) -> None:
    """Remove what was made of the person's projects for others to take away: their words may be in it."""
    projects = person.memberships.values("project")
    for job in (*DocumentExport.objects.filter(project__in=projects), *DocumentImport.objects.filter(by=person)):
        job.remove()


KEPT_DATA = KeptData(
    app="documents",
    tables={
        Document: "project",
        Log: "document__project",
        Update: "log__document__project",
        Snapshot: "log__document__project",
        Favourite: "document__project",
    },
    left_out={
        Quarantine: "updates that were refused, for whoever looks into this server",
        DocumentImport: "files that were sent, kept for a week",
        DocumentExport: "documents as files, made for a week",
        Ticket: "ways into a socket of this server, for ten minutes",
        DocumentText: "read out of the log, with the index of search",
        Visit: "what each person opened last, on this server",
    },
    private={Ticket: "user", Favourite: "user", Visit: "user", DocumentImport: "by", DocumentExport: "by"},
    common={Document: ("created_by",), Log: ("edited_by",), Update: ("user",), Quarantine: ("user",)},
    forget=forget,
)
