"""What syncs keep: recurring syncs, syncs with what came of them, pulses and minutes."""

from typing import Any

from chat.chat.models import Message
from daily.syncs.models import (
    AgendaItem,
    ImportedMinutes,
    LedStep,
    Minutes,
    Outcome,
    OutcomeKind,
    Presence,
    Pulse,
    RecurringSync,
    Sync,
)
from foundation.web.kept_data import FormerNames, KeptData, history_of


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
    forget_in_brackets(names)


def forget_in_brackets(names: FormerNames) -> None:
    """Take the name out of the words of actions that came out of syncs before their owner was a column: copies of other
    servers still bring some.
    """
    for outcome in Outcome.objects.filter(kind=OutcomeKind.ACTION, owner=None).iterator(chunk_size=500):
        if (text := names.taken_out_of(outcome.text)) != outcome.text:
            outcome.text = text
            outcome.save(update_fields=["text"])
    tables: tuple[Any, ...] = (Minutes, history_of(Minutes))
    for table in tables:
        for minutes in table._default_manager.iterator(chunk_size=500):
            if named := [row for row in minutes.content.get("actions", []) if "owner" not in row]:
                for row in named:
                    row["text"] = names.taken_out_of(row["text"])
                minutes.skip_history_when_saving = True
                minutes.save(update_fields=["content"])


KEPT_DATA = KeptData(
    app="syncs",
    tables={
        **dict.fromkeys((RecurringSync, Sync, AgendaItem, Pulse, ImportedMinutes), "project"),
        **dict.fromkeys((Presence, Outcome, Minutes), "sync__project"),
        LedStep: "point__project",
    },
    common={
        RecurringSync: ("created_by", "facilitator"),
        Sync: ("created_by", "secretary", "facilitator"),
        AgendaItem: ("added_by",),
        LedStep: ("speaker", "led_by"),
        Pulse: ("user",),
        ImportedMinutes: ("created_by",),
        Presence: ("user", "seen_in_by"),
        Outcome: ("made_by", "owner"),
    },
    copies={Minutes: ("content",)},
    forget=forget,
)
