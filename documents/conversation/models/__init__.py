"""What people write to each other: each model is abstract, and `chat` and `documents` derive theirs."""

from documents.conversation.models.post import MAX_NICK, Authored, EarlierWording, Placed, Post, PostQuerySet, PostWords
from documents.conversation.models.reaction import (
    Reaction,
    ReactionCount,
    ReactionKind,
    ReactionQuerySet,
    ThingKey,
    reaction_of,
)

__all__ = [
    "MAX_NICK",
    "Authored",
    "EarlierWording",
    "Placed",
    "Post",
    "PostQuerySet",
    "PostWords",
    "Reaction",
    "ReactionCount",
    "ReactionKind",
    "ReactionQuerySet",
    "ThingKey",
    "reaction_of",
]
