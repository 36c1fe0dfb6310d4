"""Reactions as the API takes and shows them."""

from collections.abc import Iterable

from ninja import Schema
from pydantic import ConfigDict

from documents.conversation.models import ReactionCount, ReactionKind

*_FEW, _LAST = ReactionKind.values
NAMED = ConfigDict(json_schema_extra={"description": f"The reaction: {', '.join(_FEW)}, {_LAST}, or an emoji."})
"""Names the reactions where one is given."""


class ReactionOut(Schema):
    """How many gave a reaction, and whether one did oneself."""

    kind: str
    number: int
    mine: bool


def reactions_out[R: ReactionOut](counts: Iterable[ReactionCount], schema: type[R]) -> list[R]:
    """Return reactions as the API shows them."""
    return [schema(kind=one.kind, number=len(one.people), mine=one.is_mine) for one in counts]
