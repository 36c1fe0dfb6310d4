"""API about oneself."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import field_validator

from accounts.access import asker
from accounts.models import is_time_zone

router = Router()


class MeOut(Schema):
    """Who one is, and how one likes to read."""

    id: UUID
    name: str
    email: str | None
    handle: str
    language: str
    time_zone: str
    scheme: str


class MeIn(Schema):
    """What may be changed; what is left out stays."""

    name: str | None = None
    language: Literal["en", "fr"] | None = None
    time_zone: str | None = None
    scheme: Literal["", "light", "dark"] | None = None

    @field_validator("time_zone")
    @classmethod
    def is_known(cls, value: str | None) -> str | None:
        """Refuse what is no time zone."""
        if value is not None:
            try:
                is_time_zone(value)
            except Exception as error:
                raise ValueError("not an IANA time zone") from error
        return value


@router.get("me", response=MeOut)
def me(request: HttpRequest) -> Any:
    """Read who one is."""
    return asker(request)


@router.patch("me", response=MeOut)
def change_me(request: HttpRequest, body: MeIn) -> Any:
    """Change how one likes to read."""
    user = asker(request)
    for name, value in body.dict(exclude_none=True).items():
        setattr(user, name, value)
    user.save()
    return user
