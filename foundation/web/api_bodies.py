"""What operations of the API take."""

from ninja import Schema
from pydantic import ConfigDict


class Body(Schema):
    """What an operation takes. A field that it does not have is refused (422), never left out: who misspells
    `cannot_be_fixed` would else have said that it can be.
    """

    model_config = ConfigDict(extra="forbid")
