"""What documents keep: themselves, their whole logs and their versions."""

from documents.models import (
    Document,
    DocumentGrant,
    DocumentText,
    Favourite,
    Log,
    Quarantine,
    Restriction,
    Snapshot,
    Ticket,
    Update,
    Version,
    Visit,
)
from web.kept_data import KeptData

KEPT_DATA = KeptData(
    app="documents",
    tables={
        Document: "project",
        Restriction: "document__project",
        Log: "document__project",
        Update: "log__document__project",
        Snapshot: "log__document__project",
        Favourite: "document__project",
        Version: "document__project",
    },
    left_out={
        Quarantine: "updates that were refused, for whoever looks into this server",
        DocumentGrant: "who restricted a document says on another server anew who reads it",
        Ticket: "ways into a socket of this server, for ten minutes",
        DocumentText: "read out of the log, with the index of search",
        Visit: "what each person opened last, on this server",
    },
    private={Ticket: "user", Favourite: "user", Visit: "user", DocumentGrant: "user"},
    common={
        Document: ("created_by",),
        Restriction: ("started_by", "ended_by"),
        Log: ("edited_by",),
        Update: ("user",),
        Quarantine: ("user",),
        Version: ("made_by",),
    },
)
