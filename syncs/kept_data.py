"""What syncs keep: recurring syncs, syncs with what came of them, pulses and minutes."""

from typing import Any

from chat.models import Message
from syncs.models import AgendaItem, ImportedMinutes, Minutes, Outcome, Presence, Pulse, RecurringSync, Sync
from web.kept_data import FormerNames, KeptData


def forget(person: Any, names: FormerNames) -> None:
    """Take the person's name out of the minutes that were posted in rooms: those are messages, but a program wrote
    them.
    """
    posted = Message.objects.filter(
        topic__thing_kind__in=("ritual", "sync"), said_at__in=Minutes.objects.values("built_at")
    )
    for message in posted.iterator(chunk_size=500):
        text, html = names.taken_out_of(message.text), names.taken_out_of(message.html)
        if (text, html) != (message.text, message.html):
            message.text, message.html = text, html
            message.save(update_fields=["text", "html"])


KEPT_DATA = KeptData(
    app="syncs",
    tables={
        **dict.fromkeys((RecurringSync, Sync, AgendaItem, Pulse, ImportedMinutes), "project"),
        **dict.fromkeys((Presence, Outcome, Minutes), "sync__project"),
    },
    common={
        RecurringSync: ("created_by", "facilitator"),
        Sync: ("created_by", "secretary", "facilitator"),
        AgendaItem: ("added_by",),
        Pulse: ("user",),
        ImportedMinutes: ("created_by",),
        Presence: ("user",),
        Outcome: ("made_by",),
    },
    copies={Minutes: ("content",)},
    forget=forget,
)
