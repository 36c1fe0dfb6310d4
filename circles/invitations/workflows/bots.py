"""Bots: accounts of programs, each with an owner. A bot is a guest of one circle: it reads and says there what guests
may, is asked for no position, and nobody signs in as it; it acts by tokens, as long as its owner is in the project.
"""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _now

from circles.circles.models import Circle
from circles.circles.permissions import may_admit
from circles.invitations.event_types import InvitationEvent
from circles.invitations.models import Guest, Level
from circles.invitations.models.guest import MOST_DAYS
from circles.invitations.workflows.guests import grant, revoke
from circles.projects.models import Project
from foundation.accounts.models import MOST_TOKEN_DAYS, Token, User
from foundation.accounts.models.token import digest
from foundation.accounts.scopes import Scope
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.collation import Alphabetical
from foundation.web.exceptions import Refused

LISTED = 200
MAX_TOKEN_NAME = 80
FOREWARNED_BY = timedelta(days=14)
"""So long before its end the owner of a bot hears of it."""
MOST = 10
"""So many of a person in one project."""
SCOPES = (Scope.READ, Scope.CHAT, Scope.DOCUMENTS, Scope.FILES)
"""What a bot can be let do by a token; its circle and level say where."""


def bots_of(project: Project, *, owner: User | None = None) -> list[Guest]:
    """Return the bots of a project, or of one owner there, by name."""
    found = project.guests.current().bots().select_related("user__bot_owner", "circle", "project")
    found = found.filter(user__bot_owner=owner) if owner else found
    return list(found.order_by(Alphabetical("user__name"), "pk")[:LISTED])


def make_bot(circle: Circle, name: str, level: str, *, by: User) -> Guest:
    """Make a bot that is a guest of a circle.

    :raises Refused: for a bot, for no name, for one that would write, in a closed circle,
        and for one too many.
    """
    if by.bot_owner_id:
        raise Refused(_now("A bot cannot create bots."))
    if not name.strip():
        raise Refused(_now("Give the bot a name."))
    if level not in (Level.READ, Level.COMMENT):
        raise Refused(_now("A bot can read or comment."))
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
        guest.email = f"bot-{bot.pk}@ronde.invalid"
        guest.digest = digest(secrets.token_hex())
        guest.user, guest.invited_by, guest.taken_at = bot, by, now
        guest.last_until(furthest_day(project), project.zone, now)
        guest.save()
        grant(guest, circle)
        circle.record_event(InvitationEvent.BOT_MADE, by=by, personal={"person": bot.name}, also=["guests"])
    return guest


def issue_token(guest: Guest, name: str, scopes: Iterable[str]) -> str:
    """Return the secret of a new token of a bot, for its project only and for a year; shown this once."""
    wanted = [scope for scope in scopes if scope in SCOPES] or [Scope.READ]
    name, place = name[:MAX_TOKEN_NAME], guest.project_id
    return Token.issue(bot_of(guest), name, scopes=wanted, project=place, days=MOST_TOKEN_DAYS)


def hand_over(guest: Guest, to: User, *, by: User) -> None:
    """Give a bot to another person, who may let guests into its circle: its tokens end, as the former owner knows them.

    :raises Refused: for who may not have it.
    """
    if not (guest.project.has(to) and may_admit(to, guest.circle)):
        raise Refused(
            _now("%(name)s cannot invite guests to this circle, so cannot take over its bot.") % {"name": to.name}
        )
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


def furthest_day(project: Project) -> date:
    """Return the last day until which a bot can be made today: a year from now."""
    return project.day_of(clock.now()) + timedelta(days=MOST_DAYS - 1)


def renew_bot(guest: Guest, *, by: User) -> None:
    """Let a bot go on for a year from today.

    :raises Refused: for one that has ended.
    """
    with transaction.atomic():
        circle = guest.circle.locked()
        guest = guest.locked()
        if guest.is_over(clock.now()):
            raise Refused(_now("This bot has ended; create a new one."))
        guest.last_until(furthest_day(guest.project), guest.project.zone, clock.now())
        guest.save()
        said, day = {"person": guest.name}, guest.ends_on.isoformat()
        circle.record_event(InvitationEvent.BOT_RENEWED, by=by, personal=said, also=["guests"], until=day)


def forewarn(guest: Guest) -> int:
    """Tell the owner of a bot that it ends within two weeks: the program that acts as it would fall silent unseen."""
    with transaction.atomic():
        circle = guest.circle.locked()
        guest = guest.locked()
        if guest.ended_at or guest.forewarned_at:
            return 0
        guest.forewarned_at = clock.now()
        guest.save()
        tell_owner(guest, circle, InvitationEvent.BOT_EXPIRY_ANNOUNCED)
    return 1


def let_end(guest: Guest) -> int:
    """Write that a bot ended on its day; it could do nothing from that instant."""
    with transaction.atomic():
        circle = guest.circle.locked()
        guest = guest.locked()
        if guest.ended_at or guest.ends_at > clock.now():
            return 0
        end(guest, guest.ends_at)
        tell_owner(guest, circle, InvitationEvent.BOT_EXPIRED)
    return 1


def tell_owner(guest: Guest, circle: Circle, event: InvitationEvent) -> None:
    """Write into the record what time does to a bot, and into the inbox of its owner, while they are in the project."""
    said, day = {"person": guest.name}, guest.ends_on.isoformat()
    entry = circle.record_event(event, by=None, personal=said, also=["guests"], until=day)
    owner = bot_of(guest).bot_owner
    if owner is not None and guest.project.has(owner):
        Notice.post(
            {owner: Notice.Reason.OWNER},
            project=guest.project_id,
            event=event,
            by=None,
            reference="",
            title=guest.name,
            address=reverse("circles:bots", args=[guest.project.slug]),
            at=entry.happened_at,
        )


def remove_bot(guest: Guest, *, by: User) -> None:
    """End a bot: its tokens, its access and its account. What it said stays."""
    with transaction.atomic():
        circle = guest.circle.locked()
        guest = guest.locked()
        if guest.is_over(clock.now()):
            raise Refused(_now("This access has already ended."))
        guest.ended_by = by
        end(guest, clock.now())
        circle.record_event(InvitationEvent.BOT_REMOVED, by=by, personal={"person": guest.name}, also=["guests"])


def end(guest: Guest, at: datetime) -> None:
    """End what a bot acts by."""
    guest.ended_at = at
    guest.save()
    revoke(guest)
    bot = bot_of(guest)
    bot.is_active = False
    bot.save(update_fields=["is_active"])
    end_tokens(bot)


def bot_of(guest: Guest) -> User:
    """Return the account of a bot."""
    if guest.user is None or guest.user.bot_owner_id is None:
        raise Refused(_now("This is not a bot."))
    return guest.user


def end_tokens(bot: User) -> None:
    """End the tokens of a bot."""
    for token in bot.tokens.speaking():
        token.end()
