"""A new password and signing out end what else was open in one's name: sessions, sockets, tickets."""

import pytest
from django.test import Client

from accounts.models import User
from documents.models import Document, Ticket
from tests.factories import PASSWORD, a_project

pytestmark = pytest.mark.django_db

NEW = "an-even-longer-passphrase"


def signed_in(user: User, password: str = PASSWORD) -> Client:
    """Give a browser in which somebody signed in with their password."""
    browser = Client()
    answer = browser.post("/account/login/", {"login": user.email, "password": password})
    assert answer.status_code == 302
    return browser


def is_signed_in(browser: Client) -> bool:
    """Say whether a page of one's own is shown."""
    return browser.get("/preferences/").status_code == 200


def test_a_new_password_ends_the_session_of_a_lost_device_before_it_asks_for_a_page(ada: User) -> None:
    lost, own = signed_in(ada), signed_in(ada)
    session = lost.session
    own.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert not session.exists(session.session_key or "")
    assert is_signed_in(own)
    assert not is_signed_in(lost)
    assert is_signed_in(signed_in(ada, NEW))


def test_a_new_password_lets_every_socket_check_again(ada: User) -> None:
    own = signed_in(ada)
    own.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert User.objects.get(pk=ada.pk).access_epoch > ada.access_epoch


def test_signing_out_ends_a_ticket_that_was_given_before(ada: User) -> None:
    document = Document.objects.filter(project=a_project(ada))[0]
    browser = signed_in(ada)
    ticket = Ticket.issue(ada, document)
    assert Ticket.bearer(ticket, document.pk) == ada
    browser.post("/account/logout/")
    assert Ticket.bearer(ticket, document.pk) is None
