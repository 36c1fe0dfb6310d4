"""What the API takes and gives of what a text names, and of questions about it."""

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import WithJsonSchema

from decisions.decisions.models import EffectOn
from foundation.web.api_bodies import Body


class EffectIn(Body):
    """Whether what the text names is changed: a circle, domain, clause, essential, decision or action by key, an amount
    or a day as the text writes it.
    """

    names: str = Field(min_length=1, max_length=120)
    changes: bool
    why: str = Field("", max_length=300)


class EffectOut(Schema):
    """An answer about what the text names."""

    names: str
    kind: Annotated[EffectOn, WithJsonSchema({"enum": EffectOn.values, "type": "string"})]
    changes: bool
    why: str


class ClarifyingQuestionIn(Body):
    """What a person would like to know before they say what they think."""

    text: str = Field(min_length=1, max_length=1000)


class ClarifyingAnswerIn(Body):
    """The answer to it."""

    answer: str = Field(min_length=1, max_length=4000)


class ClarifyingQuestionOut(Schema):
    """A clarifying question; `answer` is empty until `answered_at`."""

    id: int
    text: str
    name: str
    asked_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None
