"""Bots: accounts of programs, each with an owner. A bot is a guest of one circle: it reads and says there what guests
may, is asked for no position, and nobody signs in as it; it acts by tokens, as long as its owner is in the project.
"""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _now

from accounts.models import Token, User
from accounts.models.token import digest
from accounts.scopes import Scope
from audit import clock
from circles.models import Circle
from circles.permissions import may_admit
from invitations.event_types import InvitationEvent
from invitations.models import Guest, Level
from invitations.models.guest import MOST_DAYS
from invitations.workflows.guests import grant, revoke
from projects.models import Project
from web.collation import Alphabetical
from web.exceptions import Refused

LISTED = 200
MAX_TOKEN_NAME = 80
MOST = 10
"""So many of a person in one project."""
SCOPES = (Scope.READ, Scope.CHAT, Scope.DOCUMENTS, Scope.FILES)
"""What a bot can be let do by a token; its circle and level say where."""


def bots_of(project: Project, *, owner: User | None = None) -> list[Guest]:
    """Return the bots of a project, or of one owner there, by name."""
    found = project.guests.current().bots().select_related("user__bot_owner", "circle")
    found = found.filter(user__bot_owner=owner) if owner else found
    return list(found.order_by(Alphabetical("user__name"), "pk")[:LISTED])


def make_bot(circle: Circle, name: str, level: str, *, by: User) -> Guest:
    """Make a bot that is a guest of a circle.

    :raises Refused: for a bot, for no name, for one that would write, in a closed circle,
        and for one too many.
    """
    if by.bot_owner_id:
        raise Refused(_now("A bot makes no bots."))
    if not name.strip():
        raise Refused(_now("A bot needs a name."))
    if level not in (Level.READ, Level.COMMENT):
        raise Refused(_now("A bot reads or comments."))
    with transaction.atomic():
        circle = circle.locked()
        if circle.is_closed:
            raise Refused(_now("This circle is closed; no one can join it."))
        project = circle.project
        if len(bots_of(project, owner=by)) >= MOST:
            raise Refused(_now("You have ten bots here already; remove one first."))
        bot = User(name=name.strip()[:120], bot_owner=by, language=project.language, hue=circle.hue)
        bot.set_unusable_password()
        bot.tour_ended_at = clock.now()
        bot.save()
        now = clock.now()
        guest = Guest(project=project, circle=circle, on_kind=circle.kind, on_id=str(circle.pk), level=Level(level))
        guest.reason, guest.email = _now("Bot"), f"bot-{bot.pk}@ronde.invalid"
        guest.digest = digest(secrets.token_hex())
        guest.user, guest.invited_by, guest.taken_at = bot, by, now
        guest.last_until(project.day_of(now) + timedelta(days=MOST_DAYS - 1), project.zone, now)
        guest.save()
        grant(guest, circle)
        circle.record_event(InvitationEvent.BOT_MADE, by=by, personal={"person": bot.name}, also=["guests"])
    return guest


def issue_token(guest: Guest, name: str, scopes: Iterable[str]) -> str:
    """Return the secret of a new token of a bot, for its project only; shown this once."""
    wanted = [scope for scope in scopes if scope in SCOPES]
    return Token.issue(bot_of(guest), name[:MAX_TOKEN_NAME], scopes=wanted or [Scope.READ], project=guest.project_id)


def hand_over(guest: Guest, to: User, *, by: User) -> None:
    """Give a bot to another person, who may let guests into its circle: its tokens end, as the former owner knows them.

    :raises Refused: for who may not have it.
    """
    if not (guest.project.has(to) and may_admit(to, guest.circle)):
        raise Refused(_now("%(name)s may not let guests into this circle, so cannot have its bot.") % {"name": to.name})
    with transaction.atomic():
        circle = guest.circle.locked()
        bot = User.objects.select_for_update(of=("self",)).get(pk=bot_of(guest).pk)
        bot.bot_owner = to
        bot.save(update_fields=["bot_owner"])
        guest = guest.locked()
        guest.invited_by = to
        guest.save()
        end_tokens(bot)
        circle.record_event(
            InvitationEvent.BOT_HANDED_OVER,
            by=by,
            personal={"person": bot.name, "owner": to.name},
            people={to: "owner"},
            also=["guests"],
        )


def remove_bot(guest: Guest, *, by: User) -> None:
    """End a bot: its tokens, its access and its account. What it said stays."""
    with transaction.atomic():
        circle = guest.circle.locked()
        guest = guest.locked()
        if guest.is_over(clock.now()):
            raise Refused(_now("This access has already ended."))
        guest.ended_at, guest.ended_by = clock.now(), by
        guest.save()
        revoke(guest)
        bot = bot_of(guest)
        bot.is_active = False
        bot.save(update_fields=["is_active"])
        end_tokens(bot)
        circle.record_event(InvitationEvent.BOT_REMOVED, by=by, personal={"person": bot.name}, also=["guests"])


def bot_of(guest: Guest) -> User:
    """Return the account of a bot."""
    if guest.user is None or guest.user.bot_owner_id is None:
        raise Refused(_now("This is not a bot."))
    return guest.user


def end_tokens(bot: User) -> None:
    """End what a bot acts by."""
    for token in bot.tokens.speaking():
        token.end()
