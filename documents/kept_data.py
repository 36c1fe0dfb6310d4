"""What documents keep: themselves and their whole logs."""

from documents.models import Document, Log, Quarantine, Snapshot, Ticket, Update
from web.kept_data import KeptData

KEPT_DATA = KeptData(
    app="documents",
    tables={
        Document: "project",
        Log: "document__project",
        Update: "log__document__project",
        Snapshot: "log__document__project",
    },
    left_out={
        Quarantine: "updates that were refused, for whoever looks into this server",
        Ticket: "ways into a socket of this server, for ten minutes",
    },
    private={Ticket: "user"},
    common={Document: ("created_by",), Update: ("user",), Quarantine: ("user",)},
)
