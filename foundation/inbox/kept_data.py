"""Inboxes are their owners'; e-mails that left name people, and are emptied of them."""

from typing import Any

from django.db.models import Q

from foundation.inbox.models import (
    Attention,
    Notice,
    NotificationChoice,
    NotificationSettings,
    OutgoingEmail,
    OutgoingPush,
    PersonalReminder,
    PushSubscription,
)
from foundation.web.kept_data import FormerNames, KeptData


def forget(person: Any, names: FormerNames) -> None:
    """Delete the e-mails to the person, and take their name from what others' notices say of who did it."""
    to_them = Q(pk=None)
    for address in names.addresses:
        to_them |= Q(to__iexact=address) | Q(key__icontains=address)
    OutgoingEmail.objects.filter(to_them).delete()
    for notice in Notice.objects.filter(by=names.person).exclude(by_name="").iterator(chunk_size=500):
        notice.by_name = names.instead
        notice.save(update_fields=["by_name"])


KEPT_DATA = KeptData(
    app="inbox",
    tables={Notice: "project", Attention: "project"},
    left_out={
        OutgoingEmail: "e-mails on their way from this server",
        OutgoingPush: "push notifications on their way from this server",
        PushSubscription: "devices that this server's keys reach",
        NotificationSettings: "each person's own, on this server",
        PersonalReminder: "each person's own, on this server",
        NotificationChoice: "each person's own, on this server",
    },
    private={
        Notice: "user",
        Attention: "user",
        OutgoingEmail: "user",
        OutgoingPush: "subscription__user",
        PushSubscription: "user",
        PersonalReminder: "user",
        NotificationSettings: "user",
        NotificationChoice: "user",
    },
    copies={
        Notice: ("title",),
        Attention: ("title",),
        PersonalReminder: ("title",),
        OutgoingEmail: ("subject", "text", "html", "error"),
        OutgoingPush: ("title", "body", "error"),
    },
    forget=forget,
)
