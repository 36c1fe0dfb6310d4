"""A new password and signing out end what else was open in one's name: sessions, sockets, tickets."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from documents.coediting.models import Ticket
from documents.coediting.tasks import clear_tickets
from documents.documents.models import Document
from foundation.accounts.models import Token, User
from foundation.inbox.tasks import clear_sessions
from tests.factories import PASSWORD, a_project
from tests.support.sent_mail import last_sent

pytestmark = pytest.mark.django_db

NEW = "an-even-longer-passphrase"


def signed_in(user: User, password: str = PASSWORD) -> Client:
    """Return a browser in which a person signed in with their password."""
    browser = Client()
    answer = browser.post("/account/login/", {"login": user.email, "password": password})
    assert answer.status_code == 302
    return browser


def is_signed_in(browser: Client) -> bool:
    """Say whether a page of one's own is shown."""
    return browser.get("/preferences/").status_code == 200


@pytest.mark.both_databases
def test_a_new_password_ends_the_session_of_a_lost_device_at_once(ada: User) -> None:
    lost, own = signed_in(ada), signed_in(ada)
    session = lost.session
    own.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert not session.exists(session.session_key or "")
    assert is_signed_in(own)
    assert not is_signed_in(lost)
    assert is_signed_in(signed_in(ada, NEW))


def test_a_new_password_makes_every_socket_check_access_again(ada: User) -> None:
    own = signed_in(ada)
    own.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert User.objects.get(pk=ada.pk).access_epoch > ada.access_epoch


def resets_password_by_email(to: str) -> None:
    """Let whoever reads the e-mails of an address make a new password by the link in one."""
    browser = Client()
    browser.post("/account/password/reset/", {"email": to})
    link = next(word for word in last_sent(to).body.split() if "/account/password/reset/key/" in word)
    page = browser.get(link.partition("testserver")[2], follow=True)
    browser.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})


def addresses_of(user: User) -> set[tuple[str, bool]]:
    """Return a person's addresses, and whether they have shown that each is theirs."""
    return set(EmailAddress.objects.filter(user=user).values_list("email", "verified"))


def test_an_impostor_keeps_nothing_once_the_owner_resets_the_password_by_email(bo: User) -> None:
    secret, bos = Token.issue(bo, "for later"), bo.email or ""
    EmailAddress.objects.create(user=bo, email=bos, primary=True)
    EmailAddress.objects.create(user=bo, email="mallory@ronde.example", verified=True)
    resets_password_by_email(bos)
    assert Token.bearer(secret) is None
    assert addresses_of(bo) == {(bos, False)}
    resets_password_by_email(bos)
    assert addresses_of(bo) == {(bos, True)}


def test_a_password_reset_keeps_the_verified_addresses(ada: User) -> None:
    secret, own = Token.issue(ada, "a program"), ada.email or ""
    EmailAddress.objects.create(user=ada, email=own, primary=True, verified=True)
    EmailAddress.objects.create(user=ada, email="home@ronde.example", verified=True)
    resets_password_by_email(own)
    assert addresses_of(ada) == {(own, True), ("home@ronde.example", True)}
    assert Token.bearer(secret) is None


def test_changing_the_password_while_signed_in_keeps_the_tokens(ada: User) -> None:
    secret = Token.issue(ada, "a program")
    own = signed_in(ada)
    own.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert Token.bearer(secret) == ada


def test_signing_out_ends_earlier_tickets(ada: User) -> None:
    document = Document.objects.filter(project=a_project(ada))[0]
    browser = signed_in(ada)
    ticket = Ticket.issue(ada, document.pk)
    assert Ticket.bearer(ticket, document.pk) == ada
    browser.post("/account/logout/")
    assert Ticket.bearer(ticket, document.pk) is None


def test_expired_sessions_and_tickets_are_deleted(ada: User) -> None:
    over, own = signed_in(ada), signed_in(ada)
    document = Document.objects.filter(project=a_project(ada))[0]
    Ticket.issue(ada, document.pk)
    assert (clear_sessions(), clear_tickets()) == (0, 0)
    a_second_ago = timezone.now() - timedelta(seconds=1)  # the database's clock counts milliseconds, ours more
    Session.objects.filter(pk=over.session.session_key).update(expire_date=a_second_ago)
    Ticket.objects.update(ends_at=a_second_ago)
    Ticket.issue(ada, document.pk)
    assert (clear_sessions(), clear_tickets()) == (2, 1)
    assert UserSession.objects.get().session_key == own.session.session_key
    assert is_signed_in(own)
    assert Ticket.objects.count() == 1
