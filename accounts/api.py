"""API about oneself."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from accounts.decorators import asker
from web.schema_types import PersonName, TimeZone

router = Router()


class MeOut(Schema):
    """Who one is, and how one likes to read."""

    id: UUID
    name: str
    email: str | None
    handle: str
    about: str
    picture_url: str
    language: str
    time_zone: str
    scheme: str
    tour_ended_at: datetime | None


class MeIn(Schema):
    """What may be changed; what is left out stays."""

    name: PersonName | None = None
    about: str | None = Field(None, max_length=600)
    language: Literal["en", "fr"] | None = None
    time_zone: TimeZone | None = None
    scheme: Literal["", "light", "dark"] | None = None


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


@router.post("me/calendars", response=MeOut)
def renew_calendars(request: HttpRequest) -> Any:
    """Give one's calendars new addresses in all projects: the earlier ones show nothing any more."""
    user = asker(request)
    user.renew_calendars()
    return user


@router.post("me/tour", response=MeOut)
def begin_tour(request: HttpRequest) -> Any:
    """Show oneself the tour of the first day again."""
    user = asker(request)
    user.begin_tour()
    return user


@router.post("me/tour/ending", response=MeOut)
def end_tour(request: HttpRequest) -> Any:
    """End the tour: none of its steps is shown any more."""
    user = asker(request)
    user.end_tour()
    return user
