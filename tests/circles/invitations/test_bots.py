"""Bots: accounts of programs, guests of one circle, with an owner who answers for them."""

import re
from datetime import time, timedelta

import pytest
from django.test import Client

from across.takeaway.workflows.erasure import erase_person
from chat.chat.models import Message, Room
from chat.chat.workflows.conversation import open_topic
from circles.invitations.models import Guest
from circles.invitations.tasks import watch_bots, watch_guests
from circles.invitations.workflows.bots import hand_over, issue_token, make_bot, remove_bot, renew_bot
from foundation.accounts.models import Token, User
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.inbox.models import Notice, NotificationSettings, OutgoingEmail
from foundation.inbox.tasks import warn_of_tokens
from foundation.inbox.workflows.mailing import send_notices
from foundation.web.exceptions import Refused
from foundation.web.formatting import day_short
from tests.decisions.decisions.people import Cast, a_cast, operation
from tests.factories import a_person, a_round
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return a_cast()


def a_bot(cast: Cast, level: str = "comment") -> Guest:
    return make_bot(cast.circle, "Meter", level, by=cast.fay)


def says(cast: Cast, secret: str, text: str = "0.3 ml/h") -> int:
    """Let a bot post in a topic of Hydraulics; returns the status."""
    topic = open_topic(Room.of(cast.circle), "Seals", by=cast.ada)
    address = operation(cast, f"topics/{topic.pk}/messages")
    bearer = {"Authorization": f"Bearer {secret}"}
    return Client(headers=bearer).post(address, {"text": text}, content_type="application/json").status_code


@pytest.mark.both_databases
def test_a_bot_speaks_by_its_token_in_its_circle_and_is_shown_as_one(cast: Cast) -> None:
    bot = a_bot(cast)
    assert says(cast, issue_token(bot, "phone", ["read", "chat:write"])) == 201
    message = Message.objects.get(author=bot.user)
    page = at_browser(cast.ada).get(message.topic.get_absolute_url()).text
    assert '<span class="badge badge--guest">bot</span>' in page
    assert says(cast, issue_token(a_bot(cast, "read"), "phone", ["read", "chat:write"])) in (403, 404)


def test_a_bot_is_no_guest_among_people(cast: Cast) -> None:
    bot = a_bot(cast)
    assert "Meter" not in at_browser(cast.fay).get(f"/p/{cast.project.slug}/guests/").text
    at_browser(cast.fay).post(f"/p/{cast.project.slug}/guests/{bot.pk}/ending/")
    assert says(cast, issue_token(bot, "phone", ["read", "chat:write"])) == 201


def test_a_bot_is_asked_for_nothing_and_nobody_signs_in_as_it(cast: Cast) -> None:
    bot = a_bot(cast)
    round_ = a_round(circle=cast.circle, by=cast.ada)
    assert bot.user
    assert bot.user not in [one.user for one in round_.participants()]
    assert (bot.user.email, bot.user.has_usable_password(), cast.project.has(bot.user)) == (None, False, False)


def test_only_who_may_let_guests_in_makes_bots_and_a_bot_makes_none(cast: Cast) -> None:
    browser, address = at_browser(cast.eve), f"/p/{cast.project.slug}/bots/"
    assert browser.post(address, {"name": "Mine", "place": cast.circle.key, "level": "read"}).status_code == 404
    at_browser(cast.fay).post(address, {"name": "Meter", "place": cast.circle.key, "level": "read"})
    (made,) = Guest.objects.filter(project=cast.project)
    assert (made.name, made.user and made.user.bot_owner) == ("Meter", cast.fay)
    assert at_browser(cast.ada).post(f"{address}{made.pk}/removal/").status_code == 403


def test_it_is_made_and_removed_by_the_api(cast: Cast) -> None:
    bearer, address = by_token(cast.fay), operation(cast, "bots")
    sent = {"name": "Meter", "circle": cast.circle.key}
    made = Client(headers=bearer).post(address, sent, content_type="application/json").json()
    assert (made["name"], made["level"], made["owner"]) == ("Meter", "comment", str(cast.fay.pk))
    answer = Client(headers=bearer).post(f"{address}/{made['id']}/tokens", {}, content_type="application/json")
    assert says(cast, answer.json()["secret"]) == 201
    assert [one["name"] for one in Client(headers=bearer).get(address).json()] == ["Meter"]
    assert Client(headers=bearer).post(f"{address}/{made['id']}/ending").status_code == 204
    assert says(cast, answer.json()["secret"]) == 401


def test_it_is_silent_once_its_owner_has_left_or_is_erased(cast: Cast) -> None:
    owner = a_person("Gil Petit")
    cast.circle.admit(owner, by=cast.fay)
    bot = make_bot(cast.circle, "Meter", "comment", by=owner)
    secret = issue_token(bot, "phone", ["read", "chat:write"])
    assert says(cast, secret) == 201
    cast.circle.memberships.get(user=owner).end(by=cast.fay)
    assert says(cast, secret) == 401
    erase_person(owner, by=a_person("Root", is_superuser=True))
    bot.refresh_from_db()
    assert bot.user
    assert bot.user.is_active is False


