"""The kinds of notices of which everyone chooses how they reach them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.inbox.delivery_rules import MailChoice
from foundation.web.closed_choice import ClosedChoice
from foundation.web.extension_registry import Addition, additions


class KindGroup(models.TextChoices):
    """Where a kind stands among the others."""

    WAITING = "waiting", _("Waiting for you")
    SAID = "said", _("Mentions and replies")
    AROUND = "around", _("In your circles")


@dataclass(frozen=True, kw_only=True)
class KindFacts:
    """What the program asks of a kind: its group, what several of it are called (`many`, where that differs from one),
    when it comes in `words`, the icon that shows it, and how it reaches people until they choose. One that `asks` for
    something goes to whom it asks, not to who follows, and is over when its thing says (`Subject.asks_until`): it is
    neither mailed nor pushed after that. Who has read one that `informs` is done with it.
    """

    group: KindGroup
    words: Any
    sign: str
    many: Any = ""
    mail: MailChoice = MailChoice.DIGEST
    push: bool = False
    asks: bool = False
    informs: bool = False


class NoticeKind(ClosedChoice):
    """What a notice is about, for whom it reaches."""

    # Of several about one thing the first weighs most.
    facts: KindFacts

    POSITION = (
        "position",
        KindFacts(
            group=KindGroup.WAITING,
            words=_("when a round opens"),
            many=_("Positions requested"),
            sign="circle-dot",
            mail=MailChoice.AT_ONCE,
            push=True,
            asks=True,
        ),
        _("Position requested"),
    )
    ENDING = (
        "ending",
        KindFacts(
            group=KindGroup.WAITING,
            words=_("halfway through and shortly before the end, if you haven’t responded"),
            many=_("Rounds ending soon"),
            sign="hourglass",
            mail=MailChoice.AT_ONCE,
            push=True,
            asks=True,
        ),
        _("Round ending soon"),
    )
    OBJECTION = (
        "objection",
        KindFacts(
            group=KindGroup.WAITING,
            words=_("to your proposal"),
            many=_("Objections to integrate"),
            sign="circle-alert",
            mail=MailChoice.AT_ONCE,
            push=True,
        ),
        _("Objection to integrate"),
    )
    ACTION = (
        "action",
        KindFacts(
            group=KindGroup.WAITING,
            words=_("assigned, due tomorrow, overdue"),
            sign="square-check",
            many=_("Your actions"),
        ),
        _("Action for you"),
    )
    PULSE = (
        "pulse",
        KindFacts(
            group=KindGroup.WAITING,
            words=_("before each sync"),
            sign="heart",
            mail=MailChoice.NONE,
            push=True,
            asks=True,
        ),
        _("Pulse"),
    )
    MENTIONED = (
        "mentioned",
        KindFacts(
            group=KindGroup.SAID,
            words=_("in chat, a document or a comment"),
            sign="at-sign",
            many=_("Mentions"),
            push=True,
        ),
        _("You were mentioned"),
    )
    ANSWERED = (
        "answered",
        KindFacts(
            group=KindGroup.SAID,
            words=_("to something you wrote or follow"),
            sign="reply",
            many=_("Replies"),
        ),
        _("New reply"),
    )
    DIRECT = (
        "direct",
        KindFacts(group=KindGroup.SAID, words=_("to you alone, or in a small group"), sign="message-square", push=True),
        _("Direct messages"),
    )
    YOURS = (
        "yours",
        KindFacts(group=KindGroup.SAID, words=_("comments, suggestions and changes by others"), sign="bell"),
        _("Activity on your content"),
    )
    DECIDED = (
        "decided",
        KindFacts(
            group=KindGroup.AROUND,
            words=_("in your circles, and on things you follow"),
            many=_("Decisions"),
            sign="check-check",
            informs=True,
        ),
        _("Decision"),
    )
    REVIEW = (
        "review",
        KindFacts(group=KindGroup.AROUND, words=_("in your circles"), sign="history"),
        _("Reviews and gates"),
    )
    MINUTES = (
        "minutes",
        KindFacts(
            group=KindGroup.AROUND,
            words=_("of syncs you take part in"),
            sign="scroll-text",
            mail=MailChoice.AT_ONCE,
            informs=True,
        ),
        _("Minutes"),
    )
    ACCESS = (
        "access",
        KindFacts(
            group=KindGroup.AROUND,
            words=_("invitations, and restrictions that end soon"),
            sign="key-round",
            informs=True,
        ),
        _("Access"),
    )
    AROUND = (
        "around",
        KindFacts(group=KindGroup.AROUND, words=_("everything else in your circles"), sign="bell", informs=True),
        _("Other activity"),
    )

    @property
    def name_of_many(self) -> Any:
        """Return what several of it are called: the kind as one chooses it in a list."""
        return self.facts.many or self.label


ASKING = tuple(one for one in NoticeKind if one.facts.asks)
"""These ask for something that ends."""
INFORMING = tuple(one for one in NoticeKind if one.facts.informs)
"""These ask for nothing: who has read one is done with it."""


@dataclass(frozen=True)
class ReasonFacts:
    """What the program asks of a reason: of which kind a notice is, where its app says nothing of the event."""

    kind: NoticeKind


class NoticeReason(ClosedChoice):
    """Why a person is notified."""

    facts: ReasonFacts

    ASKED = "asked", ReasonFacts(NoticeKind.POSITION), _("your position is requested")
    MENTIONED = "mentioned", ReasonFacts(NoticeKind.MENTIONED), _("you were mentioned")
    ANSWERED = "answered", ReasonFacts(NoticeKind.ANSWERED), _("someone replied to you")
    OWNER = "owner", ReasonFacts(NoticeKind.YOURS), _("it is yours")
    CIRCLE = "circle", ReasonFacts(NoticeKind.AROUND), _("in your circle")
    INVITED = "invited", ReasonFacts(NoticeKind.ACCESS), _("you were added")
    FOLLOWED = "followed", ReasonFacts(NoticeKind.AROUND), _("you follow this")
    WRITTEN = "written", ReasonFacts(NoticeKind.DIRECT), _("direct message")


@dataclass(frozen=True)
class NoticeKinds(Addition):
    """Of what kind a notice of an event is, by the event."""

    items: Mapping[Any, NoticeKind]


@cache
def notice_kinds() -> dict[Any, NoticeKind]:
    """Return what the apps say of their events."""
    return {event: kind for added in additions(NoticeKinds) for event, kind in added.items.items()}


def kind_of(event: str, reason: str) -> NoticeKind:
    """Return the kind of a notice: what its app says of the event (`NoticeKinds`), else by the reason, for the events
    that `tests/architecture/test_notice_kinds.py` lists.
    """
    known: NoticeKind | None = notice_kinds().get(event)
    return known or NoticeReason(reason).facts.kind
