"""The kinds of notices of which everybody chooses how they reach them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from inbox.delivery_rules import MailChoice
from web.extension_registry import Addition, additions


class NoticeKind(models.TextChoices):
    """What a notice is about, for whom it reaches."""

    POSITION = "position", _("Position requested")
    ENDING = "ending", _("Round ending soon")
    OBJECTION = "objection", _("Objection to integrate")
    ACTION = "action", _("Action for you")
    PULSE = "pulse", _("Pulse")
    MENTIONED = "mentioned", _("You were mentioned")
    ANSWERED = "answered", _("New reply")
    DIRECT = "direct", _("Direct messages")
    YOURS = "yours", _("Activity on your content")
    DECIDED = "decided", _("Decision")
    REVIEW = "review", _("Reviews and gates")
    MINUTES = "minutes", _("Minutes")
    ACCESS = "access", _("Access")
    AROUND = "around", _("Other activity")


class KindGroup(models.TextChoices):
    """Where a kind stands among the others."""

    WAITING = "waiting", _("Waiting for you")
    SAID = "said", _("Mentions and replies")
    AROUND = "around", _("In your circles")


@dataclass(frozen=True)
class KindDetails:
    """What people read of a kind, and how it reaches them until they choose."""

    group: KindGroup
    words: Any
    mail: MailChoice
    push: bool = False


DETAILS: dict[NoticeKind, KindDetails] = {
    NoticeKind.POSITION: KindDetails(KindGroup.WAITING, _("when a round opens"), MailChoice.AT_ONCE, push=True),
    NoticeKind.ENDING: KindDetails(
        KindGroup.WAITING,
        _("halfway through and shortly before the end, if you haven’t responded"),
        MailChoice.AT_ONCE,
        push=True,
    ),
    NoticeKind.OBJECTION: KindDetails(KindGroup.WAITING, _("to your proposal"), MailChoice.AT_ONCE, push=True),
    NoticeKind.ACTION: KindDetails(KindGroup.WAITING, _("assigned, due tomorrow, overdue"), MailChoice.DIGEST),
    NoticeKind.PULSE: KindDetails(KindGroup.WAITING, _("before each sync"), MailChoice.NONE, push=True),
    NoticeKind.MENTIONED: KindDetails(
        KindGroup.SAID, _("in chat, a document or a comment"), MailChoice.DIGEST, push=True
    ),
    NoticeKind.ANSWERED: KindDetails(KindGroup.SAID, _("to something you wrote or follow"), MailChoice.DIGEST),
    NoticeKind.DIRECT: KindDetails(
        KindGroup.SAID, _("to you alone, or in a small group"), MailChoice.DIGEST, push=True
    ),
    NoticeKind.YOURS: KindDetails(KindGroup.SAID, _("comments, suggestions and changes by others"), MailChoice.DIGEST),
    NoticeKind.DECIDED: KindDetails(
        KindGroup.AROUND, _("in your circles, and on things you follow"), MailChoice.DIGEST
    ),
    NoticeKind.REVIEW: KindDetails(KindGroup.AROUND, _("in your circles"), MailChoice.DIGEST),
    NoticeKind.MINUTES: KindDetails(KindGroup.AROUND, _("of syncs you take part in"), MailChoice.AT_ONCE),
    NoticeKind.ACCESS: KindDetails(
        KindGroup.AROUND, _("invitations, and restrictions that end soon"), MailChoice.DIGEST
    ),
    NoticeKind.AROUND: KindDetails(KindGroup.AROUND, _("everything else in your circles"), MailChoice.DIGEST),
}

ASKING = (NoticeKind.POSITION, NoticeKind.ENDING)
"""These ask for something that ends."""
INFORMING = (NoticeKind.DECIDED, NoticeKind.MINUTES, NoticeKind.ACCESS, NoticeKind.AROUND)
"""These ask for nothing: who has read one is done with it."""
_BY_REASON = {
    "asked": NoticeKind.POSITION,
    "mentioned": NoticeKind.MENTIONED,
    "answered": NoticeKind.ANSWERED,
    "written": NoticeKind.DIRECT,
    "owner": NoticeKind.YOURS,
    "invited": NoticeKind.ACCESS,
}


@dataclass(frozen=True)
class NoticeKinds(Addition):
    """Of what kind a notice of an event is, by the event."""

    items: Mapping[Any, NoticeKind]


@cache
def notice_kinds() -> dict[Any, NoticeKind]:
    """Return what the apps say of their events."""
    return {event: kind for added in additions(NoticeKinds) for event, kind in added.items.items()}


def kind_of(event: str, reason: str) -> NoticeKind:
    """Return the kind of a notice: what its app says of the event (`NoticeKinds`), else by the reason."""
    known: NoticeKind | None = notice_kinds().get(event)
    return known or _BY_REASON.get(reason, NoticeKind.AROUND)
