"""What documents keep: themselves and their whole logs."""

from documents.models import (
    Document,
    DocumentTemplate,
    DocumentText,
    Favourite,
    Log,
    Mention,
    Quarantine,
    Snapshot,
    Ticket,
    Update,
    Visit,
)
from web.kept_data import KeptData

KEPT_DATA = KeptData(
    app="documents",
    tables={
        Document: "project",
        DocumentTemplate: "project",
        Log: "document__project",
        Mention: "document__project",
        Update: "log__document__project",
        Snapshot: "log__document__project",
        Favourite: "document__project",
    },
    left_out={
        Quarantine: "updates that were refused, for whoever looks into this server",
        Ticket: "ways into a socket of this server, for ten minutes",
        DocumentText: "read out of the log, with the index of search",
        Visit: "what each person opened last, on this server",
    },
    private={Ticket: "user", Favourite: "user", Visit: "user"},
    common={
        Document: ("created_by",),
        DocumentTemplate: ("created_by",),
        Log: ("edited_by",),
        Mention: ("by",),
        Update: ("user",),
        Quarantine: ("user",),
    },
)
