"""What co-editing keeps: the logs of documents, and what stands beside them."""

from documents.coediting.models import Log, Quarantine, Snapshot, Ticket, Update
from foundation.web.kept_data import KeptData

KEPT_DATA = KeptData(
    app="coediting",
    tables={
        Log: "document__project",
        Update: "log__document__project",
        Snapshot: "log__document__project",
    },
    left_out={
        Quarantine: "updates that were refused, for whoever looks into this server",
        Ticket: "ways into a socket of this server, for ten minutes",
    },
    private={Ticket: "user"},
    common={
        Log: ("edited_by",),
        Update: ("user",),
        Quarantine: ("user",),
    },
)
