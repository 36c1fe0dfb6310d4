"""Where one is signed in: seen, and ended one by one."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.coediting.models import Ticket
from documents.documents.models import Document
from foundation.accounts.last_seen import note_seen
from foundation.accounts.models import User
from foundation.accounts.templatetags.devices import network
from tests.factories import PASSWORD, a_project

pytestmark = pytest.mark.django_db


def device_of(user: User, agent: str = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0") -> Client:
    """Return a browser in which a person signed in with their password."""
    browser = Client(headers={"User-Agent": agent})
    browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    return browser


def session_of(browser: Client) -> UserSession:
    return UserSession.objects.get(session_key=browser.session.session_key)


def is_signed_in(browser: Client) -> bool:
    return browser.get("/preferences/").status_code == 200


@pytest.mark.both_databases
def test_one_device_is_signed_out_and_the_others_stay(ada: User) -> None:
    here, phone, lost = device_of(ada), device_of(ada), device_of(ada)
    epoch = User.objects.get(pk=ada.pk).access_epoch
    here.post(reverse("end_device", args=[session_of(lost).pk]))
    assert (is_signed_in(here), is_signed_in(phone), is_signed_in(lost)) == (True, True, False)
    assert User.objects.get(pk=ada.pk).access_epoch > epoch  # so that its sockets check, and close


def test_nobody_signs_out_the_device_of_somebody_else(ada: User, eve: User) -> None:
    ada_at, eve_at = device_of(ada), device_of(eve)
    assert eve_at.post(reverse("end_device", args=[session_of(ada_at).pk])).status_code == 404
    assert is_signed_in(ada_at)


def test_signing_out_everywhere_else_ends_tickets_for_sockets(ada: User) -> None:
    document = Document.objects.filter(project=a_project(ada))[0]
    here, other = device_of(ada), device_of(ada)
    ticket = Ticket.issue(ada, document.pk)
    here.post(reverse("usersessions_list"))
    assert (is_signed_in(here), is_signed_in(other)) == (True, False)
    assert Ticket.bearer(ticket, document.pk) is None


def test_the_list_says_which_device_and_when_it_was_last_seen(ada: User) -> None:
    here, phone = device_of(ada), device_of(ada, "Mozilla/5.0 (iPhone) Safari/605.1")
    long_ago = timezone.now() - timedelta(days=3)
    UserSession.objects.filter(pk=session_of(phone).pk).update(last_seen_at=long_ago)
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Firefox on Linux" in page
    assert "Safari on iPhone" in page
    assert "from this server’s own computer" in page
    note_seen(session_of(phone).session_key)  # as its page opens a socket
    assert session_of(phone).last_seen_at > long_ago


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("127.0.0.1", "this server’s own computer"),
        ("::ffff:192.168.1.7", "a local network (192.168.1.7)"),
        ("100.64.3.2", "a mobile or private network (100.64.3.2)"),
        ("2001:db8::7", "the internet (2001:db8::7)"),
        ("nowhere", "unknown network"),
    ],
)
def test_a_network_is_said_in_words_as_far_as_its_address_tells(address: str, words: str) -> None:
    assert network(address) == words