def test_handed_over_its_tokens_end_and_the_new_owner_sees_to_it(cast: Cast) -> None:
    bot = a_bot(cast)
    secret = issue_token(bot, "phone", ["read", "chat:write"])
    hand_over(bot, cast.ada, by=cast.fay)
    assert Token.bearer(secret) is None
    bot.refresh_from_db()
    assert bot.user
    assert bot.user.bot_owner == cast.ada
    assert says(cast, issue_token(Guest.objects.get(pk=bot.pk), "new", ["read", "chat:write"])) == 201
    with pytest.raises(Refused, match="cannot invite guests"):
        hand_over(Guest.objects.get(pk=bot.pk), cast.eve, by=cast.ada)


def test_its_owner_hears_before_it_ends_and_one_press_lets_it_go_on(cast: Cast) -> None:
    bot, address = a_bot(cast), f"/p/{cast.project.slug}/bots/"
    last = bot.ends_on
    assert "Extend for a year" not in at_browser(cast.fay).get(address).text
    soon = clock.now() + timedelta(days=13)
    Guest.objects.filter(pk=bot.pk).update(ends_at=soon, ends_on=cast.project.day_of(soon))
    assert (watch_bots(), watch_bots(), watch_guests()) == (1, 0, 0)
    (told,) = Notice.objects.filter(event="bot.expiry_announced")
    assert (told.user, told.title, told.address) == (cast.fay, "Meter", address)
    page = at_browser(cast.fay).get(address).text
    assert f"ends on {day_short(cast.project.day_of(soon))}" in page
    at_browser(cast.ada).post(f"{address}{bot.pk}/renewal/")
    assert Guest.objects.get(pk=bot.pk).ends_on < last, "only whoever sees to it"
    at_browser(cast.fay).post(f"{address}{bot.pk}/renewal/")
    assert Guest.objects.get(pk=bot.pk).ends_on == last
    assert watch_bots() == 0
    NotificationSettings.change(cast.fay, quiet_from=time(0), quiet_until=time(0), days_off="")
    send_notices(cast.fay, (clock.now() + timedelta(days=2)).replace(hour=12))
    assert "Meter" in OutgoingEmail.objects.filter(to=cast.fay.email).latest("pk").text


def test_it_ends_on_its_day_and_says_so(cast: Cast) -> None:
    bot = a_bot(cast)
    secret = issue_token(bot, "phone", ["read", "chat:write"])
    Guest.objects.filter(pk=bot.pk).update(ends_at=clock.now())
    assert (watch_bots(), watch_bots()) == (1, 0)
    assert Token.bearer(secret) is None
    assert Notice.objects.get(event="bot.expired").user == cast.fay
    with pytest.raises(Refused, match="create a new one"):
        renew_bot(Guest.objects.get(pk=bot.pk), by=cast.fay)


def test_its_owner_hears_of_the_end_of_its_token_and_revokes_it(cast: Cast) -> None:
    secret = issue_token(a_bot(cast), "Meter", ["read"])
    token = Token.objects.get()
    Token.objects.update(ends_at=clock.now() + timedelta(days=6), created_at=clock.now() - timedelta(days=80))
    assert warn_of_tokens() == 1
    assert Notice.objects.get(event="token.ending").user == cast.fay
    assert at_browser(cast.ada).post(f"/tokens/{token.pk}/ending/").status_code == 404
    at_browser(cast.fay).post(f"/tokens/{token.pk}/ending/")
    assert Token.bearer(secret) is None


@pytest.mark.both_databases
def test_whom_it_is_handed_over_to_is_named_and_a_namesake_told_apart(cast: Cast) -> None:
    bot, browser = a_bot(cast), at_browser(cast.fay)
    other = a_person("Ada Mercier")
    cast.circle.admit(other, by=cast.fay)
    address = f"/p/{cast.project.slug}/bots/{bot.pk}/owner/"
    answer = browser.post(address, {"person": "Ada Mercier"})
    assert (answer.status_code, "Several are called" in answer.text) == (422, True)
    offered = browser.get(f"/p/{cast.project.slug}/choices/person/?q=ada").text
    signs = re.findall('data-value="(Ada Mercier @[0-9a-f]{8})"', offered)
    assert len(set(signs)) == 2
    browser.post(address, {"person": next(one for one in signs if str(other.pk)[:8] in one)})
    assert User.objects.get(bot_owner=other).pk == bot.user_id


def test_the_record_says_what_becomes_of_a_bot(cast: Cast) -> None:
    bot = a_bot(cast)
    hand_over(bot, cast.ada, by=cast.fay)
    remove_bot(Guest.objects.get(pk=bot.pk), by=cast.ada)
    events = Entry.objects.filter(event__startswith="bot.").order_by("seq").values_list("event", flat=True)
    assert list(events) == ["bot.made", "bot.handed_over", "bot.removed"]
    page = at_browser(cast.ada).get(f"/p/{cast.project.slug}/record/").text
    assert "handed the bot Meter" in page
    assert "over to Ada Mercier" in page
