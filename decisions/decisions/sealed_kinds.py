"""What the record seals of decisions: their words and terms, the rounds' texts, who said what, objections, and the talk
that proposals came from.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from chat.chat.models import Message
from circles.projects.models.link import Link
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import Decision, Objection, Position, Proposal, Round
from foundation.accounts.models import User
from foundation.audit.row_seals import SealedKind
from foundation.web.pagination import uuid_in

WORDS = ("title", "tension", "text", "effect")
TERMS = ("cost", "reversibility", "carries_out")
TESTS = (
    *("element_id", "harm", "danger", "fix_days", "fix_cost", "cannot_be_fixed", "certainty", "evidence"),
    *("against_id", "quote", "acceptable_days", "acceptable_cost", "blocks"),
)
LIFTED = ("lifted_at", "lifted_by_id", "lifted_because")
DECIDED = Q(decision__isnull=False) | Q(withdrawn_at__isnull=False) | Q(lapsed_at__isnull=False)


def proposal_of(thing: Any) -> int | None:
    """Return the id of the proposal that an event was about, itself or as the decision it became; None for others."""
    if isinstance(thing, Proposal):
        return int(thing.pk)
    return thing.proposal_id if isinstance(thing, Decision) else None


def decisions_about(thing: Any) -> QuerySet[Decision] | None:
    """Find the decision that an event was about."""
    return Decision.objects.filter(pk=thing.pk) if isinstance(thing, Decision) else None


def proposals_about(thing: Any) -> QuerySet[Proposal] | None:
    """Find the proposal that an event was about, once nothing can happen to it any more."""
    pk = proposal_of(thing)
    return None if pk is None else Proposal.objects.filter(DECIDED, pk=pk)


def rounds_about(thing: Any) -> QuerySet[Round] | None:
    """Find the rounds of the proposal that an event was about."""
    pk = proposal_of(thing)
    return None if pk is None else Round.objects.filter(proposal=pk)


def positions_about(thing: Any) -> QuerySet[Position] | None:
    """Find what was said of the proposal that an event was about."""
    pk = proposal_of(thing)
    return None if pk is None else Position.objects.filter(round__proposal=pk)


def objections_about(thing: Any) -> QuerySet[Objection] | None:
    """Find the objections to the proposal that an event was about."""
    pk = proposal_of(thing)
    return None if pk is None else Objection.objects.filter(proposal=pk)


def links_about(thing: Any) -> QuerySet[Link] | None:
    """Find where the proposal that an event was about came from."""
    pk = proposal_of(thing)
    return None if pk is None else links_into_proposals().filter(target=str(pk))


def messages_about(thing: Any) -> QuerySet[Message] | None:
    """Find the messages that the proposal that an event was about came from."""
    links = links_about(thing)
    return None if links is None else messages_of(links)


def links_into_proposals() -> QuerySet[Link]:
    """Find where proposals came from, with the words that were quoted."""
    return Link.objects.filter(target_kind=Proposal.kind_name())


def messages_of(links: QuerySet[Link]) -> QuerySet[Message]:
    """Find the messages of rooms that links lead from, but for what was tampered with and is no id; one query at
    once.
    """
    sources = map(uuid_in, links.filter(source_kind=Message.kind_name()).values_list("source", flat=True))
    return Message.objects.filter(pk__in=list(filter(None, sources)), topic__room__isnull=False)


def messages_among(project: UUID) -> QuerySet[Message]:
    """Find the messages that proposals of a project came from."""
    return messages_of(links_into_proposals().filter(project=project))


def earlier_words(message: Message) -> list[str]:
    """Return what a message said before it was edited, and in its new place where it was moved."""
    moved = [message.moved_to.text, *earlier_words(message.moved_to)] if message.moved_to else []
    return [*message.wordings.values_list("text", flat=True), *moved]


def of_readable(lookup: str) -> Callable[[QuerySet[Any], User], QuerySet[Any]]:
    """Keep, for a person, rows of the proposals that they may read, to which a lookup leads."""
    return lambda rows, user: rows.filter(**{f"{lookup}__in": Proposal.objects.visible_to(user).values("pk")})


def readable_links(links: QuerySet[Link], user: User) -> QuerySet[Link]:
    """Keep links into proposals that a person may read; one query at once."""
    return links.filter(target__in=[str(pk) for pk in Proposal.objects.visible_to(user).values_list("pk", flat=True)])


def round_name(round_: Round) -> str:
    """Name a round: P-26, 2."""
    return str(round_)


def position_name(position: Position) -> str:
    """Name what a person said: P-26, 2, Ada Mercier."""
    return f"{position.round}, {position.user.name}"


def objection_name(objection: Objection) -> str:
    """Name an objection: P-26, Ada Mercier."""
    return f"{objection.proposal.reference}, {objection.by.name}"


def link_name(link: Link) -> str:
    """Name where a proposal came from."""
    return str(link)


def message_name(message: Message) -> str:
    """Name a message by who said it, and where."""
    return f"{message.topic}, {message.seq}"


def was_reworded(round_: Round) -> bool:
    """Return whether the wording of a round was changed while it was open."""
    return round_.edited_at is not None


def stands(objection: Objection) -> bool:
    """Return whether nobody has lifted an objection."""
    return objection.lifted_at is None


def came_back(objection: Objection) -> bool:
    """Return whether an objection was reopened."""
    return objection.reopened is not None


SEALED_KINDS = (
    SealedKind(
        kind="decision",
        model=Decision,
        columns=(
            *("number", "title", "text", "cost", "reversibility", "adopted_at", "proposal_id", "round_id"),
            *("sync_words", "without", "lacking"),
        ),
        later=(
            ("superseded_at", "superseded_by_id", "amended_at"),
            ("revoked_at", "revoked_by_id", "revoked_because"),
        ),
        among=lambda project: Decision.objects.filter(project=project),
        about=decisions_about,
        readable=of_readable("proposal"),
        name=lambda decision: str(decision.reference),
    ),
    SealedKind(
        kind="proposal",
        model=Proposal,
        columns=(*WORDS, *TERMS, "number", "replaces_id", "revokes_id", "withdrawn_at", "lapsed_at", "lapsed_because"),
        among=lambda project: Proposal.objects.filter(DECIDED, project=project),
        about=proposals_about,
        readable=of_readable("pk"),
        name=lambda proposal: str(proposal.reference),
    ),
    SealedKind(
        kind="round",
        model=Round,
        columns=("number", "proposal_id", "opened_at", *WORDS, *TERMS, "touches"),
        later=(("closed_at", "outcome"),),
        anew={
            DecisionEvent.WORDING_CHANGED: (was_reworded, WORDS),
            DecisionEvent.EDITORIAL_LABEL_REFUSED: (was_reworded, WORDS),
        },
        among=lambda project: Round.objects.filter(proposal__project=project),
        about=rounds_about,
        readable=of_readable("proposal"),
        name=round_name,
    ),
    SealedKind(
        kind="position",
        model=Position,
        columns=("round_id", "user_id", "kind", "words", "said_at", "recorded_by_id", "deputy_id", "is_late"),
        among=lambda project: Position.objects.filter(round__proposal__project=project),
        about=positions_about,
        readable=of_readable("round__proposal"),
        name=position_name,
    ),
    SealedKind(
        kind="objection",
        model=Objection,
        columns=("proposal_id", "position_id", "by_id", "put_at", *TESTS),
        later=(LIFTED,),
        anew={
            DecisionEvent.OBJECTION_CHANGED: (stands, TESTS),
            DecisionEvent.OBJECTION_REOPENED: (came_back, LIFTED),
            **dict.fromkeys(
                (
                    DecisionEvent.OBJECTION_LIFTED,
                    DecisionEvent.OBJECTION_LIFTED_UNANSWERED,
                    DecisionEvent.OBJECTION_BECAME_CONCERN,
                    DecisionEvent.POSITION_TAKEN,
                    DecisionEvent.POSITION_RECORDED,
                    DecisionEvent.POSITION_TAKEN_BY_DEPUTY,
                    DecisionEvent.OBJECTION_RAISED,
                ),
                (came_back, LIFTED),
            ),
        },
        among=lambda project: Objection.objects.filter(proposal__project=project),
        about=objections_about,
        readable=of_readable("proposal"),
        name=objection_name,
    ),
    SealedKind(
        kind="link",
        model=Link,
        columns=("source_kind", "source", "source_words", "target_kind", "target", "quote", "made_by_id"),
        among=lambda project: links_into_proposals().filter(project=project),
        about=links_about,
        readable=readable_links,
        name=link_name,
    ),
    SealedKind(
        kind="message",
        model=Message,
        columns=("text", "author_id", "said_at"),
        among=messages_among,
        about=messages_about,
        name=message_name,
        earlier=earlier_words,
        taken_back=lambda message: message.removed_at is not None,
        readable=lambda messages, user: messages.filter(pk__in=Message.objects.visible_to(user)),
    ),
)
