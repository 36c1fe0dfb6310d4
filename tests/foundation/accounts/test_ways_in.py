"""After a new password by e-mail: what has ended, what lets in still, and ending that in one press."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from foundation.accounts.models import Token, User
from tests.factories import PASSWORD
from tests.foundation.accounts.test_ending_sessions import NEW, is_signed_in, signed_in
from tests.support.sent_mail import last_sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(ada: User) -> User:
    """Ada, with a passkey and a linked service."""
    Authenticator.objects.create(user=ada, type="webauthn", data={"name": "Grey phone"})
    SocialAccount.objects.create(user=ada, provider="sso", uid="1")
    return ada


def resets_password(user: User, browser: Client) -> str:
    """Make a new password by the link of an e-mail; return the page that is shown then."""
    browser.post("/account/password/reset/", {"email": user.email})
    link = next(word for word in last_sent(user.email).body.split() if "/account/password/reset/key/" in word)
    form = browser.get(link.partition("testserver")[2], follow=True).redirect_chain[-1][0]
    return browser.post(form, {"password1": NEW, "password2": NEW}, follow=True).content.decode()


@pytest.mark.both_databases
def test_a_reset_ends_sessions_tokens_and_calendars_and_says_what_lets_in_still(ada: User) -> None:
    elsewhere, secret = signed_in_with_passkey(ada), Token.issue(ada, "a program")
    page = resets_password(ada, Client())
    assert not is_signed_in(elsewhere)
    assert Token.bearer(secret) is None
    assert User.objects.get(pk=ada.pk).calendar_number == ada.calendar_number + 1
    assert Authenticator.objects.filter(user=ada).exists(), "it may be what one still has"
    told = last_sent(ada.email).body
    for words in (page, told):
        assert "one passkey and one linked service" in words
        assert reverse("ways_in") in words


def signed_in_with_passkey(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def test_a_reset_in_a_browser_that_is_signed_in_ends_as_much(bo: User) -> None:
    own, secret = signed_in(bo), Token.issue(bo, "a program")
    resets_password(bo, own)
    assert not is_signed_in(own)
    assert Token.bearer(secret) is None


def test_the_page_after_a_reset_tells_a_stranger_nothing(ada: User) -> None:
    page = Client().get(reverse("account_reset_password_from_key_done")).content.decode()
    assert "Still valid" not in page


def test_all_ways_in_but_the_password_end_in_one_press_and_the_password(ada: User) -> None:
    own, other = signed_in_with_passkey(ada), signed_in_with_passkey(ada)
    UserSession.objects.create(user=ada, session_key=other.session.session_key, ip="127.0.0.1", user_agent="Firefox")
    secret = Token.issue(ada, "a program")
    page = own.get(reverse("ways_in")).content.decode()
    assert "Grey phone" in page
    assert "a program" in page
    asked = own.post(reverse("ways_in"))
    assert asked["Location"].startswith("/account/reauthenticate/")
    assert Authenticator.objects.filter(user=ada).exists()
    own.post(asked["Location"], {"password": PASSWORD, "next": reverse("ways_in")})
    assert not Authenticator.objects.filter(user=ada).exists()
    assert not SocialAccount.objects.filter(user=ada).exists()
    assert Token.bearer(secret) is None
    assert User.objects.get(pk=ada.pk).calendar_number == ada.calendar_number + 1
    assert is_signed_in(own)
    assert "All access to your account" in last_sent(ada.email).body
    assert not is_signed_in(other)


def test_the_app_and_its_codes_stay(ada: User) -> None:
    Authenticator.objects.create(user=ada, type="totp", data={"secret": "x"})
    RecoveryCodes.activate(ada)
    own = signed_in_with_passkey(ada)
    own.post(own.post(reverse("ways_in"))["Location"], {"password": PASSWORD, "next": reverse("ways_in")})
    assert set(Authenticator.objects.filter(user=ada).values_list("type", flat=True)) == {"totp", "recovery_codes"}


def test_who_has_no_password_is_not_shut_out(ada: User) -> None:
    ada.set_unusable_password()
    ada.save()
    Authenticator.objects.filter(user=ada).delete()
    own = signed_in_with_passkey(ada)
    page = own.get(reverse("ways_in")).content.decode()
    assert "set one first" in page
    own.post(reverse("ways_in"))
    assert SocialAccount.objects.filter(user=ada).exists()
