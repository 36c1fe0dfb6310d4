"""The kinds of notices of which everybody chooses how they reach them."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from inbox.delivery_rules import MailChoice
from web.extension_registry import merged


class NoticeKind(models.TextChoices):
    """What a notice is about, for whom it reaches."""

    POSITION = "position", _("Asked for a position")
    ENDING = "ending", _("A round ends soon")
    OBJECTION = "objection", _("An objection to integrate")
    ACTION = "action", _("An action is yours")
    PULSE = "pulse", _("Pulse")
    MENTIONED = "mentioned", _("Mentioned")
    ANSWERED = "answered", _("Answered")
    DIRECT = "direct", _("Direct messages")
    YOURS = "yours", _("Something of yours")
    DECIDED = "decided", _("Decided")
    REVIEW = "review", _("Reviews and gates")
    MINUTES = "minutes", _("Minutes")
    ACCESS = "access", _("Who may read")
    AROUND = "around", _("Other news")


class KindGroup(models.TextChoices):
    """Where a kind stands among the others."""

    WAITING = "waiting", _("Waits for you")
    SAID = "said", _("Said to you")
    AROUND = "around", _("Happens around you")


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
        KindGroup.WAITING, _("halfway, and shortly before the end, while you are silent"), MailChoice.AT_ONCE, push=True
    ),
    NoticeKind.OBJECTION: KindDetails(KindGroup.WAITING, _("to a proposal of yours"), MailChoice.AT_ONCE, push=True),
    NoticeKind.ACTION: KindDetails(KindGroup.WAITING, _("assigned, due tomorrow, overdue"), MailChoice.DIGEST),
    NoticeKind.PULSE: KindDetails(KindGroup.WAITING, _("before each sync"), MailChoice.NONE, push=True),
    NoticeKind.MENTIONED: KindDetails(
        KindGroup.SAID, _("in chat, a document or a comment"), MailChoice.DIGEST, push=True
    ),
    NoticeKind.ANSWERED: KindDetails(KindGroup.SAID, _("to what you wrote or follow"), MailChoice.DIGEST),
    NoticeKind.DIRECT: KindDetails(
        KindGroup.SAID, _("to you alone, or in a small group"), MailChoice.DIGEST, push=True
    ),
    NoticeKind.YOURS: KindDetails(
        KindGroup.SAID, _("comments, suggestions and changes to what you made"), MailChoice.DIGEST
    ),
    NoticeKind.DECIDED: KindDetails(KindGroup.AROUND, _("in your circles, and what you follow"), MailChoice.DIGEST),
    NoticeKind.REVIEW: KindDetails(KindGroup.AROUND, _("of your circles"), MailChoice.DIGEST),
    NoticeKind.MINUTES: KindDetails(KindGroup.AROUND, _("of a sync that you belong to"), MailChoice.AT_ONCE),
    NoticeKind.ACCESS: KindDetails(KindGroup.AROUND, _("invitations, and restrictions that end"), MailChoice.DIGEST),
    NoticeKind.AROUND: KindDetails(KindGroup.AROUND, _("what else happens in your circles"), MailChoice.DIGEST),
}

ASKING = (NoticeKind.POSITION, NoticeKind.ENDING)
"""These ask for something that ends."""
TELLING = (NoticeKind.DECIDED, NoticeKind.MINUTES, NoticeKind.ACCESS, NoticeKind.AROUND)
"""These ask for nothing: who has read one is done with it."""
_BY_REASON = {
    "asked": NoticeKind.POSITION,
    "mentioned": NoticeKind.MENTIONED,
    "answered": NoticeKind.ANSWERED,
    "written": NoticeKind.DIRECT,
    "owner": NoticeKind.YOURS,
    "invited": NoticeKind.ACCESS,
}


def kind_of(event: str, reason: str) -> NoticeKind:
    """Return the kind of a notice: what its app says of the event (`Extension.notice_kinds`), else by why one hears."""
    known: NoticeKind | None = merged("notice_kinds").get(event)
    return known or _BY_REASON.get(reason, NoticeKind.AROUND)
