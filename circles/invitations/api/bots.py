"""API of bots: make one, give it tokens, hand it over, extend it, remove it."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from circles.circles.queries.tree import circles_of
from circles.invitations import permissions
from circles.invitations.models import Guest, Level
from circles.invitations.workflows.bots import bots_of, hand_over, issue_token, make_bot, remove_bot, renew_bot
from circles.projects.access import project_for
from foundation.accounts.decorators import asker, token_of
from foundation.accounts.models import User
from foundation.accounts.scopes import Scope
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.schema_types import PersonName

router = Router()


class BotIn(Body):
    """A bot: its name, the key of the circle of which it is a guest, and whether it may `read` or `comment`."""

    name: PersonName
    circle: str
    level: Literal[Level.READ, Level.COMMENT] = Level.COMMENT


class BotOut(Schema):
    """A bot; `person` is the id under which it acts, `ends_on` the day on which it ends."""

    id: int
    person: UUID
    name: str
    circle: str
    level: Level
    owner: UUID
    ends_on: date


class BotTokenIn(Body):
    """What a token of a bot is for, in this project only."""

    scopes: list[Scope] = [Scope.READ, Scope.CHAT]


class BotTokenOut(Schema):
    """A token, shown this once."""

    secret: str


class BotOwnerIn(Body):
    """Whom a bot is handed over to: the id of a person who may let guests into its circle."""

    person: UUID


def bot_out(guest: Guest) -> dict[str, Any]:
    """Return a bot."""
    bot = guest.user
    return {
        "id": guest.pk,
        "person": bot.pk if bot else None,
        "name": guest.name,
        "circle": guest.circle.key,
        "level": guest.level,
        "owner": bot.bot_owner_id if bot else None,
        "ends_on": guest.ends_on,
    }


def bot_for(request: HttpRequest, slug: str, pk: int) -> Guest:
    """Find a bot that a person sees to (403 for others)."""
    project = project_for(request, slug)
    found = project.guests.current().bots().select_related("user", "circle", "project")
    guest: Guest = get_object_or_404(found, pk=pk)
    require(permissions.may_see_to_bot(asker(request), guest))
    return guest


@router.get("projects/{slug}/bots", response=list[BotOut])
def bots(request: HttpRequest, slug: str) -> Any:
    """List the bots of a project by name."""
    return [bot_out(one) for one in bots_of(project_for(request, slug))]


@router.post("projects/{slug}/bots", response={201: BotOut})
def make(request: HttpRequest, slug: str, body: BotIn) -> Any:
    """Make a bot; whoever may let guests into the circle may."""
    project = project_for(request, slug)
    circle = next((one for one in circles_of(project) if one.key == body.circle), None)
    circle = circle or get_object_or_404(project.circles, key=body.circle)
    require(permissions.may_make_bot(asker(request), circle))
    return Status(201, bot_out(make_bot(circle, body.name, body.level, by=asker(request))))


@router.post("projects/{slug}/bots/{int:pk}/tokens", response={201: BotTokenOut})
def token(request: HttpRequest, slug: str, pk: int, body: BotTokenIn) -> Any:
    """Make a token of a bot, for no more than the token by which one asks is for."""
    found, asked_by = bot_for(request, slug, pk), token_of(request)
    require(asked_by is None or all(asked_by.may(scope) for scope in body.scopes))
    return Status(201, {"secret": issue_token(found, found.name, body.scopes)})


@router.post("projects/{slug}/bots/{int:pk}/owner", response=BotOut)
def owner(request: HttpRequest, slug: str, pk: int, body: BotOwnerIn) -> Any:
    """Hand a bot over; its tokens end."""
    found = bot_for(request, slug, pk)
    hand_over(
        found, get_object_or_404(User.objects.filter(pk__in=found.project.people()), pk=body.person), by=asker(request)
    )
    return bot_out(bot_for_any(found))


@router.post("projects/{slug}/bots/{int:pk}/renewal", response=BotOut)
def renew(request: HttpRequest, slug: str, pk: int) -> Any:
    """Let a bot go on for a year from today."""
    found = bot_for(request, slug, pk)
    renew_bot(found, by=asker(request))
    return bot_out(bot_for_any(found))


@router.post("projects/{slug}/bots/{int:pk}/ending", response={204: None})
def remove(request: HttpRequest, slug: str, pk: int) -> Any:
    """Remove a bot; what it said stays."""
    remove_bot(bot_for(request, slug, pk), by=asker(request))
    return Status(204, None)


def bot_for_any(guest: Guest) -> Guest:
    """Read a bot afresh."""
    return Guest.objects.select_related("user", "circle").get(pk=guest.pk)
