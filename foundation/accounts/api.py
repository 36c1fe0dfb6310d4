"""API about oneself."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from foundation.accounts.decorators import asker, token_of
from foundation.accounts.models import MOST_TOKEN_DAYS, TOKEN_DAYS, Token, User, digest
from foundation.accounts.scopes import Scope
from foundation.accounts.skills import skills_in, text_of
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.form_errors import refuse_field
from foundation.web.languages import LanguageCode
from foundation.web.pagination import found_after
from foundation.web.schema_types import PersonName, TimeZone

router = Router()


class MeOut(Schema):
    """Who one is, and how one likes to read."""

    id: UUID
    name: str
    email: str | None
    handle: str
    about: str
    skills: list[str]
    picture_url: str
    language: str
    time_zone: str
    scheme: str
    tour_ended_at: datetime | None

    @staticmethod
    def resolve_skills(user: User) -> list[str]:
        """Return them one by one: keys of trades, and words."""
        return skills_in(user.skills)


class MeIn(Body):
    """What may be changed; what is left out stays."""

    name: PersonName | None = None
    about: str | None = Field(None, max_length=600)
    skills: list[str] | None = Field(None, description="trades (design, supply-chain …) and words of one's own")
    language: LanguageCode | None = None
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
    changes = body.dict(exclude_none=True)
    if "skills" in changes:
        changes["skills"] = text_of(changes["skills"])
    for name, value in changes.items():
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


class TokenIn(Body):
    """What a token is for: its scopes, and one project (by id) or all; it ends after so many days."""

    name: str = Field(min_length=1, max_length=80)
    scopes: list[Scope] = Field(min_length=1)
    project: UUID | None = None
    days: int = Field(TOKEN_DAYS, ge=1, le=MOST_TOKEN_DAYS)


class TokenOut(Schema):
    """A token that speaks for oneself; its secret is in none of these."""

    id: int
    name: str
    scopes: list[str]
    project: UUID | None
    created_at: datetime
    ends_at: datetime | None
    last_used_on: date | None


class TokenMade(Schema):
    """A new token with its secret, which is shown this once."""

    id: int
    secret: str
    ends_at: datetime


@router.get("me/tokens", response=list[TokenOut])
def tokens(request: HttpRequest, response: HttpResponse, after: str = "") -> Any:
    """List the tokens that speak for oneself."""
    return found_after(request, response, asker(request).tokens.speaking(), after, key="name")


@router.post("me/tokens", response={201: TokenMade})
def make_token(request: HttpRequest, body: TokenIn) -> Any:
    """Make a token. For a session: no token makes another, which would outlive it."""
    require(token_of(request) is None)
    if body.project and not asker(request).is_member_of(body.project):
        refuse_field("project", _("None of your projects has this identifier."))
    secret = Token.issue(asker(request), **body.dict())
    made = Token.objects.get(digest=digest(secret))
    return Status(201, {"id": made.pk, "secret": secret, "ends_at": made.ends_at})


@router.post("me/tokens/{int:pk}/ending", response={204: None})
def end_token(request: HttpRequest, pk: int) -> Any:
    """End one of one's tokens, or of one's bots'; a token may end itself."""
    get_object_or_404(Token.objects.held_by(asker(request)).speaking(), pk=pk).end()
    return Status(204, None)
