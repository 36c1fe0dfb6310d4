"""What documents keep: themselves and their whole logs."""

from documents.models import Document, DocumentGrant, Log, Quarantine, Restriction, Snapshot, Ticket, Update
from web.kept_data import KeptData

KEPT_DATA = KeptData(
    app="documents",
    tables={
        Document: "project",
        Restriction: "document__project",
        Log: "document__project",
        Update: "log__document__project",
        Snapshot: "log__document__project",
    },
    left_out={
        Quarantine: "updates that were refused, for whoever looks into this server",
        DocumentGrant: "who restricted a document says on another server anew who reads it",
        Ticket: "ways into a socket of this server, for ten minutes",
    },
    private={Ticket: "user", DocumentGrant: "user"},
    common={
        Document: ("created_by",),
        Restriction: ("started_by", "ended_by"),
        Update: ("user",),
        Quarantine: ("user",),
    },
)
