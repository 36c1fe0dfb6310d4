"""API of single messages: reworded, removed, reacted to, pinned."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from chat.chat.api.lookups import message_for, message_reached, message_to_mark
from chat.chat.api.schemas import MessageOut, MessageReactionIn, MessageReactionOut, WordingIn
from chat.chat.contexts.conversation import reactions_to
from chat.chat.models import Message
from chat.chat.workflows import conversation
from chat.chat.workflows.marking import pin, react, unpin
from documents.conversation.schemas import reactions_out
from foundation.accounts.decorators import asker

router = Router()


@router.post("projects/{slug}/messages/{message}/wording", response=MessageOut)
def reword(request: HttpRequest, slug: str, message: UUID, body: WordingIn) -> Any:
    """Change one's own words."""
    conversation.edit_message(message_for(request, slug, message), body.text, by=asker(request))
    return Message.objects.get(pk=message)


@router.post("projects/{slug}/messages/{message}/removal", response=MessageOut)
def remove(request: HttpRequest, slug: str, message: UUID) -> Any:
    """Take one's own words back."""
    conversation.remove_message(message_for(request, slug, message), by=asker(request))
    return Message.objects.get(pk=message)


@router.get("projects/{slug}/messages/{message}/reactions", response=list[MessageReactionOut])
def reactions(request: HttpRequest, slug: str, message: UUID) -> Any:
    """List the reactions to a message."""
    found = message_reached(request, slug, message)
    return reactions_out(reactions_to([found.pk], asker(request)).get(found.pk, []), MessageReactionOut)


@router.post("projects/{slug}/messages/{message}/reactions", response=list[MessageReactionOut])
def add_reaction(request: HttpRequest, slug: str, message: UUID, body: MessageReactionIn) -> Any:
    """Give a reaction, or take it back."""
    react(message_to_mark(request, slug, message), body.kind, by=asker(request))
    return reactions(request, slug, message)


@router.post("projects/{slug}/messages/{message}/pin", response=MessageOut)
def pin_message(request: HttpRequest, slug: str, message: UUID) -> Any:
    """Pin a message at the top of its topic."""
    pin(message_to_mark(request, slug, message), by=asker(request))
    return Message.objects.get(pk=message)


@router.delete("projects/{slug}/messages/{message}/pin", response=MessageOut)
def unpin_message(request: HttpRequest, slug: str, message: UUID) -> Any:
    """Take a message off the top of its topic."""
    unpin(message_to_mark(request, slug, message))
    return Message.objects.get(pk=message)
